"""`omero-builder render`: the files that follow from an environment, the same on every machine."""

from pathlib import Path

import pytest

from builder import baked, files
from builder.cli import main
from omeroweb.config import ConfigurationError, catalogue, load
from omeroweb.config.omero_files import BUILT_IN_VARIABLE

ENVIRONMENT = {
    "CONFIG_omero_web_prefix": "/omero",
    "CONFIG_omero_web_ui_top__links": '[["Help", "https://example.org/?a=1#b"]]',
}
SECRET = "a-key-that-nobody-else-may-see"


def rendered(environ: dict[str, str], cores: int = 2) -> dict[str, str]:
    return files.rendered(environ, cores=cores)


def test_the_same_environment_gives_the_same_bytes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = rendered(ENVIRONMENT)
    # Another machine: more cores, other name servers, another folder with a config of its own.
    monkeypatch.setattr("omeroweb.config.catalogue.gunicorn.available_cores", lambda: 64)
    monkeypatch.setattr("builder.nginx.available_cores", lambda: 64)
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "own.omero").write_text("omero.web.nginx.gzip=false\n")
    monkeypatch.chdir(tmp_path)
    assert rendered({**ENVIRONMENT, "OMERODIR": str(tmp_path)}) == before
    assert set(before) == {"nginx.conf", "gunicorn.conf.py", "site.omero"}


def test_cores_are_counted_on_as_they_are_given() -> None:
    four = rendered({}, cores=4)
    assert "worker_processes 4;" in four["nginx.conf"]
    assert "workers = 4\n" in four["gunicorn.conf.py"]
    fixed = rendered({"CONFIG_omero_web_wsgi__workers": "3"}, cores=4)
    assert "workers = 3\n" in fixed["gunicorn.conf.py"]


def test_files_are_those_of_the_images() -> None:
    texts = rendered({"CONFIG_omero_web_nginx_server__name": "omero.example.org"})
    assert "bind = ['0.0.0.0:4080']" in texts["gunicorn.conf.py"]
    for line in (
        "listen 8080 default_server;",
        "server_name omero.example.org;",
        'set $omero_upstream "web:4080";',
        "alias /opt/omero/web/static/;",
    ):
        assert line in texts["nginx.conf"], line


def test_settings_built_in_are_weaker_than_everything_else(tmp_path: Path) -> None:
    settings, _ = baked.given(files.of_the_environment(ENVIRONMENT))
    (tmp_path / "site.omero").write_text(baked.text(settings), encoding="utf-8")
    inside = {BUILT_IN_VARIABLE: str(tmp_path), "OMERODIR": str(tmp_path)}
    of = load(inside)
    assert of[catalogue.PREFIX] == "/omero"
    assert of.source(catalogue.PREFIX) == f"{tmp_path / 'site.omero'}, line 2"
    grid = tmp_path / "config"
    grid.mkdir()
    (grid / "x.omero").write_text("omero.web.prefix=/files\n")
    assert load(inside)[catalogue.PREFIX] == "/files"
    inside["CONFIG_omero_web_prefix"] = "/variable"
    assert load(inside)[catalogue.PREFIX] == "/variable"


def test_a_secret_is_never_built_in() -> None:
    environ = {**ENVIRONMENT, "CONFIG_omero_web_secret__key": SECRET}
    settings, secrets = baked.given(files.of_the_environment(environ))
    assert secrets == ["omero.web.secret_key"]
    assert SECRET not in baked.text(settings)
    assert SECRET not in "".join(rendered(environ).values())
    assert "omero.web.secret_key; pass it when the container starts" in baked.note(secrets)


@pytest.mark.parametrize("text", ["two\nlines", " blank before", "backslash at the end\\"])
def test_a_value_that_no_line_can_hold_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"omero\.web\.login.*value of one line"):
        rendered({"CONFIG_omero_web_login__incorrect__credentials__text": text})


def test_check_names_what_is_out_of_date(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = str(tmp_path / "rendered")
    assert main(["render", "--output", folder]) == 0
    assert main(["render", "--check", folder]) == 0
    assert f"{folder} is up to date" in capsys.readouterr().out
    monkeypatch.setenv("CONFIG_omero_web_nginx_max__body__size", "3g")
    (tmp_path / "rendered" / "gunicorn.conf.py").unlink()
    assert main(["render", "--check", folder]) == 1
    said = capsys.readouterr().err
    assert f"{folder}/gunicorn.conf.py is missing" in said
    assert f"{folder}/nginx.conf is not as the settings say, from line" in said
    assert f"omero-builder render --output {folder}" in said


def test_every_wrong_value_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CONFIG_omero_web_nginx_port", "http")
    monkeypatch.setenv("CONFIG_omero_web_nginx_stream", "stream")
    assert main(["render"]) == 1
    said = capsys.readouterr().err
    assert "omero.web.nginx.port='http'" in said
    assert "omero.web.nginx.stream='stream'" in said


def test_a_full_disk_is_named_with_the_file_and_what_to_do(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    # Linux' own full disk.
    (tmp_path / "site.omero").symlink_to("/dev/full")
    assert main(["render", "--output", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert said == (
        "omero-builder: No space left on device; free some space, or name another folder\n"
    )
