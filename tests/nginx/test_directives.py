"""Every directive has its effect, seen over HTTP in front of a real NGINX."""

import http.client
import json
import re
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests

from builder.nginx import STREAM_FOLDERS
from omeroweb.config.address import has_ipv6
from tests.nginx.certificate import Certificate
from tests.nginx.conftest import PATIENCE, Serve, Site
from tests.nginx.files import KINDS
from tests.ports import free_port

every_kind = pytest.mark.parametrize("kind", KINDS)
IMMUTABLE = "public, max-age=31536000, immutable"


# --- upstreams -----------------------------------------------------------------


@every_kind
def test_pages_go_to_the_render_pool_and_downloads_to_the_stream_pool(
    serve: Serve, kind: str
) -> None:
    site = serve(kind)
    assert site.seen("/webclient/")["name"] == "web"
    assert site.seen("/webgateway/render_image_region/1/0/0/?tile=0,0,0")["name"] == "web"
    for path in ("/webgateway/archived_files/download/1/", "/webgateway/download_as/"):
        assert site.seen(path)["name"] == "stream"


@every_kind
def test_the_application_sees_path_and_query_as_they_were_sent(serve: Serve, kind: str) -> None:
    path = "/webclient/a%20b/?c=1%7C0:255$FF0000&show=image-1"
    assert serve(kind).seen(path)["path"] == path


@pytest.mark.parametrize("kind", ["nginx", "nginx-development"])
def test_connections_to_gunicorn_are_kept_open(serve: Serve, kind: str) -> None:
    site = serve(kind)
    for _ in range(5):
        site.seen("/webclient/")
    # One more than needed, for NGINX's several workers keep their own.
    assert site.web.connections <= site.written.settings.workers


@every_kind
@pytest.mark.parametrize("path", ["/webclient/slow", "/webgateway/archived_files/slow"])
def test_the_first_byte_arrives_before_the_last_is_sent(serve: Serve, kind: str, path: str) -> None:
    site = serve(kind)
    with site.get(path, stream=True) as answer:
        assert answer.raw.read(5) == b"first"
        # The application waits for this before it goes on.
        assert not site.web.may_finish.is_set()
        site.web.may_finish.set()
        site.stream.may_finish.set()
        assert answer.raw.read() == b"last"


@every_kind
def test_buffering_can_be_switched_on_for_pages_and_never_for_downloads(
    serve: Serve, kind: str
) -> None:
    site = serve(kind, {"omero.web.nginx.proxy_buffering": "true"})
    text = site.written.file.read_text(encoding="utf-8")
    # Pictures that NGINX keeps are always taken as a whole.
    keeps = 0 if kind == "nginx-location" else 1
    assert text.count("proxy_buffering on;") == 2 + keeps
    assert text.count("proxy_buffering off;") == len(STREAM_FOLDERS)
    with site.get("/webgateway/archived_files/slow", stream=True) as answer:
        assert answer.raw.read(5) == b"first"
        site.stream.may_finish.set()


# --- what the application is told about the client -------------------------------


@every_kind
def test_the_application_learns_host_port_address_and_protocol(serve: Serve, kind: str) -> None:
    site = serve(kind)
    headers = site.seen("/", headers={"Host": "omero.example.org:8443"})["headers"]
    assert headers["Host"] == "omero.example.org:8443"
    assert headers["X-Real-IP"] == headers["X-Forwarded-For"] == "127.0.0.1"
    assert headers["X-Forwarded-Proto"] == "http"
    assert headers["X-Forwarded-Host"] == "omero.example.org:8443"
    assert headers["X-Forwarded-Port"] == "8443"
    without_port = site.seen("/", headers={"Host": "omero.example.org"})["headers"]
    assert without_port["Host"] == "omero.example.org"
    assert without_port["X-Forwarded-Port"] == "80"


CLAIMED = {
    "X-Forwarded-For": "192.0.2.1",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "omero.example.org",
}


@every_kind
def test_a_client_cannot_claim_an_origin(serve: Serve, kind: str) -> None:
    for trusted in ("[]", '["10.0.0.0/8"]'):
        site = serve(kind, {"omero.web.nginx.trusted_proxies": trusted})
        headers = site.seen("/", headers=CLAIMED)["headers"]
        assert headers["X-Forwarded-Proto"] == "http"
        assert headers["X-Forwarded-For"] == headers["X-Real-IP"] == "127.0.0.1"
        assert headers["X-Forwarded-Host"] == f"127.0.0.1:{site.port}"


