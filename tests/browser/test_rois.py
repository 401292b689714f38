"""Regions of interest over the picture."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import tifffile
from playwright.sync_api import Browser, Locator, Page, expect

from omeroweb.config import catalogue
from tests.browser.conftest import new_page
from tests.browser.picture import drawn
from tests.browser.watch import Watch
from tests.images import ramp, write_ome_tiff
from tests.integration.settings import variables
from tests.ready import ready
from tests.server import RunningServer, start

DRAWN, PLAIN = "a drawn.ome.tif", "plain.ome.tif"
HEIGHT, WIDTH = 300, 400
LIMIT = 2
ROIS = """
<ROI ID="ROI:0"><Union>
 <Rectangle ID="Shape:0" X="100" Y="80" Width="120" Height="90" TheZ="0" Text="nucleus"
  StrokeColor="-16776961"/>
 <Polygon ID="Shape:1" Points="10,200 60,210 40,280"/>
 <Line ID="Shape:2" X1="200" Y1="200" X2="300" Y2="150" MarkerEnd="Arrow"/>
 <Label ID="Shape:3" X="320" Y="250" Text="here"/>
 <Mask ID="Shape:4" X="50" Y="50" Width="8" Height="1"><BinData BigEndian="true" Length="1">qg==
 </BinData></Mask>
</Union></ROI>
<ROI ID="ROI:1"><Union><Ellipse ID="Shape:5" X="300" Y="60" RadiusX="40" RadiusY="20" TheZ="1"/>
</Union></ROI>
<ROI ID="ROI:2"><Union><Point ID="Shape:6" X="1" Y="1"/></Union></ROI>"""


def write_drawn(path: Path) -> None:
    """Two planes along Z, and ROIs in the OME-XML."""
    refs = "".join(f'<ROIRef ID="ROI:{number}"/>' for number in range(3))
    document = f"""<?xml version="1.0" encoding="UTF-8"?>
<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image ID="Image:0"><Pixels
 ID="Pixels:0" DimensionOrder="XYZCT" Type="uint16" SizeX="{WIDTH}" SizeY="{HEIGHT}" SizeZ="2"
 SizeC="1" SizeT="1"><Channel ID="Channel:0:0" SamplesPerPixel="1"/><TiffData/></Pixels>{refs}
</Image>{ROIS}</OME>"""
    planes = ramp((2, HEIGHT, WIDTH))
    tifffile.imwrite(path, planes, description=document.encode(), metadata=None)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    base = tmp_path_factory.mktemp("site")
    folder = base / "Project" / "Dataset"
    folder.mkdir(parents=True)
    write_drawn(folder / DRAWN)
    write_ome_tiff(folder / PLAIN, ramp((1, 16, 16)))
    settings = variables({catalogue.ROI_LIMIT: str(LIMIT)})
    server = start(ready(base / "var"), "--images", base / "Project", **settings)
    yield server
    assert server.stop() == 0, "".join(server.output)


@pytest.fixture
def screen(browser: Browser, site: RunningServer, watch: Watch) -> Iterator[Page]:
    with new_page(browser, site, watch) as page:
        yield page


def open_image(page: Page, name: str, query: str = "") -> None:
    images = page.request.get("/api/v0/m/images/").json()["data"]
    (image,) = (image["@id"] for image in images if image["Name"] == name)
    page.goto(f"/webclient/img_detail/{image}/{query}")
    drawn(page)


def shapes(page: Page) -> Locator:
    return page.locator(".roi-overlay g > *")


def kinds(page: Page) -> list[str]:
    found: list[str] = shapes(page).evaluate_all("all => all.map((one) => one.tagName)")
    return sorted(found)


def test_shapes_of_the_plane_are_drawn_and_follow_it(screen: Page) -> None:
    open_image(screen, DRAWN, "?z=1")
    expect(screen.get_by_text(f"the first {LIMIT} ROIs")).to_be_visible()
    assert kinds(screen) == ["image", "line", "path", "rect", "text"]
    screen.get_by_role("slider", name="Z, focal plane").press("ArrowRight")
    expect(shapes(screen).and_(screen.locator("ellipse"))).to_have_count(1)
    assert kinds(screen) == ["ellipse", "image", "line", "path", "text"]


def test_a_shape_lies_where_it_is_in_the_image_at_every_zoom(screen: Page) -> None:
    open_image(screen, DRAWN, "?z=1")
    rectangle = screen.locator(".roi-overlay rect")
    for zoom in (1, 2):
        screen.goto(f"{screen.url.split('?')[0]}?z=1&x=200&y=150&zm={100 * zoom}")
        expect(rectangle).to_have_count(1)
        place = rectangle.bounding_box()
        area = screen.locator(".picture-area").bounding_box()
        assert place is not None
        assert area is not None
        middle = (area["x"] + area["width"] / 2, area["y"] + area["height"] / 2)
        found = (place["x"] - middle[0], place["y"] - middle[1], place["width"], place["height"])
        # In pixels of the image from its middle, with half the width of the line around.
        expected = (zoom * (100 - 200), zoom * (80 - 150), zoom * 120, zoom * 90)
        assert found == pytest.approx(expected, abs=3)


def test_who_does_not_want_them_is_not_asked_again(screen: Page) -> None:
    open_image(screen, DRAWN, "?z=1")
    choice = screen.get_by_role("switch", name="Draw ROIs")
    expect(choice).to_be_checked()
    choice.click()
    expect(shapes(screen).first).to_be_hidden()
    screen.reload()
    expect(choice).not_to_be_checked()
    expect(shapes(screen).first).to_be_hidden()


def test_an_image_without_any_does_not_speak_of_them(screen: Page) -> None:
    open_image(screen, PLAIN)
    expect(screen.get_by_role("heading", name="Details")).to_be_visible()
    expect(screen.get_by_role("heading", name="ROIs")).to_be_hidden()


def test_a_text_is_said_where_the_mouse_rests(screen: Page) -> None:
    open_image(screen, DRAWN, "?z=1")
    assert screen.locator(".roi-overlay rect > title").text_content() == "nucleus"
