"""What a page says when something is not as it should be."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, Route, expect

from omeroweb.config import catalogue
from tests.browser.steps import VIEWER, line, wait_for_thumbnails
from tests.browser.watch import Watch
from tests.images import ramp, write_ome_tiff
from tests.integration.settings import variables
from tests.ready import ready
from tests.server import RunningServer, start

# OpenSeadragon writes one small style element of its own; the hash allows exactly that one.
OPENSEADRAGON_STYLE = "'sha256-9xTiqzfwFaL2SGb1rmr8gysEwVVjIvqWAgmZgqFqpEE='"
POLICY = f"default-src 'self'; style-src 'self' {OPENSEADRAGON_STYLE}; object-src 'none'"


@pytest.fixture
def two_images(tmp_path: Path) -> Iterator[RunningServer]:
    """A server that shows a folder with two images, one of them deleted since the import."""
    folder = tmp_path / "images" / "Project" / "Dataset"
    folder.mkdir(parents=True)
    gone = write_ome_tiff(folder / "gone.ome.tiff", np.flip(ramp((2, 64, 96))))
    write_ome_tiff(folder / "here.ome.tiff", ramp((2, 64, 96)))
    # A server that follows its folder would forget the image.
    follows = variables({catalogue.IMPORT_FOLLOW: "false"})
    server = start(ready(tmp_path / "var"), "--images", str(tmp_path / "images"), **follows)
    gone.unlink()
    yield server
    assert server.stop() == 0, "".join(server.output)


def test_an_unknown_image_gives_an_error_page(page: Page, watch: Watch) -> None:
    watch.expect("status 404: .*/img_detail/999999/")
    page.goto("/webclient/img_detail/999999/")
    expect(page.get_by_text("Image 999999 not found")).to_be_visible()
    page.get_by_role("link", name="To the images").click()
    expect(page.get_by_role("tree")).to_be_visible()


def test_an_unknown_dataset_is_named_in_the_page(page: Page, watch: Watch) -> None:
    watch.expect("status 404: .*/datasets/999999/")
    page.goto("/webclient/?show=dataset-999999")
    expect(page.get_by_role("alert")).to_contain_text("Dataset 999999 not found")
    expect(line(page, "Demo")).to_be_visible()


def test_a_file_that_is_gone_does_not_hide_the_others(
    two_images: RunningServer, page: Page, watch: Watch
) -> None:
    watch.expect("status 404: .*/render_thumbnail/|status 404: .*/render_image_region/")
    page.goto(two_images.url)
    wait_for_thumbnails(page, 1)
    page.get_by_role("option", name=re.compile("gone")).click()
    details = page.get_by_role("complementary", name="Details")
    expect(details.get_by_role("alert")).to_contain_text("gone.ome.tiff")
    expect(details.get_by_role("button", name="Try again")).to_be_visible()
    page.get_by_role("option", name=re.compile("here")).click()
    wait_for_thumbnails(page, 1, "image-details")


def test_the_viewer_says_which_file_is_gone(
    two_images: RunningServer, page: Page, watch: Watch
) -> None:
    watch.expect("status 404: .*/(render_thumbnail|render_image_region)/")
    watch.expect("console error: Tile .* failed to load")
    page.goto(two_images.url)
    page.get_by_role("option", name=re.compile("gone")).dblclick()
    page.wait_for_url(VIEWER)
    expect(page.get_by_role("alert")).to_contain_text("gone.ome.tiff")


def test_a_list_that_does_not_come_can_be_asked_for_again(page: Page, watch: Watch) -> None:
    watch.expect("failed: .*/images/")
    wanted = re.compile(r"/datasets/\d+/images/")

    def refuse(route: Route) -> None:
        route.abort("connectionrefused")

    page.route(wanted, refuse)
    page.goto("/webclient/")
    expect(page.get_by_role("alert")).to_contain_text("The server cannot be reached")
    page.unroute(wanted, refuse)
    page.get_by_role("button", name="Try again").click()
    wait_for_thumbnails(page, 1)


@pytest.mark.parametrize("path", ["/webclient/", "/webclient/img_detail/1/", "/webclient/login/"])
def test_pages_keep_to_a_strict_content_security_policy(page: Page, path: str) -> None:
    """The browser reports every breach on the console, where the watch sees it."""

    def add_policy(route: Route) -> None:
        response = route.fetch()
        route.fulfill(
            response=response, headers={**response.headers, "Content-Security-Policy": POLICY}
        )

    page.route(f"**{path}", add_policy)
    page.goto(path, wait_until="networkidle")
    expect(page.locator("object-tree, channel-panel, form").first).to_be_visible()
