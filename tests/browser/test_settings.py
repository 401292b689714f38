"""What properties change in the browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from omeroweb.config import catalogue
from tests.browser.conftest import LAPTOP, PHONE, new_page
from tests.browser.picture import drawn
from tests.browser.steps import scrolls_sideways, wait_for_thumbnails
from tests.browser.test_session import fill_in
from tests.browser.watch import Watch
from tests.images import ramp, write_ome_tiff, write_pyramid
from tests.integration.settings import variables
from tests.ready import ROOT_PASSWORD, ready
from tests.server import RunningServer, start

LEVELS, WIDTH = 3, 1200
PYRAMID, FIRST_SMALL = 1, 2
SMALL = 7


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    base = tmp_path_factory.mktemp("site")
    folder = base / "Project" / "Dataset"
    folder.mkdir(parents=True)
    write_pyramid(folder / "a pyramid.ome.tif", ramp((900, WIDTH)), LEVELS)
    for number in range(SMALL):
        write_ome_tiff(folder / f"small {number}.ome.tif", ramp((1, 16, 16)))
    settings = {
        catalogue.PING_INTERVAL: "200",
        catalogue.PAGE_SIZE: "4",
        catalogue.INITIAL_ZOOM_LEVEL: "-1",
        catalogue.INTERPOLATE_PIXELS: "false",
        catalogue.CSRF_COOKIE_HTTPONLY: "true",
        catalogue.TOP_LOGO: f"/webgateway/render_thumbnail/{PYRAMID}/80/23/",
        catalogue.TOP_LOGO_LINK: "https://example.org/",
        catalogue.TOP_LINKS: [
            ["Data", "webindex"],
            ["Core facility", "/webclient/?show=dataset-1"],
            ["Help", "https://example.org/help", {"target": "_blank"}],
        ],
    }
    server = start(ready(base / "var"), "--images", base / "Project", **variables(settings))
    yield server
    assert server.stop() == 0, "".join(server.output)


@pytest.fixture(params=[LAPTOP, PHONE], ids=["laptop", "phone"])
def screen(
    request: pytest.FixtureRequest, browser: Browser, site: RunningServer, watch: Watch
) -> Iterator[Page]:
    with new_page(browser, site, watch, viewport=request.param) as page:
        yield page


@pytest.fixture
def page(browser: Browser, site: RunningServer, watch: Watch) -> Iterator[Page]:
    with new_page(browser, site, watch) as page:
        yield page


def sign_in(page: Page, site: RunningServer) -> None:
    page.goto("/webclient/login/")
    fill_in(page, "root", ROOT_PASSWORD)
    expect(page.get_by_role("button", name="Log out")).to_be_visible()


def test_images_come_in_pages_of_the_wanted_size(page: Page) -> None:
    with page.expect_request(lambda request: "/datasets/1/images/" in request.url) as asked:
        page.goto("/webclient/?show=dataset-1")
    assert "limit=4&" in asked.value.url
    wait_for_thumbnails(page, 4)
    page.get_by_role("option").last.scroll_into_view_if_needed()
    expect(page.get_by_role("option")).to_have_count(SMALL + 1)


def test_the_header_holds_logo_and_links_on_every_screen(screen: Page) -> None:
    screen.goto("/webclient/")
    logo = screen.get_by_role("link", name="Logo")
    expect(logo).to_have_attribute("href", "https://example.org/")
    box = logo.locator("img").bounding_box()
    assert box
    assert box["height"] == 23
    links = screen.get_by_role("button", name="Links")
    if links.is_visible():
        links.click()
    entries = screen.get_by_role("navigation", name="Links").get_by_role("link")
    expect(entries).to_have_text(["Data", "Core facility", "Help"])
    for entry in entries.all():
        expect(entry).to_be_in_viewport()
    assert not scrolls_sideways(screen)
    entries.nth(1).click()
    expect(screen.get_by_role("heading", name="Dataset", level=1)).to_be_visible()


def test_a_tiled_image_opens_at_the_wanted_zoom(page: Page) -> None:
    page.goto(f"/webclient/img_detail/{PYRAMID}/")
    drawn(page)
    # -1 is full resolution; an image without levels is shown whole.
    expect(page.locator(".zoom-percent")).to_have_text("100 %")
    page.goto(f"/webclient/img_detail/{PYRAMID}/?x=600&y=450&zm=50")
    expect(page.locator(".zoom-percent")).to_have_text("50 %")
    page.goto(f"/webclient/img_detail/{FIRST_SMALL}/")
    expect(page.locator(".zoom-percent")).to_contain_text("×")


def test_pixels_that_are_not_smoothed_are_squares(page: Page) -> None:
    page.goto(f"/webclient/img_detail/{PYRAMID}/?x=600&y=450&zm=200")
    drawn(page)
    assert page.evaluate(IS_SMOOTHED) is False


# The canvas that OpenSeadragon paints on, as it was last used.
IS_SMOOTHED = """() => document.querySelector(".picture-area canvas")
  .getContext("2d").imageSmoothingEnabled"""


def test_an_open_page_pings_only_for_somebody_who_is_signed_in(
    page: Page, site: RunningServer
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/webclient/")
    wait_for_thumbnails(page, 1)
    assert not [url for url in asked if "ping" in url]  # not even the script
    sign_in(page, site)
    for _ in range(2):
        with page.expect_response(lambda answer: "keepalive_ping" in answer.url) as ping:
            pass
        assert ping.value.text() == "OK"


def test_a_session_that_has_ended_is_said_with_the_way_back(
    page: Page, site: RunningServer
) -> None:
    sign_in(page, site)
    page.goto("/webclient/?show=dataset-1")
    page.context.clear_cookies()
    said = page.get_by_role("alert").filter(has_text="Your session has ended.")
    said.get_by_role("link", name="Log in").click()
    fill_in(page, "root", ROOT_PASSWORD)
    expect(page).to_have_url(f"{site.url}/webclient/?show=dataset-1")


def test_logging_out_works_with_a_cookie_that_scripts_cannot_read(
    page: Page, site: RunningServer
) -> None:
    sign_in(page, site)
    assert "csrftoken" not in page.evaluate("document.cookie")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_label("User name")).to_be_visible()
