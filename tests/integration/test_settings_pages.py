"""What an administrator puts on the pages: logos, links, templates, icons, tags."""

import base64
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from pathlib import Path

import imagecodecs
import pytest
import requests

from omeroweb.config import catalogue
from tests.integration.client import login
from tests.integration.settings import variables, with_apps
from tests.ready import ROOT_PASSWORD, ready
from tests.server import RunningServer, start

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="46" height="23"/>'


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """templates/ and static/ of an administrator."""
    base = tmp_path_factory.mktemp("own")
    (base / "templates" / "lab").mkdir(parents=True)
    (base / "static" / "lab").mkdir(parents=True)
    (base / "templates/lab/footer.html").write_text("<footer>Core facility</footer>")
    (base / "templates/lab/start.html").write_text(
        '{% extends "webclient/base.html" %}{% block content %}<h1>Welcome</h1>{% endblock %}'
    )
    (base / "static/lab/logo.svg").write_text(LOGO)
    return base


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, pictures: Path, folders: Path
) -> Iterator[RunningServer]:
    """One server with everything changed that shows on pages."""
    environment = variables(
        {
            catalogue.PREFIX: "/omero",
            catalogue.TOP_LOGO: "https://example.org/logo.png?a=1&b=2",
            catalogue.TOP_LOGO_LINK: "https://example.org/",
            catalogue.TOP_LINKS: [
                ["Data", "webindex", {"title": "Browse <all>"}],
                ["Image", {"viewname": "web_image_viewer", "args": [1], "query_string": {"z": 2}}],
                ["Help", "https://example.org/help", {"target": "_blank"}],
                ["History", "history"],
                ["Script", "javascript:alert(1)"],
            ],
            catalogue.LOGIN_LOGO: "https://example.org/login.png",
            catalogue.FAVICON_URL: "lab/logo.svg",
            catalogue.STATICFILE_FOLDERS: [str(folders / "static")],
            catalogue.TEMPLATE_FOLDERS: [str(folders / "templates")],
            catalogue.BASE_INCLUDE_TEMPLATE: "lab/footer.html",
            catalogue.INDEX_TEMPLATE: "lab/start.html",
            catalogue.SERVER_LIST: [["localhost", 4064, "lab"]],
            catalogue.SHARING_OPENGRAPH: {"lab": "Image <store>"},
            catalogue.SHARING_TWITTER: {"lab": "@lab"},
            catalogue.HTML_META_REFERRER: "strict-origin",
            catalogue.USER_DROPDOWN: "false",
            catalogue.PING_INTERVAL: "30000",
            catalogue.PAGE_SIZE: "17",
            catalogue.THUMBNAIL_SIZE: "24",
            catalogue.THUMBNAILS_BATCH: "2",
            catalogue.OPEN_WITH: [
                ["Viewer", "web_image_viewer_of_another_site"],
                ["Data", "webindex", {"supported_objects": ["images"], "label": "Our <data>"}],
                ["Lab", "https://example.org/lab", {"script_url": "lab/open.js", "colour": 1}],
            ],
        }
    )
    server = start(
        ready(tmp_path_factory.mktemp("site") / "var"), "--images", pictures, **environment
    )
    yield server
    assert server.stop() == 0, "".join(server.output)


def page(
    site: RunningServer, path: str = "/webclient/", session: requests.Session | None = None
) -> str:
    answer = (session or requests.Session()).get(site.url + path, timeout=60)
    assert answer.status_code == 200, answer.text
    return answer.text


def tags(text: str, name: str) -> dict[str, str]:
    """Content by name or property of the meta tags that have it."""
    found = re.findall(rf'<meta {name}="([^"]+)" content="([^"]*)">', text)
    return {key: unescape(value) for key, value in found}


def test_the_header_shows_the_logo_and_where_it_leads(site: RunningServer) -> None:
    assert (
        '<a class="site-logo" href="https://example.org/">'
        '<img src="https://example.org/logo.png?a=1&amp;b=2" alt="Logo"></a>'
    ) in page(site)


