"""Sites with other images and other settings than the samples."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.picture import drawn
from tests.browser.steps import VIEWER, wait_for_thumbnails
from tests.images import ramp, write_ome_tiff, write_pyramid
from tests.ready import ready
from tests.server import RunningServer, start

MANY = 120

Serve = Callable[..., RunningServer]


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """An empty folder that will be shown as Project / Dataset."""
    folder = tmp_path / "images" / "Project" / "Dataset"
    folder.mkdir(parents=True)
    return folder


# Tests name `serve` before `page`: the page then closes first and asks for nothing in vain.
@pytest.fixture
def serve(tmp_path: Path, dataset: Path) -> Iterator[Serve]:
    """Start a server that shows the folder; keyword arguments are its environment."""
    started: list[RunningServer] = []

    def serve(**environment: str) -> RunningServer:
        folder = dataset.parents[1]
        started.append(start(ready(tmp_path / "var"), "--images", str(folder), **environment))
        return started[0]

    yield serve
    for server in started:
        assert server.stop() == 0, "".join(server.output)


def test_a_long_dataset_comes_in_parts_as_one_scrolls(
    dataset: Path, serve: Serve, page: Page
) -> None:
    for number in range(MANY):
        write_ome_tiff(dataset / f"image {number:03}.ome.tiff", ramp((1, 16, 16)))
    page.goto(serve(CONFIG_omero_web_page__size="100").url)
    wait_for_thumbnails(page, 1)
    expect(page.get_by_text(f"100 of {MANY} images")).to_be_visible()
    page.get_by_role("option").last.scroll_into_view_if_needed()
    expect(page.get_by_role("option")).to_have_count(MANY)
    expect(page.get_by_text(f"{MANY} images", exact=True)).to_be_visible()


def test_the_filter_looks_at_images_that_were_not_loaded_yet(
    dataset: Path, serve: Serve, page: Page
) -> None:
    for number in range(MANY):
        write_ome_tiff(dataset / f"image {number:03}.ome.tiff", ramp((1, 16, 16)))
    page.goto(serve(CONFIG_omero_web_page__size="100").url)
    wait_for_thumbnails(page, 1)
    page.get_by_label("Filter by name").fill(f"image {MANY - 1}")
    expect(page.get_by_role("option").filter(visible=True)).to_have_count(1)


def test_a_site_below_a_prefix_works_the_same(dataset: Path, serve: Serve, page: Page) -> None:
    write_ome_tiff(dataset / "image.ome.tiff", ramp((2, 64, 96)))
    server = serve(CONFIG_omero_web_prefix="/omero")
    page.goto(f"{server.url}/webclient/")
    wait_for_thumbnails(page, 1)
    page.get_by_role("option").dblclick()
    page.wait_for_url(re.compile("/omero" + VIEWER.pattern))
    drawn(page)


def test_a_pyramid_with_odd_sizes_is_seamless(dataset: Path, serve: Serve, page: Page) -> None:
    """White everywhere: a level or tile placed wrongly would let the dark stage through."""
    white = np.full((777, 1301), 60_000, np.uint16)
    write_pyramid(dataset / "white.ome.tiff", white, 3, tile=(256, 256))
    page.goto(f"{serve().url}/webclient/img_detail/1/?c=1|0:60000$FFFFFF")
    page.wait_for_function(IS_WHITE)
    button = page.get_by_role("button", name="Zoom in")
    for _ in range(4):
        button.click()
        page.wait_for_function(IS_WHITE)


# No pixel of the part of the canvas that the image covers for certain is darker than white is.
IS_WHITE = """
() => {
  const canvas = document.querySelector(".picture-area .openseadragon-canvas canvas");
  if (!canvas?.width) return false;
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const context = copy.getContext("2d", { willReadFrequently: true });
  context.drawImage(canvas, 0, 0);
  const [width, height] = [canvas.width / 2, canvas.height / 2];
  const { data } = context.getImageData(width / 2, height / 2, width, height);
  return data.every((value) => value > 240);
}
"""