@every_kind
def test_what_a_trusted_proxy_says_reaches_the_application(serve: Serve, kind: str) -> None:
    site = serve(kind, {"omero.web.nginx.trusted_proxies": '["127.0.0.0/8"]'})
    headers = site.seen("/", headers=CLAIMED)["headers"]
    assert headers["X-Forwarded-Proto"] == "https"
    assert headers["X-Real-IP"] == "192.0.2.1"
    assert headers["X-Forwarded-For"] == "192.0.2.1"
    # As Django compares it with the origin of a form.
    assert headers["Host"] == "omero.example.org"
    assert headers["X-Forwarded-Host"] == "omero.example.org"
    assert headers["X-Forwarded-Port"] == "443"


@every_kind
def test_what_a_client_told_its_proxy_is_not_believed(serve: Serve, kind: str) -> None:
    site = serve(kind, {"omero.web.nginx.trusted_proxies": '["127.0.0.1"]'})
    chain = {"X-Forwarded-For": "198.51.100.1, 192.0.2.1"}
    assert site.seen("/", headers=chain)["headers"]["X-Forwarded-For"] == "192.0.2.1"


@every_kind
@pytest.mark.parametrize("said", [{}, {"X-Forwarded-For": "127.0.0.1"}])
def test_a_proxy_is_trusted_with_requests_of_its_own_machine(
    serve: Serve, kind: str, said: dict[str, str]
) -> None:
    site = serve(kind, {"omero.web.nginx.trusted_proxies": '["127.0.0.1"]'})
    headers = site.seen("/", headers={**said, "X-Forwarded-Proto": "https"})["headers"]
    assert headers["X-Forwarded-Proto"] == "https"


@every_kind
def test_nonsense_from_a_trusted_proxy_is_not_passed_on(serve: Serve, kind: str) -> None:
    site = serve(kind, {"omero.web.nginx.trusted_proxies": '["127.0.0.1"]'})
    claimed = {**CLAIMED, "X-Forwarded-Proto": "gopher", "X-Forwarded-Host": "a b<c>"}
    headers = site.seen("/", headers=claimed)["headers"]
    assert headers["X-Forwarded-Proto"] == "http"
    assert headers["X-Forwarded-Host"] == f"127.0.0.1:{site.port}"


# --- limits ------------------------------------------------------------------------


@every_kind
def test_a_body_may_be_as_large_as_the_property_says(serve: Serve, kind: str) -> None:
    site = serve(kind, {"omero.web.nginx.max_body_size": "8k"})
    url = f"{site.url}/webclient/login/"
    assert requests.post(url, data=b"x" * 8192, timeout=PATIENCE).text == "8192"
    assert requests.post(url, data=b"x" * 8193, timeout=PATIENCE).status_code == 413


def test_without_a_limit_any_body_is_taken(serve: Serve) -> None:
    site = serve("nginx", {"omero.web.nginx.max_body_size": "0"})
    body = b"x" * 20_000_000
    answer = requests.post(f"{site.url}/webclient/", data=body, timeout=PATIENCE)
    assert answer.text == str(len(body))


# --- maintenance -------------------------------------------------------------------


def assert_maintenance_page(answer: requests.Response, status: int) -> None:
    assert answer.status_code == status
    assert "OMERO.web does not answer" in answer.text
    assert answer.headers["Content-Type"].startswith("text/html")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@every_kind
@pytest.mark.parametrize("prefix", ["", "/omero"])
def test_without_gunicorn_there_is_a_page_with_status_502(
    serve: Serve, kind: str, prefix: str
) -> None:
    site = serve(kind, {"omero.web.prefix": prefix})
    site.web.close()
    site.stream.close()
    assert_maintenance_page(site.get(f"{prefix}/webclient/"), 502)
    for path in ("/api/v0/", "/webgateway/imgData/1/", "/webgateway/archived_files/download/1/"):
        answer = site.get(prefix + path)
        assert answer.status_code == 502
        assert "does not answer" in answer.json()["message"]


