"""The viewer: tiles, channels, planes, links."""

import re

from playwright.sync_api import Page, expect

from tests.browser.picture import changed, drawn, same
from tests.browser.steps import open_viewer


def test_a_double_click_opens_the_viewer_and_tiles_are_drawn(page: Page) -> None:
    open_viewer(page, "Fluorescence")
    picture = drawn(page)
    assert picture.colorful > 10_000
    expect(page.get_by_role("heading", level=1)).to_have_text("HeLa mitosis.ome.tiff")


def test_switching_a_channel_off_and_on_changes_the_picture_there_and_back(page: Page) -> None:
    open_viewer(page, "Fluorescence")
    before = drawn(page)
    page.get_by_role("switch", name="Tubulin").click()
    changed(page, before)
    page.get_by_role("switch", name="Tubulin").click()
    same(page, before)


def test_the_z_slider_changes_the_picture(page: Page) -> None:
    open_viewer(page, "Fluorescence")
    before = drawn(page)
    page.get_by_role("slider", name="Z, focal plane").press("ArrowRight")
    expect(page.get_by_text("5 / 7")).to_be_visible()
    changed(page, before)


def test_playing_goes_through_the_time_points_until_it_is_stopped(page: Page) -> None:
    open_viewer(page, "Fluorescence")
    drawn(page)
    slider = page.get_by_role("slider", name="T, time point")
    page.get_by_role("button", name="Play T").click()
    for number in (2, 3, 4, 1, 2):
        expect(slider).to_have_value(str(number))
    page.get_by_role("button", name="Stop playing T").click()
    expect(page.get_by_role("button", name="Play T")).to_be_visible()


def test_greyscale_shows_one_channel_without_colour(page: Page) -> None:
    open_viewer(page, "Fluorescence")
    before = drawn(page)
    page.get_by_role("switch", name="Greyscale").click()
    assert changed(page, before).colorful == 0
    expect(page.get_by_role("switch", name="DAPI")).to_be_checked()
    expect(page.get_by_role("switch", name="Actin")).not_to_be_checked()
    page.get_by_role("switch", name="Greyscale").click()
    same(page, before)


def test_a_lookup_table_takes_the_place_of_a_colour_and_is_in_the_link(page: Page) -> None:
    open_viewer(page, "Fluorescence")
    before = drawn(page)
    table = page.get_by_role("combobox", name="Lookup table of Tubulin")
    expect(table).to_have_value("")
    table.select_option("viridis.lut")
    shown = changed(page, before)
    expect(page).to_have_url(re.compile(r"\|\d+:\d+\$viridis\.lut"))
    page.reload()
    same(page, shown)
    expect(table).to_have_value("viridis.lut")
    table.select_option(label="No lookup table")
    same(page, before)


def test_a_window_typed_in_and_reset_changes_the_picture_there_and_back(page: Page) -> None:
    open_viewer(page, "Fluorescence")
    before = drawn(page)
    field = page.get_by_role("spinbutton", name="DAPI: end of the window")
    field.fill("500")
    field.press("Enter")
    changed(page, before)
    page.get_by_role("button", name="Reset").click()
    same(page, before)


def test_a_link_with_settings_reproduces_the_view(page: Page) -> None:
    open_viewer(page, "Fluorescence")
    before = drawn(page)
    page.get_by_label("Colour of DAPI").fill("#ffcc00")
    page.get_by_role("switch", name="Actin").click()
    page.get_by_role("slider", name="Z, focal plane").press("Home")
    page.get_by_role("button", name="Zoom in").click()
    expect(page).to_have_url(
        re.compile(r"\?c=1\|[\d.]+:[\d.]+\$FFCC00,2\|.*,-3\|.*&m=c&z=1&t=1&x=256&y=256&zm=")
    )
    linked = changed(page, before)
    link = page.url
    page.goto("about:blank")
    page.goto(link)
    reproduced = drawn(page)
    expect(page.get_by_role("switch", name="Actin")).not_to_be_checked()
    expect(page.get_by_role("slider", name="Z, focal plane")).to_have_value("1")
    # The link rounds the zoom, so that pixels at the edges of cells may differ.
    assert abs(reproduced.colorful - linked.colorful) < 0.02 * linked.colorful
    assert page.url == link


def test_the_slide_shows_finer_tiles_the_closer_one_looks(page: Page) -> None:
    levels: set[str] = set()
    page.on("request", lambda request: levels.update(re.findall(r"tile=(\d+),", request.url)))
    open_viewer(page, "Histology")
    before = drawn(page)
    assert "0" not in levels
    for _ in range(7):
        page.get_by_role("button", name="Zoom in").click()
    changed(page, before)
    page.wait_for_function("document.querySelector('.zoom-percent').textContent !== ''")
    assert "0" in levels
    expect(page.locator("birds-eye")).to_be_visible()
    page.get_by_role("button", name="Whole image").click()
    expect(page.locator("birds-eye")).to_be_hidden()


def test_the_scale_bar_has_a_round_length(page: Page) -> None:
    open_viewer(page, "Fluorescence")
    drawn(page)
    expect(page.locator("scale-bar")).to_have_text(re.compile(r"^[125]0* (nm|µm|mm)$"))


def test_the_way_back_leads_to_the_image_in_its_dataset(page: Page) -> None:
    open_viewer(page, "Histology")
    drawn(page)
    page.get_by_role("link", name="Histology").click()
    expect(page.get_by_role("option", selected=True)).to_contain_text("Tissue section")


def test_a_link_shows_inversion_and_lookup_tables_and_keeps_them(page: Page) -> None:
    """What other clients of OMERO write into links, and what users have saved."""
    open_viewer(page, "Fluorescence")
    drawn(page)
    number = re.search(r"/img_detail/(\d+)/", page.url)[1]  # type: ignore[index]
    listed = "1|100:3000$FFFFFF,-2|0:3000$00FF00,-3|0:3000$FF0000"
    page.goto(f"/webclient/img_detail/{number}/?c={listed}&m=c")
    plain = drawn(page)
    maps = '[{"inverted":{"enabled":true}},{},{}]'
    page.goto(f"/webclient/img_detail/{number}/?c={listed}&m=c&maps={maps}")
    inverted = drawn(page)
    assert inverted.mean > plain.mean + 20
    page.goto(f"/webclient/img_detail/{number}/?c={listed.replace('FFFFFF', 'fire.lut')}&m=c")
    assert drawn(page).colorful > plain.colorful
    page.get_by_role("slider", name="Z, focal plane").press("ArrowRight")
    expect(page).to_have_url(re.compile(r"1\|100:3000\$fire\.lut"))
