"""Every directive has its effect, seen over HTTP in front of a real NGINX."""

import http.client
import json
import re
import socket
import ssl

import pytest
import requests

from tests.nginx.certificate import Certificate
from tests.nginx.conftest import PATIENCE, Serve, Site
from tests.nginx.files import KINDS
from tests.server import free_port

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
    assert text.count("proxy_buffering on;") == 2
    assert text.count("proxy_buffering off;") == 2
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
    assert headers["X-Forwarded-For"].startswith("192.0.2.1")
    assert headers["X-Forwarded-Host"] == "omero.example.org"
    assert headers["X-Forwarded-Port"] == "443"


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


@every_kind
def test_an_error_of_the_application_keeps_its_own_words(serve: Serve, kind: str) -> None:
    answer = serve(kind).get("/webclient/own-503")
    assert (answer.status_code, answer.text) == (503, "the application's own words")


def test_a_503_of_nginx_itself_has_the_page(serve: Serve) -> None:
    line = '["if ($http_x_closed) { return 503; }", "error_page 503 @maintenance;"]'
    site = serve("nginx", {"omero.web.nginx_server_extra_config": line})
    assert_maintenance_page(site.get("/webclient/", headers={"X-Closed": "1"}), 503)


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
def test_ipv6_is_listened_on_where_it_is_wanted(serve: Serve, kind: str) -> None:
    for wanted in ("true", "false"):
        site = serve(kind, {"omero.web.nginx.ipv6": wanted})
        with socket.socket(socket.AF_INET6) as probe:
            is_open = probe.connect_ex(("::1", site.port)) == 0
        assert is_open == (wanted == "true")


def test_the_server_name_chooses_the_site(serve: Serve) -> None:
    port = str(free_port())
    other = ["}", "server {", f"listen {port};", "server_name b.example.org;", "return 204;"]
    properties = {
        "omero.web.nginx.port": port,
        "omero.web.nginx.ipv6": "false",
        "omero.web.nginx.server_name": "a.example.org",
        "omero.web.nginx_server_extra_config": json.dumps(other),
    }
    site = serve("nginx", properties)
    assert site.get("/", headers={"Host": "b.example.org"}).status_code == 204
    assert site.seen("/", headers={"Host": "a.example.org"})["name"] == "web"


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


@every_kind
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


def test_a_password_in_a_query_is_not_logged(serve: Serve) -> None:
    site = serve("nginx")
    site.seen("/webclient/login/?username=root&password=sesame")
    site.seen("/webclient/?show=image-1")
    logged = (site.written.file.parent / "access.log").read_text(encoding="utf-8")
    assert "sesame" not in logged
    assert "/webclient/login/?(not logged)" in logged
    assert "/webclient/?show=image-1" in logged


def test_the_development_file_writes_below_omerodir_only(serve: Serve) -> None:
    site = serve("nginx-development")
    site.seen("/webclient/")
    var = site.written.file.parent / "var"
    assert (var / "pid.nginx").read_text(encoding="ascii").strip() == str(site.process.pid)
    assert "GET /webclient/" in (var / "log" / "nginx_access.log").read_text(encoding="utf-8")
    assert (var / "log" / "nginx_error.log").exists()
    assert (var / "nginx_tmp" / "proxy").is_dir()


# --- TLS -----------------------------------------------------------------------------------


@pytest.fixture
def https(serve: Serve, certificate: Certificate) -> Site:
    port = str(free_port())
    return serve("nginx", {**certificate.properties, "omero.web.nginx.https_port": port})


def https_url(site: Site) -> str:
    return f"https://127.0.0.1:{site.written.settings.https_port}"


def test_http_leads_to_https(https: Site) -> None:
    answer = https.get("/webclient/?show=image-1")
    assert answer.status_code == 301
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