@every_kind
def test_an_answer_that_takes_too_long_is_a_504(serve: Serve, kind: str) -> None:
    site = serve(kind, {"omero.web.nginx.read_timeout": "1"})
    assert_maintenance_page(site.get("/webclient/hang"), 504)


@pytest.fixture
def full() -> Iterator[int]:
    """The port of a server that takes no more connections, and refuses none either."""
    with ExitStack() as sockets:
        server = sockets.enter_context(socket.socket())
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        for _ in range(4):
            waiting = sockets.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(server.getsockname())
        yield server.getsockname()[1]


def test_a_gunicorn_that_takes_no_connection_is_given_up(serve: Serve, full: int) -> None:
    given = {"omero.web.nginx.web": f"127.0.0.1:{full}", "omero.web.nginx.connect_timeout": "1"}
    assert_maintenance_page(serve("nginx", given).get("/webclient/"), 504)


@every_kind
def test_an_error_of_the_application_keeps_its_own_words(serve: Serve, kind: str) -> None:
    answer = serve(kind).get("/webclient/own-503")
    assert (answer.status_code, answer.text) == (503, "the application's own words")


def test_a_503_of_nginx_itself_has_the_page(serve: Serve) -> None:
    line = '["if ($http_x_closed) { return 503; }"]'
    site = serve("nginx", {"omero.web.nginx_server_extra_config": line})
    assert_maintenance_page(site.get("/webclient/", headers={"X-Closed": "1"}), 503)
    posted = requests.post(f"{site.url}/api/", headers={"X-Closed": "1"}, timeout=PATIENCE)
    assert posted.status_code == 503


@every_kind
def test_the_status_is_right_for_every_method(serve: Serve, kind: str) -> None:
    site = serve(kind)
    site.web.close()
    for method in ("HEAD", "POST", "PUT", "PATCH", "DELETE"):
        answer = requests.request(method, f"{site.url}/api/v0/login/", timeout=PATIENCE)
        assert answer.status_code == 502
        assert method == "HEAD" or "does not answer" in answer.json()["message"]


@every_kind
def test_the_pages_may_be_ones_own_and_may_be_missing(
    serve: Serve, kind: str, tmp_path: Path
) -> None:
    pages = tmp_path / "Our pages"
    pages.mkdir()
    (pages / "unavailable.html").write_text("Back at noon", encoding="utf-8")
    site = serve(kind, {"omero.web.nginx.error_pages": str(pages)})
    site.web.close()
    assert site.get("/webclient/").text == "Back at noon"
    without = site.get("/api/v0/")
    assert (without.status_code, "message" in without.text) == (502, False)


@every_kind
def test_the_page_cannot_be_asked_for(serve: Serve, kind: str) -> None:
    assert serve(kind).get("/.maintenance").status_code == 404


# --- static files --------------------------------------------------------------------


@every_kind
@pytest.mark.parametrize("prefix", ["", "/omero"])
def test_static_files_are_served_by_nginx(serve: Serve, kind: str, prefix: str) -> None:
    site = serve(kind, {"omero.web.prefix": prefix})
    answer = site.get(f"{prefix}/static/base.css")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/css")
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    hashed = site.get(f"{prefix}/static/base.0123456789ab.css")
    assert hashed.headers["Cache-Control"] == IMMUTABLE
    assert site.web.connections == 0


@every_kind
def test_browsers_may_run_modules(serve: Serve, kind: str) -> None:
    site = serve(kind, {"omero.web.prefix": "/omero"})
    file = Path(site.written.settings.static_root) / "module.mjs"
    file.write_text("export {}", encoding="utf-8")
    answer = site.get("/omero/static/module.mjs")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_types_of_files_are_those_of_the_list(serve: Serve, tmp_path: Path) -> None:
    types = tmp_path / "Our types"
    types.write_text("types { text/x-lab css; }", encoding="utf-8")
    for kind in ("nginx-development", "image"):
        site = serve(kind, {"omero.web.nginx.mime_types": str(types)})
        assert site.get("/static/base.css").headers["Content-Type"] == "text/x-lab"


@every_kind
@pytest.mark.parametrize(
    "path", ["/staticsecret", "/static../staticsecret", "/static/../staticsecret"]
)
def test_nothing_beside_the_static_files_is_served(serve: Serve, kind: str, path: str) -> None:
    site = serve(kind)
    # requests would tidy such a path up before it sends it.
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
    connection.request("GET", path)
    assert b"secret" not in connection.getresponse().read().replace(b"staticsecret", b"")
    connection.close()


