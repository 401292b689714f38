"""`omero web config` and the image's entry point: what is printed, and what is refused."""

import os
from pathlib import Path

import pytest

from nginx import entrypoint
from tests.nginx.files import KINDS
from tests.server import omero

TYPES = [kind for kind in KINDS if kind != "image"]


def test_the_options_are_in_the_file(tmp_path: Path) -> None:
    options = ("--http", 8081, "--servername", "a.example.org", "--max-body-size", "2g")
    result = omero("web", "config", "nginx", *options, omerodir=tmp_path)
    assert result.returncode == 0, result.stderr
    for line in ("listen 8081;", "server_name a.example.org;", "client_max_body_size 2g;"):
        assert line in result.stdout


def test_a_private_nginx_listens_on_8080_where_nothing_else_is_said(tmp_path: Path) -> None:
    plain = omero("web", "config", "nginx-development", omerodir=tmp_path)
    assert "listen 8080 default_server;" in plain.stdout
    assert "server_name _;" in plain.stdout
    said = omero("web", "config", "nginx-development", "--http", 8082, omerodir=tmp_path)
    assert "listen 8082 default_server;" in said.stdout


@pytest.mark.parametrize("kind", TYPES)
def test_gunicorn_on_every_address_is_reached_at_this_machine(tmp_path: Path, kind: str) -> None:
    everywhere = {"CONFIG_omero_web_application__server_host": "0.0.0.0"}  # noqa: S104
    result = omero("web", "config", kind, omerodir=tmp_path, **everywhere)
    assert "127.0.0.1:4080" in result.stdout
    assert "0.0.0.0" not in result.stdout  # noqa: S104


@pytest.mark.parametrize(
    ("arguments", "variables", "said"),
    [
        (["--max-body-size", "huge"], {}, "omero.web.nginx.max_body_size='huge'"),
        (["--servername", "a;b"], {}, "omero.web.nginx.server_name='a;b'"),
        (["--http", "99999"], {}, "omero.web.nginx.port='99999' (from command line)"),
        (["--http", "4080"], {}, "Port conflict: HTTP(4080) and wsgi(4080)"),
        ([], {"application__server": "development"}, "configuration mismatch"),
        ([], {"application__server": "wsgi"}, "configuration mismatch"),
        ([], {"prefix": "omero"}, "omero.web.prefix='omero'"),
        ([], {"nginx_web": "0.0.0.0:4080"}, "an address that NGINX can connect to"),
        ([], {"nginx_ssl__certificate": "/a.pem"}, "a certificate and its key belong together"),
    ],
)
def test_nothing_is_printed_where_something_is_wrong(
    tmp_path: Path, arguments: list[str], variables: dict[str, str], said: str
) -> None:
    given = {f"CONFIG_omero_web_{name}": text for name, text in variables.items()}
    result = omero("web", "config", "nginx", *arguments, omerodir=tmp_path, **given)
    assert (result.returncode, result.stdout) == (1, "")
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_folder_that_nginx_may_not_look_into_is_named(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    (closed / "static").mkdir(parents=True)
    closed.chmod(0o700)
    tmp_path.chmod(0o755)
    root = {"CONFIG_omero_web_static__root": str(closed / "static")}
    result = omero("web", "config", "nginx", omerodir=tmp_path, **root)
    assert result.returncode == 0
    assert f"others may not look into {closed}" in result.stderr


@pytest.fixture
def image(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folders of the image, below a temporary one."""
    monkeypatch.setattr(entrypoint, "RUN", tmp_path / "run")
    monkeypatch.setattr(entrypoint, "RENDERED", tmp_path / "rendered")
    monkeypatch.setenv("OMERODIR", str(tmp_path / "var"))
    return tmp_path


# As in a container of Compose, whatever the machine that built the image asks for names.
ENGINE = ["127.0.0.11"]


def test_the_image_starts_with_the_file_that_was_rendered_when_it_was_built(image: Path) -> None:
    assert entrypoint.main(["--render"]) == 0
    kept = image / "rendered" / "nginx.conf"
    assert entrypoint.file_for(entrypoint.settings(ENGINE)) == kept
    assert not (image / "run" / "nginx.conf").exists()


def test_other_settings_are_rendered_at_the_start(
    image: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entrypoint.main(["--render"])
    monkeypatch.setenv("CONFIG_omero_web_nginx_max__body__size", "3g")
    file = entrypoint.file_for(entrypoint.settings(ENGINE))
    assert file == image / "run" / "nginx.conf"
    assert "client_max_body_size 3g;" in file.read_text(encoding="utf-8")
    assert "client_max_body_size 16m;" in (image / "rendered" / "nginx.conf").read_text("utf-8")


def test_another_name_server_is_another_setting(image: Path) -> None:
    entrypoint.main(["--render"])
    file = entrypoint.file_for(entrypoint.settings(["10.96.0.10"]))
    assert "resolver 10.96.0.10 " in file.read_text(encoding="utf-8")


def test_the_image_names_all_that_is_wrong(
    image: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(os.environ, "CONFIG_omero_web_nginx_port", "http")
    monkeypatch.setitem(os.environ, "CONFIG_omero_web_nginx_prot", "80")
    assert entrypoint.main([]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "omero.web.nginx.port='http'" in said.err
    assert "did you mean CONFIG_omero_web_nginx_port?" in said.err
