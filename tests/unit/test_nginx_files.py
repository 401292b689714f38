"""The NGINX files that follow from a configuration."""

import re
from pathlib import Path

import pytest

from builder.health import nginx_url, web_url
from builder.name_servers import name_servers
from builder.nginx import NGINX, NginxSettings, nginx_settings, render_nginx
from builder.nginx_language import directives, quoted
from builder.nginx_places import of_image
from builder.rendered import fits, write
from omeroweb import __version__
from omeroweb.config import ConfigurationError, load


def settings(**properties: str) -> NginxSettings:
    """Settings of NGINX; a keyword is what follows CONFIG_omero_web_ in a variable."""
    of_the_image = {"nginx_port": "8080", "nginx_web": "web:4080", "nginx_stream": "stream:4080"}
    given = {**of_the_image, **properties}
    names = {f"CONFIG_omero_web_{name}": value for name, value in given.items()}
    places = of_image(Path("/run/nginx"))
    return nginx_settings(load(names), "image", places, resolvers=["10.0.0.53"])


def location(site: str, path: str) -> str:
    """The block of the location that starts with this line."""
    _, found, rest = site.partition(f"        location {path} {{\n")
    assert found, f"no location {path}"
    return rest.partition("\n        }\n")[0]


def test_downloads_go_to_the_stream_pool_and_the_rest_to_the_render_pool() -> None:
    site = render_nginx(settings())
    for path in ("/webgateway/archived_files/", "/webgateway/download_as/"):
        assert 'set $omero_upstream "stream:4080";' in location(site, f"^~ {path}")
    assert 'set $omero_upstream "web:4080";' in location(site, "/")


def test_nginx_writes_below_one_folder_only() -> None:
    text = render_nginx(settings())
    written = re.findall(r"^ *(?:\w+_temp_path|proxy_cache_path|pid) .*", text, re.MULTILINE)
    assert len(written) == 7
    assert all("/run/nginx/" in line for line in written)


def test_name_servers_are_written_as_nginx_reads_them() -> None:
    text = "# made by hand\nnameserver 127.0.0.11\nnameserver fd00::1\nnameserver fe80::1%eth0\n"
    assert name_servers(text) == ["127.0.0.11", "[fd00::1]"]


def own_names(*lines: str) -> set[str]:
    return set(directives(lines))


def test_lines_of_ones_own_are_read_as_nginx_reads_them() -> None:
    assert own_names("gzip on; gzip_types text/css;", "# sendfile off;") == {"gzip", "gzip_types"}
    assert own_names("location = / {", "    gzip on;", "}", "root /srv;") == {
        "location = /",
        "root",
    }
    assert own_names('add_header X "a; gzip on;";') == {"add_header"}
    assert own_names("proxy_set_header Host a;", "proxy_set_header X b;") == {
        "proxy_set_header Host",
        "proxy_set_header X",
    }


def test_a_directive_of_ones_own_takes_the_place_of_ours() -> None:
    lines = '["proxy_read_timeout 600s;", "proxy_set_header X-Forwarded-Proto https;"]'
    text = render_nginx(settings(nginx__server__extra__config=lines))
    assert text.count("proxy_read_timeout") == text.count("X-Forwarded-Proto https") == 1
    assert "X-Forwarded-Proto $" not in text


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("/srv/static", "/srv/static"),
        ("/srv/Our lab/static", '"/srv/Our lab/static"'),
        ('/srv/the "lab"; x', '"/srv/the \\"lab\\"; x"'),
        ("/srv/µ", '"/srv/µ"'),
    ],
)
def test_a_path_stays_one_word(path: str, word: str) -> None:
    assert quoted(path) == word


@pytest.mark.parametrize("path", ["/srv/$lab", "/srv/a\nb"])
def test_a_path_that_nginx_cannot_write_is_refused(path: str) -> None:
    with pytest.raises(ConfigurationError, match=r"without \$ and control characters"):
        render_nginx(settings(static__root=path))


def test_static_files_need_a_path_of_their_own() -> None:
    with pytest.raises(ConfigurationError, match=r"omero\.web\.static_url='/omero/': expected"):
        settings(prefix="/omero", static__url="/omero/")


def test_paths_are_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert settings(static__root="static").static_root == str(tmp_path / "static")


def test_what_was_rendered_serves_until_a_setting_differs(tmp_path: Path) -> None:
    file = write(tmp_path / "nginx.conf", settings(), render_nginx)
    assert file.read_text(encoding="utf-8") == render_nginx(settings())
    assert fits(file, settings())
    assert not fits(file, settings(nginx_gzip="false"))
    assert not fits(tmp_path / "none", settings())


def test_health_checks_ask_where_the_servers_listen() -> None:
    environment = {
        "CONFIG_omero_web_application__server_host": "0.0.0.0",  # noqa: S104
        "CONFIG_omero_web_application__server_port": "4081",
        "CONFIG_omero_web_nginx_port": "8081",
    }
    assert web_url(load(environment)) == "http://127.0.0.1:4081/healthz"
    assert nginx_url(load(environment)) == "http://127.0.0.1:8081/.nginx/health"


def test_the_images_carry_the_version_of_the_project() -> None:
    dockerfile = (NGINX.parent / "Dockerfile").read_text()
    assert dockerfile.count("ARG VERSION=") == dockerfile.count(f"ARG VERSION={__version__}\n") == 2