@every_kind
def test_static_files_of_another_host_are_not_ours(serve: Serve, kind: str) -> None:
    site = serve(kind, {"omero.web.static_url": "https://static.example.org/files/"})
    assert site.seen("/static/base.css")["name"] == "web"


@every_kind
def test_no_file_of_nginx_itself_is_in_the_way(serve: Serve, kind: str) -> None:
    site = serve(kind)
    for path in ("/index.html", "/50x.html", "/unavailable.html", "/none"):
        assert site.seen(path)["path"] == path


# --- a path below another site ---------------------------------------------------------


@every_kind
@pytest.mark.parametrize("prefix", ["/omero", "/lab.one/omero-web"])
def test_below_a_prefix_nothing_else_is_answered(serve: Serve, kind: str, prefix: str) -> None:
    site = serve(kind, {"omero.web.prefix": prefix})
    assert site.seen(f"{prefix}/webclient/")["path"] == f"{prefix}/webclient/"
    to_slash = site.get(prefix)
    assert (to_slash.status_code, to_slash.headers["Location"]) == (308, f"{prefix}/")
    for beside in (f"{prefix}foo", "/webclient/", prefix.replace(".", "x") + "x/"):
        assert site.get(beside).status_code == 404
    if kind != "nginx-location":
        assert site.get("/").headers["Location"] == f"{prefix}/"


def test_locations_stand_beside_an_administrators_own(serve: Serve) -> None:
    for prefix in ("", "/omero"):
        site = serve("nginx-location", {"omero.web.prefix": prefix})
        assert site.get("/own").text == "mine\n"
        # A location that refers to ours by name.
        assert site.seen("/own-app/page")["path"] == "/own-app/page"


# --- listening, names, headers, compression, logs ----------------------------------------


@pytest.mark.parametrize("kind", ["nginx", "nginx-development", "image"])
@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
def test_ipv6_is_listened_on_where_it_is_wanted(serve: Serve, kind: str) -> None:
    for wanted in ("true", "false"):
        site = serve(kind, {"omero.web.nginx.ipv6": wanted})
        with socket.socket(socket.AF_INET6) as probe:
            is_open = probe.connect_ex(("::1", site.port)) == 0
        assert is_open == (wanted == "true")


def test_the_server_name_chooses_the_site(serve: Serve) -> None:
    beside = "server { listen PORT default_server; server_name b.example.org; return 204; }"
    names = {"omero.web.nginx.server_name": "a.example.org *.a.example.org"}
    site = serve("nginx", names, beside)
    for host, status in (("a.example.org", 200), ("x.a.example.org", 200), ("c.example.org", 204)):
        assert site.get("/webclient/", headers={"Host": host}).status_code == status


@every_kind
def test_no_security_header_is_sent_twice(serve: Serve, kind: str) -> None:
    site = serve(kind)
    for path in ("/webclient/", "/static/base.css"):
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
        connection.request("GET", path)
        names = [name.lower() for name, _ in connection.getresponse().getheaders()]
        connection.close()
        for name in ("x-frame-options", "x-content-type-options", "referrer-policy"):
            assert names.count(name) == 1, (path, name)


@pytest.mark.parametrize("kind", ["nginx", "nginx-development", "image"])
def test_the_version_of_nginx_is_not_told(serve: Serve, kind: str) -> None:
    assert serve(kind).get("/static/none").headers["Server"] == "nginx"


@every_kind
def test_text_is_compressed_and_pictures_are_not(serve: Serve, kind: str) -> None:
    site = serve(kind)
    large, picture = site.get("/api/large"), site.get("/webgateway/picture")
    assert large.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in large.headers["Vary"]
    assert "Content-Encoding" not in picture.headers
    assert site.get("/static/base.css").headers["Content-Encoding"] == "gzip"
    plain = serve(kind, {"omero.web.nginx.gzip": "false"})
    assert "Content-Encoding" not in plain.get("/api/large").headers


