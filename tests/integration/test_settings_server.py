"""Middleware, settings of Django, databases, caches, apps: what the site is made of."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from omeroweb.config import catalogue
from tests.integration.client import login
from tests.integration.settings import variables, with_apps
from tests.server import RunningServer, start

# As OMERO.web writes it into a config.xml when somebody adds a class.
OF_OMERO_WEB = [
    {"index": 1, "class": "django.middleware.common.BrokenLinkEmailsMiddleware"},
    {"index": 2, "class": "django.middleware.common.CommonMiddleware"},
    {"index": 3, "class": "django.contrib.sessions.middleware.SessionMiddleware"},
    {"index": 4, "class": "django.middleware.csrf.CsrfViewMiddleware"},
    {"index": 5, "class": "django.contrib.messages.middleware.MessageMiddleware"},
    {"index": 6, "class": "django.middleware.clickjacking.XFrameOptionsMiddleware"},
    {"index": 0.5, "class": "omero_example.middleware.Signature"},
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, pictures: Path) -> Iterator[RunningServer]:
    """An app at the root, middleware of an existing installation, a database elsewhere."""
    base = tmp_path_factory.mktemp("site")
    environment = variables(
        {
            catalogue.APPS: ["omero_example", "corsheaders"],
            catalogue.ROOT_APPLICATION: "example",
            catalogue.MIDDLEWARE: OF_OMERO_WEB,
            catalogue.ADDITIONAL_SETTINGS: [["APPEND_SLASH", False]],
            catalogue.DATABASES: {
                "default": {
                    "ENGINE": "django.db.backends.sqlite3",
                    "NAME": str(base / "elsewhere" / "site.db"),
                }
            },
            catalogue.CACHES: {
                "default": {
                    "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
                    "LOCATION": str(base / "cache"),
                }
            },
            catalogue.SESSION_ENGINE: "django.contrib.sessions.backends.cache",
            catalogue.DEFAULT_HOST: "ice.example.org",
            catalogue.WORKERS: "2",
        }
    )
    environment["CONFIG_omero_web_example_times"] = "2"
    server = start(base / "var", "--images", pictures, **with_apps(**environment))
    yield server
    assert server.stop() == 0, "".join(server.output)


def get(site: RunningServer, path: str) -> requests.Response:
    return requests.get(site.url + path, allow_redirects=False, timeout=60)


def test_an_app_has_its_urls_below_its_label_and_at_the_root(site: RunningServer) -> None:
    for path in ("/example/", "/"):
        assert "<p>Hello Hello</p>" in get(site, path).text
    # What the app does not have at the root is still ours.
    assert get(site, "/webclient/").status_code == 200


def test_an_app_has_its_static_files_and_its_tables(site: RunningServer) -> None:
    text = get(site, "/example/").text
    url = text.partition('href="')[2].partition('"')[0]
    assert get(site, url).text == "p { color: teal; }\n"
    assert [get(site, "/example/visits/").text for _ in range(2)] == ["1", "2"]


def test_a_check_of_an_app_is_said_at_the_start(site: RunningServer) -> None:
    assert "omero: omero_example.W001: the example has something to say\n" in site.output


def test_middleware_of_an_existing_installation_works(site: RunningServer) -> None:
    answer = get(site, "/webclient/")
    assert answer.headers["X-Signature"] == "lab"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    # Ours that the list does not name: security headers, and static files without NGINX.
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    stylesheet = answer.text.partition('<link rel="stylesheet" href="')[2].partition('"')[0]
    assert get(site, stylesheet).headers["Content-Type"].startswith("text/css")


def test_additional_settings_are_set_last(site: RunningServer) -> None:
    assert get(site, "/api/v0/m/images").status_code == 404


def test_the_database_lies_where_it_is_wanted(site: RunningServer) -> None:
    base = site.omerodir.parent
    with sqlite3.connect(f"file:{base / 'elsewhere' / 'site.db'}?mode=ro", uri=True) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        images = database.execute("SELECT count(*) FROM embedded_image").fetchone()
    database.close()
    assert images == (3,)
    assert not (site.omerodir / "store" / "omero.db").exists()


def test_sessions_in_a_cache_are_shared_by_all_workers(site: RunningServer) -> None:
    session = login(site.url, site.root_password)
    for _ in range(10):
        session.cookies.pop("csrftoken", None)
        page = session.get(f"{site.url}/webclient/", headers={"Connection": "close"}, timeout=60)
        assert "Log out" in page.text
    assert list((site.omerodir.parent / "cache").glob("*.djcache"))


def test_the_first_server_is_named_after_its_host(site: RunningServer) -> None:
    assert get(site, "/api/v0/servers/").json()["data"] == [
        {"id": 1, "host": "ice.example.org", "port": 4064, "server": "omero"}
    ]


def test_an_error_nobody_foresaw_is_no_stack_trace(site: RunningServer) -> None:
    answer = get(site, "/example/fail/")
    assert answer.status_code == 500
    assert answer.text == "an error of this site, which its log describes"
    assert site.says("RuntimeError: nobody foresaw this")
