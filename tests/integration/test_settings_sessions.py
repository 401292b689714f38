"""Sessions, cookies, who may do what from where: seen by a client of the real server."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
import requests

from omeroweb.config import catalogue
from tests.integration.client import login
from tests.integration.settings import variables, with_apps
from tests.ready import ROOT_PASSWORD
from tests.server import RunningServer, start

ORIGIN = "https://omero.example.org"
ALLOWS, WITH_COOKIES = "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials"

# Passwords are slow to check by design; tests log in often.
QUICK_LOGIN = [["PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"]]]


@pytest.fixture(scope="module")
def https(tmp_path_factory: pytest.TempPathFactory, pictures: Path) -> Iterator[RunningServer]:
    """A private site behind a proxy that ends TLS, with cookies as strict as can be."""
    environment = variables(
        {
            catalogue.PUBLIC_ENABLED: "false",
            catalogue.SESSION_ENGINE: "django.contrib.sessions.backends.file",
            catalogue.SESSION_COOKIE_NAME: "lab",
            catalogue.SESSION_COOKIE_DOMAIN: "omero.example.org",
            catalogue.SESSION_COOKIE_PATH: "/",
            catalogue.SESSION_COOKIE_AGE: "1234",
            catalogue.SESSION_EXPIRES_WITH_BROWSER: "false",
            catalogue.SESSION_COOKIE_SECURE: "true",
            catalogue.SESSION_COOKIE_SAMESITE: "Strict",
            catalogue.SESSION_SERIALIZER: "omero_example.sessions.MarkedSerializer",
            catalogue.CSRF_COOKIE_SECURE: "true",
            catalogue.CSRF_COOKIE_SAMESITE: "None",
            catalogue.CSRF_COOKIE_HTTPONLY: "true",
            catalogue.CSRF_TRUSTED_ORIGINS: ["https://forms.example.org"],
            catalogue.SECURE_PROXY_SSL_HEADER: ["HTTP_X_FORWARDED_PROTO", "https"],
            catalogue.USE_X_FORWARDED_HOST: "true",
            catalogue.ALLOWED_HOSTS: ["omero.example.org"],
            catalogue.X_FRAME_OPTIONS: "DENY",
            catalogue.CORS_WHITELIST: ["https://viewer.example.org", "https://*.lab.example.org"],
            catalogue.REDIRECT_ALLOWED_HOSTS: ["portal.example.org"],
            catalogue.ADDITIONAL_SETTINGS: QUICK_LOGIN,
            catalogue.LOGIN_INCORRECT_TEXT: "Ask the <facility>.",
            catalogue.LOGIN_REDIRECT: {
                "redirect": ["webindex", "/webclient/userdata/"],
                "viewname": "load_template",
                "args": ["userdata"],
                "query_string": {"show": "image-1"},
            },
        }
    )
    server = start(
        # Not a ready store: its password is hashed as Django does it, not as QUICK_LOGIN has it.
        tmp_path_factory.mktemp("https") / "var",
        "--images",
        pictures,
        **with_apps(**environment),
    )
    yield server
    assert server.stop() == 0, "".join(server.output)


class Proxy:
    """A browser behind a proxy that ends TLS; its cookie jar takes what a browser would."""

    def __init__(self, server: RunningServer) -> None:
        self.server = server
        self.cookies: dict[str, str] = {}
        self.set_cookies = SimpleCookie()

    def ask(self, method: str, path: str, **options: object) -> requests.Response:
        headers = {
            "X-Forwarded-Proto": "https",
            "X-Forwarded-Host": "omero.example.org",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            **options.pop("headers", {}),  # type: ignore[dict-item]
        }
        answer = requests.request(
            method,
            self.server.url + path,
            headers=headers,
            allow_redirects=False,
            timeout=60,
            **options,  # type: ignore[arg-type]
        )
        self.set_cookies = SimpleCookie()
        for line in answer.raw.headers.getlist("Set-Cookie"):
            self.set_cookies.load(line)
        self.cookies |= {name: morsel.value for name, morsel in self.set_cookies.items()}
        return answer

    def log_in(self, password: str, origin: str = ORIGIN, url: str = "") -> requests.Response:
        """As the form of the login page does it: the token is in the page."""
        page = self.ask("GET", "/webclient/login/").text
        token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
        form = {"csrfmiddlewaretoken": token, "username": "root", "password": password, "url": url}
        return self.ask("POST", "/webclient/login/", data=form, headers={"Origin": origin})


@pytest.fixture
def proxy(https: RunningServer) -> Proxy:
    return Proxy(https)


def test_the_cookies_are_as_they_are_wanted(proxy: Proxy) -> None:
    proxy.ask("GET", "/webclient/login/")
    csrf = proxy.set_cookies["csrftoken"]
    assert (csrf["secure"], csrf["samesite"], csrf["httponly"]) == (True, "None", True)
    assert proxy.log_in(proxy.server.root_password).status_code == 302
    session = proxy.set_cookies["lab"]
    assert (session["secure"], session["samesite"], session["httponly"]) == (True, "Strict", True)
    assert (session["domain"], session["path"]) == ("omero.example.org", "/")
    assert session["max-age"] == "1234"


def test_sessions_are_files_that_the_serializer_wrote(proxy: Proxy) -> None:
    proxy.log_in(proxy.server.root_password)
    assert "Log out" in proxy.ask("GET", "/webclient/").text
    folder = proxy.server.omerodir / "var" / "sessions"
    # The name begins with that of the cookie.
    kept = (folder / f"lab{proxy.cookies['lab']}").read_bytes()
    assert kept
    # A session that another serializer wrote is none.
    assert "marked" in (folder / "marks").read_text()


def test_a_page_works_with_a_token_that_scripts_cannot_see(proxy: Proxy) -> None:
    proxy.log_in(proxy.server.root_password)
    page = proxy.ask("GET", "/webclient/").text
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    form = {"csrfmiddlewaretoken": token}
    out = proxy.ask("POST", "/webclient/logout/", data=form, headers={"Origin": ORIGIN})
    assert (out.status_code, out.headers["Location"]) == (302, "/webclient/login/")


@pytest.mark.parametrize(
    ("origin", "status"),
    [(ORIGIN, 302), ("https://forms.example.org", 302), ("https://evil.example.org", 403)],
)
def test_forms_come_from_here_and_from_trusted_origins(
    proxy: Proxy, origin: str, status: int
) -> None:
    assert proxy.log_in(proxy.server.root_password, origin).status_code == status


def test_hosts_that_are_not_allowed_get_no_answer(proxy: Proxy) -> None:
    wrong = {"X-Forwarded-Host": "evil.example.org"}
    assert proxy.ask("GET", "/api/", headers=wrong).status_code == 400
    links = proxy.ask("GET", "/api/").json()["data"][0]
    assert links["url:base"] == f"{ORIGIN}/api/v0/"


def test_nobody_may_show_the_pages_in_a_frame(proxy: Proxy) -> None:
    assert proxy.ask("GET", "/webclient/login/").headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("origin", "is_allowed"),
    [
        ("https://viewer.example.org", True),
        ("https://a.lab.example.org", True),
        ("https://lab.example.org.evil.example.org", False),
        ("https://example.org", False),
    ],
)
def test_scripts_of_named_sites_may_read_as_the_visitor(
    proxy: Proxy, origin: str, is_allowed: bool
) -> None:
    proxy.log_in(proxy.server.root_password)
    answer = proxy.ask("GET", "/api/v0/m/images/", headers={"Origin": origin})
    allowed = {name: answer.headers.get(name) for name in (ALLOWS, WITH_COOKIES)}
    expected = {ALLOWS: origin, WITH_COOKIES: "true"} if is_allowed else {ALLOWS: None}
    assert expected.items() <= allowed.items()
    assert answer.headers["Vary"].lower().count("origin") == 1


@pytest.mark.parametrize(
    ("wanted", "location"),
    [
        ("", "/webclient/userdata/?show=image-1"),
        ("/webclient/", "/webclient/userdata/?show=image-1"),
        ("/webclient/?show=dataset-1", "/webclient/userdata/?show=image-1"),
        ("/webclient/img_detail/1/", "/webclient/img_detail/1/"),
        ("https://portal.example.org/lab", "https://portal.example.org/lab"),
        ("https://evil.example.org/", "/webclient/userdata/?show=image-1"),
        ("//evil.example.org/", "/webclient/userdata/?show=image-1"),
    ],
)
def test_a_login_leads_where_it_may(proxy: Proxy, wanted: str, location: str) -> None:
    answer = proxy.log_in(proxy.server.root_password, url=wanted)
    assert (answer.status_code, answer.headers["Location"]) == (302, location)
    if location.startswith("/"):
        assert proxy.ask("GET", location).status_code == 200


def test_a_refused_login_says_what_is_configured(proxy: Proxy) -> None:
    assert "Ask the &lt;facility&gt;." in proxy.log_in("wrong").text


def test_visitors_are_sent_to_another_login_page_and_every_site_may_read(
    pictures: Path, ready_omerodir: Path
) -> None:
    settings = {
        catalogue.APPS: ["omero_example"],
        catalogue.LOGIN_VIEW: "example_index",
        catalogue.CORS_ALLOW_ALL: "true",
        catalogue.PUBLIC_ENABLED: "true",
        catalogue.PUBLIC_USER: "visitor",
        catalogue.PUBLIC_URL_FILTER: "^/api/",
        catalogue.PUBLIC_GET_ONLY: "false",
    }
    server = start(ready_omerodir, "--images", pictures, **with_apps(**variables(settings)))
    refused = requests.get(f"{server.url}/webclient/", allow_redirects=False, timeout=60)
    assert refused.headers["Location"] == "/example/?url=%2Fwebclient%2F"
    answer = requests.get(
        f"{server.url}/api/v0/m/images/", headers={"Origin": "https://example.org"}, timeout=60
    )
    assert answer.status_code == 200
    assert answer.headers[ALLOWS] == "*"
    assert WITH_COOKIES not in answer.headers
    # The visitor may use other methods than GET; that there is none here is another matter.
    visitor = requests.Session()
    token = visitor.get(f"{server.url}/api/v0/token/", timeout=60).json()["data"]
    images = f"{server.url}/api/v0/m/images/"
    delete = visitor.delete(images, headers={"X-CSRFToken": token}, timeout=60)
    assert delete.status_code == 405
    with closing(sqlite3.connect(server.omerodir / "store" / "omero.db")) as database:
        users = database.execute("SELECT user_name FROM embedded_experimenter ORDER BY id")
        assert [name for (name,) in users] == ["root", "visitor"]
    server.stop()


def test_a_ping_prolongs_the_session_of_whoever_is_signed_in(lab_server: RunningServer) -> None:
    session = login(lab_server.url, ROOT_PASSWORD)
    before = ends(lab_server)
    session.get(f"{lab_server.url}/webclient/").raise_for_status()
    assert ends(lab_server) == before
    ping = f"{lab_server.url}/webclient/keepalive_ping/"
    assert session.get(ping).text == "OK"
    assert ends(lab_server) > before
    # Visitors are alive, too; a page of somebody who was signed in wants to know better.
    assert requests.get(ping, timeout=60).text == "OK"
    assert requests.get(f"{ping}?signed-in", timeout=60).text == "Connection Failed"


@pytest.fixture
def lab_server(pictures: Path, ready_omerodir: Path) -> Iterator[RunningServer]:
    server = start(ready_omerodir, "--images", pictures)
    yield server
    assert server.stop() == 0


def ends(server: RunningServer) -> str:
    """When the only session ends."""
    with closing(sqlite3.connect(server.omerodir / "store" / "omero.db")) as database:
        ((found,),) = database.execute("SELECT expire_date FROM django_session").fetchall()
    return str(found)