def test_extra_lines_have_their_effect(serve: Serve) -> None:
    line = '["location = /robots.txt { return 200 \\"nobody\\"; }"]'
    for kind in ("nginx", "nginx-development", "image"):
        site = serve(kind, {"omero.web.nginx_server_extra_config": line})
        assert site.get("/robots.txt").text == "nobody"


@pytest.mark.parametrize("kind", ["nginx", "nginx-development", "image"])
def test_a_directive_of_ones_own_takes_the_place_of_ours(serve: Serve, kind: str) -> None:
    own = [
        "gzip off;",
        "server_tokens on;",
        "client_max_body_size 1k;",
        "proxy_read_timeout 1s;",
        "proxy_set_header X-Forwarded-Proto https;",
        "add_header X-Lab cells always;",
    ]
    site = serve(kind, {"omero.web.nginx_server_extra_config": json.dumps(own)})
    large = site.get("/api/large")
    assert "Content-Encoding" not in large.headers
    assert large.headers["Server"].startswith("nginx/")
    assert large.headers["X-Lab"] == "cells"
    assert site.seen("/")["headers"]["X-Forwarded-Proto"] == "https"
    assert requests.post(site.url, data=b"x" * 2000, timeout=PATIENCE).status_code == 413
    assert site.get("/webclient/hang").status_code == 504


def test_beside_a_prefix_an_administrator_has_pages_of_their_own(serve: Serve) -> None:
    own = ["location / { return 200 other; }", "location = / { return 200 start; }"]
    lines = {"omero.web.nginx_server_extra_config": json.dumps(own)}
    site = serve("nginx", {"omero.web.prefix": "/omero", **lines})
    assert (site.get("/").text, site.get("/x").text) == ("start", "other")
    assert site.seen("/omero/x")["path"] == "/omero/x"


@pytest.mark.parametrize("kind", ["nginx", "nginx-development", "image"])
def test_what_nginx_says_itself_carries_the_security_headers(serve: Serve, kind: str) -> None:
    site = serve(kind, {"omero.web.prefix": "/omero", "omero.web.nginx.max_body_size": "1k"})
    too_large = requests.post(f"{site.url}/omero/x", data=b"x" * 2000, timeout=PATIENCE)
    for answer in (too_large, site.get("/omero"), site.get("/"), site.get("/none")):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert answer.headers["Referrer-Policy"] == "same-origin"


@every_kind
def test_an_application_may_leave_a_header_out(serve: Serve, kind: str) -> None:
    answer = serve(kind).get("/webclient/bare")
    assert answer.status_code == 200
    assert "X-Frame-Options" not in answer.headers


def logged(log: Path, last: str) -> str:
    """The access log once it has its last line: NGINX writes it when the client has its answer."""
    for _ in range(PATIENCE * 50):
        text = log.read_text(encoding="utf-8")
        if last in text:
            return text
        time.sleep(0.02)
    raise AssertionError(f"{last!r} is not in {log}:\n{text}")


def test_a_password_in_a_query_is_not_logged(serve: Serve) -> None:
    site = serve("nginx")
    site.seen("/webclient/login/?username=root&password=sesame")
    site.seen("/webclient/?show=image-1")
    text = logged(site.written.file.parent / "access.log", "/webclient/?show=image-1")
    assert "sesame" not in text
    assert "/webclient/login/?(not logged)" in text


def test_the_development_file_writes_below_omerodir_only(serve: Serve) -> None:
    site = serve("nginx-development")
    site.seen("/webclient/")
    var = site.written.file.parent / "var"
    assert (var / "pid.nginx").read_text(encoding="ascii").strip() == str(site.process.pid)
    assert logged(var / "log" / "nginx_access.log", "GET /webclient/")
    assert (var / "log" / "nginx_error.log").exists()
    assert (var / "nginx_tmp").is_dir()


# --- TLS -----------------------------------------------------------------------------------


@pytest.fixture
def https(serve: Serve, certificate: Certificate) -> Site:
    port = str(free_port())
    return serve("nginx", {**certificate.properties, "omero.web.nginx.https_port": port})


def https_url(site: Site) -> str:
    return f"https://127.0.0.1:{site.written.settings.https_port}"


def test_http_leads_to_https(https: Site) -> None:
    answer = https.get("/webclient/?show=image-1")
    assert answer.status_code == 308
    assert answer.headers["Location"] == f"{https_url(https)}/webclient/?show=image-1"


