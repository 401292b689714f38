"""The project itself behind NGINX: what only fits together when both sides are real."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
import requests

from tests.images import ramp, write_ome_tiff
from tests.nginx.certificate import Certificate
from tests.nginx.conftest import PATIENCE, Serve, Site
from tests.ports import free_port
from tests.ready import ROOT_PASSWORD, ready
from tests.server import RunningServer, start

PREFIX = "/omero"
CREDENTIALS = {"username": "root", "password": ROOT_PASSWORD, "server": "1"}


@pytest.fixture(scope="module")
def application(
    tmp_path_factory: pytest.TempPathFactory, certificate: Certificate
) -> Iterator[RunningServer]:
    """Gunicorn below a path; from the certificate it follows that cookies are for HTTPS only."""
    images = tmp_path_factory.mktemp("images")
    write_ome_tiff(images / "cells.ome.tiff", ramp((1, 8, 8)))
    server = start(
        ready(tmp_path_factory.mktemp("site") / "var"),
        "--images",
        images,
        CONFIG_omero_web_prefix=PREFIX,
        CONFIG_omero_web_nginx_ssl__certificate=str(certificate.certificate),
        CONFIG_omero_web_nginx_ssl__certificate__key=str(certificate.key),
    )
    yield server
    assert server.stop() == 0


def behind(application: RunningServer, **properties: str) -> dict[str, str]:
    return {
        "omero.web.prefix": PREFIX,
        "omero.web.nginx.web": urlsplit(application.url).netloc,
        "omero.web.nginx.stream": urlsplit(application.url).netloc,
        **{f"omero.web.nginx.{name}": text for name, text in properties.items()},
    }


@pytest.fixture
def https(serve: Serve, application: RunningServer, certificate: Certificate) -> Site:
    properties = behind(application, https_port=str(free_port()))
    return serve("nginx", {**properties, **certificate.properties})


def test_somebody_logs_in_over_https(https: Site, certificate: Certificate) -> None:
    origin = f"https://127.0.0.1:{https.written.settings.https_port}"
    api, verify = f"{origin}{PREFIX}/api/v0", str(certificate.certificate)
    with requests.Session() as session:
        token = session.get(f"{api}/token/", verify=verify, timeout=PATIENCE).json()["data"]
        assert all(cookie.secure for cookie in session.cookies)
        answer = session.post(
            f"{api}/login/",
            data=CREDENTIALS,
            # As browsers send it: Django compares it with the host that NGINX passes on.
            headers={"X-CSRFToken": token, "Origin": origin, "Referer": f"{origin}/"},
            verify=verify,
            timeout=PATIENCE,
        )
        assert (answer.status_code, answer.json().get("success")) == (200, True), answer.text
        links = session.get(f"{api}/", verify=verify, timeout=PATIENCE).json()
    # Links of the API are those that the browser can follow.
    assert links["url:projects"] == f"{api}/m/projects/"


def test_somebody_logs_in_through_a_proxy_that_ends_tls(
    serve: Serve, application: RunningServer
) -> None:
    site = serve("nginx", behind(application, trusted_proxies='["127.0.0.1"]'))
    said = {
        "X-Forwarded-For": "192.0.2.1",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "omero.example.org",
        "Origin": "https://omero.example.org",
        "Referer": "https://omero.example.org/omero/",
    }
    with requests.Session() as session:
        token = session.get(f"{site.url}{PREFIX}/api/v0/token/", headers=said, timeout=PATIENCE)
        # The proxy speaks HTTP with NGINX; the browser would send its cookies over HTTPS.
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in token.cookies)
        answer = session.post(
            f"{site.url}{PREFIX}/api/v0/login/",
            data=CREDENTIALS,
            headers={**said, "X-CSRFToken": token.json()["data"], "Cookie": cookies},
            timeout=PATIENCE,
        )
    assert (answer.status_code, answer.json().get("success")) == (200, True), answer.text


def test_no_header_of_the_application_is_sent_twice(https: Site, certificate: Certificate) -> None:
    url = f"https://127.0.0.1:{https.written.settings.https_port}{PREFIX}/webclient/login/"
    answer = requests.get(url, verify=str(certificate.certificate), timeout=PATIENCE)
    assert answer.status_code == 200
    for name in ("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy"):
        assert "," not in answer.headers[name]
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_the_start_page_is_found_below_its_path(https: Site, certificate: Certificate) -> None:
    origin = f"https://127.0.0.1:{https.written.settings.https_port}"
    answer = requests.get(
        urljoin(origin, "/"), verify=str(certificate.certificate), timeout=PATIENCE
    )
    assert answer.status_code == 200
    assert answer.url.startswith(f"{origin}{PREFIX}/webclient/")