def test_links_lead_to_pages_by_name_and_to_other_sites(site: RunningServer) -> None:
    links = re.search(r'<nav class="top-links".*?</nav>', page(site), re.S)
    assert links
    assert re.findall(r"<a class=\"button quiet\" (.*?)</a>", links[0]) == [
        'href="/omero/webclient/" title="Browse &lt;all&gt;">Data',
        'href="/omero/webclient/img_detail/1/?z=2">Image',
        'href="https://example.org/help" target="_blank" rel="noopener">Help',
    ]


def test_a_link_that_leads_nowhere_is_left_out_and_the_log_says_so(site: RunningServer) -> None:
    page(site)
    assert site.says("omero.web.ui.top_links: 'History' is left out: 'history' is neither")
    assert site.says("'Script' is left out")


def test_the_login_page_shows_another_logo(site: RunningServer) -> None:
    text = page(site, "/webclient/login/")
    assert '<img class="login-logo" src="https://example.org/login.png" alt="">' in text


def test_the_icon_is_a_static_file_of_the_administrator(site: RunningServer) -> None:
    icon = re.search(r'<link rel="icon" href="([^"]+)">', page(site))
    assert icon
    assert icon[1].startswith("/omero/static/lab/logo.")
    host = site.url.removesuffix("/omero")
    assert requests.get(host + icon[1], timeout=60).text == LOGO
    asked = requests.get(f"{site.url}/favicon.ico", allow_redirects=False, timeout=60)
    assert (asked.status_code, asked.headers["Location"]) == (302, icon[1])


def test_a_template_comes_at_the_end_of_every_page(site: RunningServer) -> None:
    for path in ("/webclient/", "/webclient/login/", "/webclient/img_detail/1/"):
        text = page(site, path)
        assert "<footer>Core facility</footer>\n</body>" in text


def test_the_root_leads_to_the_page_of_the_administrator(site: RunningServer) -> None:
    answer = requests.get(f"{site.url}/", allow_redirects=False, timeout=60)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/omero/index/")
    assert "<h1>Welcome</h1>" in page(site, "/")


def test_pages_of_images_have_tags_for_other_sites(site: RunningServer) -> None:
    text = page(site, "/webclient/img_detail/1/?z=1")
    graph = tags(text, "property")
    assert graph["og:site_name"] == "Image <store>"
    assert graph["og:title"] == "image.ome.tif"
    assert graph["og:url"] == f"{site.url}/webclient/img_detail/1/"
    picture = requests.get(graph["og:image"], timeout=60)
    assert picture.headers["Content-Type"] == "image/jpeg"
    card = tags(text, "name")
    assert card["twitter:card"] == "summary"
    assert card["twitter:site"] == "@lab"
    assert card["twitter:image"] == graph["og:image"]


def test_other_sites_are_told_as_little_as_is_wanted(site: RunningServer) -> None:
    answer = requests.get(f"{site.url}/webclient/", timeout=60)
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert tags(answer.text, "name")["referrer"] == "strict-origin"


def test_who_is_signed_in_need_not_be_shown(site: RunningServer) -> None:
    assert 'aria-label="Account"' not in page(site)
    assert 'aria-label="Account"' not in page(site, session=login(site.url, ROOT_PASSWORD))


def test_pages_of_somebody_signed_in_ping_and_others_do_not(site: RunningServer) -> None:
    session = login(site.url, ROOT_PASSWORD)
    assert 'data-ping-interval="30000"' in page(site, session=session)
    assert "data-ping" not in page(site)


def test_pages_know_how_many_images_to_ask_for(site: RunningServer) -> None:
    assert 'data-page-size="17"' in page(site)


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory, pictures: Path) -> Iterator[RunningServer]:
    """A server with other values of the same, and with an app that is named by its class."""
    base = tmp_path_factory.mktemp("other")
    (base / "broken.html").write_text("{% url 'nowhere' %}")
    (base / "banner.html").write_text("<p>Banner</p>{% if request.GET.a %}{% url 'b' %}{% endif %}")
    settings = {
        catalogue.APPS: ["omero_example.apps.ExampleConfig"],
        catalogue.SYSTEM_CHECKS: ["omero_example.W001"],
        catalogue.TEMPLATE_FOLDERS: [str(base)],
        catalogue.INDEX_TEMPLATE: "broken.html",
        catalogue.BASE_INCLUDE_TEMPLATE: "banner.html",
        catalogue.VIEWER_VIEW: "omero_example.views.viewer",
        catalogue.STATIC_URL: "https://static.example.org/omero",
        catalogue.FAVICON_URL: "/icons/site.png",
        catalogue.PING_INTERVAL: "-1",
        catalogue.SESSION_ENGINE: "django.contrib.sessions.backends.cached_db",
        catalogue.CACHES: {
            "default": {
                "BACKEND": "django.core.cache.backends.db.DatabaseCache",
                "LOCATION": "kept",
            }
        },
        catalogue.MASTER_HOST: "master.example.org",
        catalogue.DEFAULT_HOST: "ice.example.org",
    }
    server = start(ready(base / "var"), "--images", pictures, **with_apps(**variables(settings)))
    yield server
    assert server.stop() == 0, "".join(server.output)