def test_https_is_served_and_remembered(https: Site, certificate: Certificate) -> None:
    verify = str(certificate.certificate)
    for path in ("/webclient/", "/static/base.css"):
        answer = requests.get(https_url(https) + path, verify=verify, timeout=PATIENCE)
        assert answer.status_code == 200
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    seen = requests.get(f"{https_url(https)}/", verify=verify, timeout=PATIENCE).json()["headers"]
    assert seen["X-Forwarded-Proto"] == "https"
    assert seen["X-Forwarded-Port"] == str(https.written.settings.https_port)


def test_nothing_is_warned_of(https: Site, certificate: Certificate) -> None:
    https.get("/webclient/")
    requests.get(https_url(https), verify=str(certificate.certificate), timeout=PATIENCE)
    # Plain HTTP where HTTPS is spoken: answered before anything is looked at.
    plain = requests.get(https_url(https).replace("https", "http"), timeout=PATIENCE)
    assert plain.status_code == 400
    assert "[warn]" not in (https.written.file.parent / "error.log").read_text(encoding="utf-8")


def test_hsts_can_be_left_out(serve: Serve, certificate: Certificate) -> None:
    port = str(free_port())
    none = {"omero.web.nginx.hsts_seconds": "0", "omero.web.nginx.https_port": port}
    site = serve("nginx", {**certificate.properties, **none})
    url = f"{https_url(site)}/static/base.css"
    answer = requests.get(url, verify=str(certificate.certificate), timeout=PATIENCE)
    assert "Strict-Transport-Security" not in answer.headers


def handshake(site: Site, certificate: Certificate, **limits: ssl.TLSVersion) -> ssl.SSLSocket:
    context = ssl.create_default_context(cafile=str(certificate.certificate))
    context.set_alpn_protocols(["h2", "http/1.1"])
    for name, version in limits.items():
        setattr(context, name, version)
    address = ("127.0.0.1", site.written.settings.https_port)
    plain = socket.create_connection(address, timeout=PATIENCE)
    return context.wrap_socket(plain, server_hostname="127.0.0.1")


def test_modern_protocols_only(https: Site, certificate: Certificate) -> None:
    with handshake(https, certificate) as connection:
        assert connection.version() == "TLSv1.3"
        assert connection.selected_alpn_protocol() == "h2"
    with handshake(https, certificate, maximum_version=ssl.TLSVersion.TLSv1_2) as connection:
        cipher = connection.cipher()
        assert cipher is not None
        assert re.match("ECDHE-.*(GCM|CHACHA20)", cipher[0])
    text = https.written.file.read_text(encoding="utf-8")
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in text


def test_a_certificate_can_be_renewed_over_http(serve: Serve, certificate: Certificate) -> None:
    own = ['location ^~ /.well-known/acme-challenge/ { return 200 "token"; }']
    lines = {"omero.web.nginx_server_extra_config": json.dumps(own)}
    ports = {"omero.web.nginx.https_port": str(free_port())}
    site = serve("nginx", {**certificate.properties, **ports, **lines})
    assert site.get("/.well-known/acme-challenge/x").text == "token"
    assert site.get("/.well-known/other").status_code == 308


def test_a_proxy_that_ends_tls_is_not_sent_round_in_circles(
    serve: Serve, certificate: Certificate
) -> None:
    trusted = {"omero.web.nginx.trusted_proxies": '["127.0.0.1"]'}
    ports = {"omero.web.nginx.https_port": str(free_port())}
    site = serve("nginx", {**certificate.properties, **ports, **trusted})
    headers = {"X-Forwarded-Proto": "https"}
    assert site.seen("/webclient/", headers=headers)["headers"]["X-Forwarded-Proto"] == "https"
    assert site.get("/webclient/").status_code == 308


def test_a_published_port_may_be_another_one(serve: Serve, certificate: Certificate) -> None:
    ports = {
        "omero.web.nginx.https_port": str(free_port()),
        "omero.web.nginx.https_redirect_port": "443",
    }
    site = serve("image", {**certificate.properties, **ports})
    assert site.get("/webclient/").headers["Location"] == "https://127.0.0.1/webclient/"
    # The health check of the container goes on asking over HTTP.
    assert site.get("/.nginx/health").text == "ok\n"
