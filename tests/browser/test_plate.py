"""The grid of a plate."""

import re

from playwright.sync_api import Page, expect

from tests.browser.steps import VIEWER, click_line, wait_for_thumbnails

WELLS = 96


def show_plate(page: Page) -> None:
    page.goto("/webclient/")
    click_line(page, "Kinase screen")
    click_line(page, "Plate 001")
    page.get_by_role("grid", name="Wells").wait_for()


def show_second_field(page: Page) -> None:
    picture = page.get_by_role("gridcell").first.locator("img")
    first = picture.get_attribute("src")
    page.get_by_label("Field").select_option("Field 2")
    expect(picture).not_to_have_attribute("src", first or "")


def test_a_plate_shows_its_96_wells_with_rows_and_columns(page: Page) -> None:
    show_plate(page)
    expect(page.get_by_role("gridcell")).to_have_count(WELLS)
    expect(page.get_by_role("rowheader")).to_have_text(list("ABCDEFGH"))
    expect(page.get_by_role("columnheader")).to_have_text([str(n) for n in range(1, 13)])
    wait_for_thumbnails(page, WELLS)


def test_another_field_shows_other_images(page: Page) -> None:
    show_plate(page)
    show_second_field(page)
    wait_for_thumbnails(page, WELLS)


def test_a_link_to_a_well_image_of_a_later_field_shows_it(page: Page) -> None:
    show_plate(page)
    show_second_field(page)
    page.get_by_title("C5", exact=True).click()
    expect(page).to_have_url(re.compile("show=image-"))
    link = page.url
    page.goto("about:blank")
    page.goto(link)
    expect(page.get_by_label("Field")).to_have_value("1")
    expect(page.get_by_title("C5", exact=True)).to_have_attribute("aria-selected", "true")


def test_the_arrow_keys_move_from_well_to_well(page: Page) -> None:
    show_plate(page)
    page.get_by_title("B2", exact=True).click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_title("C3", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(VIEWER)
    expect(page.get_by_role("link", name="Plate 001")).to_be_visible()