def test_a_page_of_the_administrator_that_breaks_leads_to_the_start_page(
    other: RunningServer,
) -> None:
    answer = requests.get(f"{other.url}/index/", timeout=60)
    assert answer.url == f"{other.url}/webclient/"
    assert other.says("omero.web.index_template='broken.html' does not work")


def test_a_page_is_worth_more_than_what_comes_at_its_end(other: RunningServer) -> None:
    assert "<p>Banner</p>" in page(other)
    assert "<p>Banner</p>" not in page(other, "/webclient/?a=1")
    assert other.says("omero.web.base_include_template='banner.html' does not work")


def test_static_files_may_come_from_another_host(other: RunningServer) -> None:
    text = page(other)
    assert 'href="https://static.example.org/omero/webclient/css/base.' in text
    assert '<link rel="icon" href="/icons/site.png">' in text


def test_pings_can_be_turned_off(other: RunningServer) -> None:
    assert "data-ping" not in page(other, session=login(other.url, ROOT_PASSWORD))


def test_sessions_may_be_in_the_database_and_in_a_cache_that_is_in_one_too(
    other: RunningServer,
) -> None:
    assert "Log out" in page(other, session=login(other.url, ROOT_PASSWORD))
    with closing(sqlite3.connect(other.omerodir / "store" / "omero.db")) as database:
        for table in ("django_session", "kept"):
            ((rows,),) = database.execute(f"SELECT count(*) FROM {table}").fetchall()  # noqa: S608
            assert rows > 0


def test_another_viewer_takes_the_place_of_ours_which_stays_at_the_webgateway(
    other: RunningServer,
) -> None:
    assert page(other, "/webclient/img_detail/1/") == "image 1 in the example"
    assert "image-viewer" in page(other, "/webgateway/img_detail/1/")


def test_an_app_may_be_named_by_its_class(other: RunningServer) -> None:
    assert "<p>Hello</p>" in page(other, "/example/")
    # Its check is silenced.
    assert "omero_example.W001" not in "".join(other.output)


def test_the_master_host_wins_over_the_default_one(other: RunningServer) -> None:
    servers = requests.get(f"{other.url}/api/v0/servers/", timeout=60).json()["data"]
    assert servers[0]["host"] == "master.example.org"


def test_programs_to_open_objects_with_are_told_without_a_login(site: RunningServer) -> None:
    answer = requests.get(f"{site.url}/webgateway/open_with/", timeout=60)
    assert answer.json() == {
        "open_with_options": [
            {
                "id": "Data",
                "url": "/omero/webclient/",
                "supported_objects": ["images"],
                "label": "Our <data>",
            },
            {
                "id": "Lab",
                "url": "https://example.org/lab",
                "script_url": "/omero/static/lab/open.js",
            },
        ]
    }
    assert site.says("omero.web.open_with: 'Viewer' is left out")


def test_thumbnails_have_the_configured_size_and_number(site: RunningServer) -> None:
    thumbnails = f"{site.url}/webgateway/get_thumbnails/"
    found = requests.get(thumbnails, params={"id": [1, 2]}, timeout=60).json()
    jpeg = base64.b64decode(found["1"].partition(",")[2])
    assert imagecodecs.jpeg_decode(jpeg).shape == (18, 24, 3)
    answer = requests.get(thumbnails, params={"id": [1, 2, 3]}, timeout=60)
    assert answer.json() == {"message": "Max 2 thumbnails at a time."}
