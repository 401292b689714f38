"""Everything without a pointer."""

import re

from playwright.sync_api import Page, expect

from tests.browser.picture import changed, drawn
from tests.browser.steps import VIEWER, line

ANY_NAME = re.compile(r"\w")


def test_the_keyboard_alone_leads_from_the_tree_to_the_viewer(page: Page) -> None:
    page.goto("/webclient/")
    line(page, "Demo").wait_for()
    tab_to(page, '[role="treeitem"]')
    page.keyboard.press("Home")
    expect(line(page, "Demo")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(line(page, "Fluorescence")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Histology", level=1)).to_be_visible()
    page.get_by_role("option").first.wait_for()
    tab_to(page, '[role="option"]')
    page.keyboard.press("Enter")
    page.wait_for_url(VIEWER)
    before = drawn(page)
    tab_to(page, ".openseadragon-canvas")
    page.keyboard.press("Equal")
    changed(page, before)


def test_the_tree_opens_and_closes_with_the_arrow_keys(page: Page) -> None:
    page.goto("/webclient/")
    line(page, "Fluorescence").wait_for()
    tab_to(page, '[role="treeitem"]')
    page.keyboard.press("End")
    expect(line(page, "Kinase screen")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(line(page, "Plate 001")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(line(page, "Plate 001")).to_be_hidden()
    page.keyboard.press("d")
    expect(line(page, "Demo")).to_be_focused()


def test_every_control_has_a_name(page: Page) -> None:
    for path in ("/webclient/", "/webclient/?show=plate-1", "/webclient/img_detail/1/"):
        page.goto(path)
        page.locator("object-tree [role=treeitem], channel-panel").first.wait_for()
        controls = page.locator("main, aside, header").get_by_role("button")
        for control in [*controls.all(), *page.get_by_role("slider").all()]:
            expect(control).to_have_accessible_name(ANY_NAME)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until something is focused that matches; a page has fewer stops than this."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")
