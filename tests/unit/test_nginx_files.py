"""The NGINX files that follow from a configuration."""

import io
from pathlib import Path

import pytest

from builder.cli import main
from builder.health import nginx_url, web_url
from builder.images import BuildFailed, show
from builder.render import (
    NGINX,
    NginxSettings,
    name_servers,
    nginx_settings,
    render_nginx,
    render_site,
)
from omeroweb import __version__
from omeroweb.config import load


def settings(**properties: str) -> NginxSettings:
    """Settings of NGINX; a keyword is what follows CONFIG_omero_web_ in a variable."""
    of_image = {"nginx_port": "8080", "nginx_web": "web:4080", "nginx_stream": "stream:4080"}
    given = {**of_image, **properties}
    names = {f"CONFIG_omero_web_{name}": value for name, value in given.items()}
    return nginx_settings(load(names), run=Path("/run/nginx"), resolvers=["10.0.0.53"])


def location(site: str, path: str) -> str:
    """The block of the location that starts with this line."""
    _, found, rest = site.partition(f"    location {path} {{\n")
    assert found, f"no location {path}"
    return rest.partition("\n    }\n")[0]


def test_downloads_go_to_the_stream_pool_and_the_rest_to_the_render_pool() -> None:
    site = render_site(settings())
    for path in ("/webgateway/archived_files/", "/webgateway/download_as/"):
        assert 'set $upstream "stream:4080";' in location(site, f"^~ {path}")
    assert 'set $upstream "web:4080";' in location(site, "/")


def test_nothing_is_buffered_between_application_and_client() -> None:
    site = render_site(settings())
    assert site.count("proxy_buffering off;") == site.count("proxy_pass ") == 3


def test_nginx_takes_uploads_up_to_the_configured_size() -> None:
    site = render_site(settings(nginx_max__body__size="2g"))
    assert "client_max_body_size 2g;" in site


def test_nginx_waits_a_little_longer_than_gunicorn() -> None:
    site = render_site(settings(wsgi__timeout="300"))
    assert site.count("proxy_read_timeout 310s;") == 3


def test_a_prefix_moves_every_location_and_covers_no_neighbour() -> None:
    site = render_site(settings(prefix="/omero", static__url="/omero/static/"))
    assert location(site, "^~ /omero/static/")
    assert location(site, "^~ /omero/webgateway/archived_files/")
    assert location(site, "/omero/")
    assert "return 308 /omero/;" in location(site, "= /omero")
    assert "return 404;" in location(site, "/")


def test_the_static_location_ends_with_a_slash_on_both_sides() -> None:
    site = render_site(settings(static__root="/srv/static"))
    assert "alias /srv/static/;" in location(site, "^~ /static/")


def test_static_files_of_another_host_get_no_location() -> None:
    site = render_site(settings(static__url="https://static.example.org/"))
    assert "alias" not in site


def test_forwarded_headers_are_believed_from_trusted_proxies_only() -> None:
    alone = render_site(settings())
    assert "set_real_ip_from" not in alone
    behind = render_site(settings(nginx_trusted__proxies='["10.0.0.0/8"]'))
    assert "set_real_ip_from 10.0.0.0/8;" in behind
    assert "10.0.0.0/8 1;" in behind


def test_extra_lines_stand_in_the_server_block() -> None:
    site = render_site(settings(nginx__server__extra__config='["keepalive_requests 9;"]'))
    assert "    keepalive_requests 9;\n}\n" in site


def test_nginx_writes_below_one_folder_only() -> None:
    text = render_nginx(settings())
    written = [line for line in text.splitlines() if "_temp_path" in line or "pid " in line]
    assert len(written) == 6
    assert all("/run/nginx/" in line for line in written)


def test_name_servers_are_written_as_nginx_reads_them() -> None:
    text = "# made by hand\nnameserver 127.0.0.11\nnameserver fd00::1\nnameserver fe80::1%eth0\n"
    assert name_servers(text) == ["127.0.0.11", "[fd00::1]"]


def test_health_checks_ask_where_the_servers_listen() -> None:
    environment = {
        "CONFIG_omero_web_application__server_host": "0.0.0.0",  # noqa: S104
        "CONFIG_omero_web_application__server_port": "4081",
        "CONFIG_omero_web_nginx_port": "8081",
    }
    assert web_url(load(environment)) == "http://127.0.0.1:4081/healthz"
    assert nginx_url(load(environment)) == "http://127.0.0.1:8081/.nginx/health"


def test_render_writes_both_files(tmp_path: Path) -> None:
    assert main(["render", "--output", str(tmp_path), "--run", str(tmp_path)]) == 0
    assert {file.name for file in tmp_path.iterdir()} == {"nginx.conf", "site.conf"}


def test_render_names_every_wrong_value(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CONFIG_omero_web_nginx_port", "http")
    monkeypatch.setenv("CONFIG_omero_web_nginx_stream", "stream")
    assert main(["render"]) == 1
    said = capsys.readouterr().err
    assert "omero.web.nginx.port='http'" in said
    assert "omero.web.nginx.stream='stream'" in said


def test_an_unknown_image_is_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "worker"]) == 2
    assert "no image 'worker': expected one of web, nginx" in capsys.readouterr().err


def test_a_build_that_fails_names_the_image() -> None:
    with pytest.raises(BuildFailed, match=r"^omeroweb/web:1: no space left on device$"):
        show({"error": "no space left on device\n"}, "omeroweb/web:1", progress=io.StringIO())


def test_the_images_carry_the_version_of_the_project() -> None:
    dockerfile = (NGINX.parent / "Dockerfile").read_text()
    assert dockerfile.count("ARG VERSION=") == dockerfile.count(f"ARG VERSION={__version__}\n") == 2
