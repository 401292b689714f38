"""A narrow screen that is touched."""

import re

from playwright.sync_api import Page, expect

from tests.browser.picture import changed, drawn
from tests.browser.steps import line, scrolls_sideways, wait_for_thumbnails
from tests.browser.watch import Watch


def test_the_tree_is_a_drawer_and_the_details_are_a_sheet(phone: Page) -> None:
    phone.goto("/webclient/")
    wait_for_thumbnails(phone, 1)
    expect(line(phone, "Histology")).to_be_hidden()
    phone.get_by_role("button", name="Data").tap()
    line(phone, "Histology").locator(".tree-label").tap()
    expect(line(phone, "Histology")).to_be_hidden()
    phone.get_by_role("option", name=re.compile("Tissue")).tap()
    expect(phone.get_by_role("link", name="Open viewer")).to_be_in_viewport()
    phone.get_by_role("button", name="Close details").tap()
    expect(phone.get_by_role("link", name="Open viewer")).to_be_hidden()


def test_the_channels_are_in_a_sheet_below_the_picture(phone: Page) -> None:
    phone.goto("/webclient/img_detail/1/")
    before = drawn(phone)
    expect(phone.get_by_role("switch", name="DAPI")).to_be_hidden()
    phone.get_by_role("button", name="Channels and details").tap()
    phone.get_by_role("switch", name="DAPI").tap()
    changed(phone, before)


def test_no_page_scrolls_sideways(phone: Page, watch: Watch) -> None:
    watch.expect("status 404: .*/img_detail/999999/")
    paths = (
        "/webclient/",
        "/webclient/?show=project-1",
        "/webclient/?show=plate-1",
        "/webclient/?show=image-1",
        "/webclient/img_detail/1/",
        "/webclient/img_detail/999999/",
        "/webclient/login/",
        "/webclient/logout/",
    )
    for path in paths:
        phone.goto(path, wait_until="networkidle")
        assert not scrolls_sideways(phone), path
