"""The start page: tree, thumbnails, details, links."""

import re

from playwright.sync_api import Page, expect

from tests.browser.steps import click_line, line, wait_for_thumbnails


def test_a_newcomer_sees_pictures_at_once(page: Page) -> None:
    page.goto("/")
    wait_for_thumbnails(page, 1)
    expect(line(page, "Fluorescence")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("link", name="Open viewer")).to_be_visible()


def test_the_tree_shows_projects_with_their_datasets_and_screens_with_their_plates(
    page: Page,
) -> None:
    page.goto("/webclient/")
    for name in ("Fluorescence", "Histology", "Time lapse"):
        expect(line(page, name)).to_be_visible()
    expect(line(page, "Kinase screen")).to_have_attribute("aria-expanded", "false")
    click_line(page, "Kinase screen")
    expect(line(page, "Plate 001")).to_be_visible()


def test_a_click_on_a_dataset_shows_its_images_and_their_details(page: Page) -> None:
    page.goto("/webclient/")
    click_line(page, "Histology")
    image = page.get_by_role("option", name=re.compile("Tissue section"))
    expect(image).to_contain_text("8192 × 8192 px")
    image.click()
    details = page.get_by_role("complementary", name="Details")
    expect(details).to_contain_text("uint8")
    expect(details).to_contain_text("0.5 µm")
    wait_for_thumbnails(page, 1, "image-details")


def test_the_selection_is_in_the_address_and_back_undoes_it(page: Page) -> None:
    page.goto("/webclient/")
    click_line(page, "Histology")
    expect(page).to_have_url(re.compile(r"\?show=dataset-\d+$"))
    page.get_by_role("option").first.click()
    expect(page).to_have_url(re.compile(r"\?show=image-\d+$"))
    page.go_back()
    expect(page.get_by_role("option", selected=True)).to_have_count(0)
    expect(page.get_by_role("heading", name="Histology", level=1)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Fluorescence", level=1)).to_be_visible()


def test_a_link_to_an_image_shows_it_in_its_dataset(page: Page) -> None:
    page.goto("/webclient/")
    click_line(page, "Time lapse")
    page.get_by_role("option").first.click()
    expect(page).to_have_url(re.compile("show=image-"))
    link = page.url
    page.goto("about:blank")
    page.goto(link)
    expect(line(page, "Time lapse")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("option", selected=True)).to_contain_text("Embryo")


def test_a_project_shows_its_datasets_as_cards(page: Page) -> None:
    page.goto("/webclient/?show=project-1")
    wait_for_thumbnails(page, 3)
    page.get_by_role("link", name="Histology").click()
    expect(page.get_by_role("heading", name="Histology", level=1)).to_be_visible()


def test_the_filter_leaves_the_names_that_contain_a_text(page: Page) -> None:
    page.goto("/webclient/")
    wait_for_thumbnails(page, 1)
    page.get_by_label("Filter by name").fill("no such name")
    expect(page.get_by_text("No name contains “no such name”.")).to_be_visible()
    page.get_by_label("Filter by name").fill("MITOSIS")
    expect(page.get_by_role("option")).to_have_count(1)


def test_the_original_file_can_be_downloaded(page: Page) -> None:
    page.goto("/webclient/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download original").click()
    assert download.value.suggested_filename == "HeLa mitosis.ome.tiff"
    assert download.value.path().read_bytes()[:2] in (b"II", b"MM")
