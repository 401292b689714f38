"""`omero web config`: what is printed, what is refused, and what is only mentioned."""

from pathlib import Path

import pytest

from omeroweb.cli.nginx import print_nginx
from omeroweb.errors import CommandError, ConfigurationError, OmeroError
from tests.folders import open_to_others

KINDS = ("nginx", "nginx-location", "nginx-development")
every_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture(autouse=True)
def omerodir(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A state directory whose static files everybody may read."""
    monkeypatch.setenv("OMERODIR", str(tmp_path))
    (tmp_path / "var" / "static").mkdir(parents=True)
    open_to_others(tmp_path)
    return tmp_path


def configure(monkeypatch: pytest.MonkeyPatch, **properties: str) -> None:
    """A keyword is what follows CONFIG_omero_web_ in a variable."""
    for name, text in properties.items():
        monkeypatch.setenv(f"CONFIG_omero_web_{name}", text)


def printed(
    kind: str,
    capsys: pytest.CaptureFixture[str],
    http: int | None = None,
    server_name: str | None = None,
    max_body_size: str | None = None,
) -> str:
    """What stands on stdout after a run that went well."""
    code = print_nginx(kind, http=http, server_name=server_name, max_body_size=max_body_size)
    assert code == 0
    return capsys.readouterr().out


def refused(
    kind: str,
    capsys: pytest.CaptureFixture[str],
    error: type[OmeroError] = CommandError,
    http: int | None = None,
    server_name: str | None = None,
    max_body_size: str | None = None,
) -> str:
    """The reason of a run that printed nothing."""
    with pytest.raises(error) as raised:
        print_nginx(kind, http=http, server_name=server_name, max_body_size=max_body_size)
    assert capsys.readouterr().out == ""
    return str(raised.value)


def test_options_win_over_properties(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(monkeypatch, nginx_port="8000", nginx_server__name="a.example.org")
    text = printed("nginx", capsys, 81, "b.example.org", "2g")
    for line in ("listen 81;", "server_name b.example.org;", "client_max_body_size 2g;"):
        assert f"    {line}\n" in text


def test_the_order_is_the_one_that_people_know(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed("nginx", capsys)
    parts = ("upstream omeroweb {", "listen 80;", "server_name $hostname;", "client_max_body_size")
    places = [text.index(part) for part in (*parts, "location ^~ /static/", "location / {")]
    assert places == sorted(places)


def test_port_0_is_no_port(capsys: pytest.CaptureFixture[str]) -> None:
    assert "listen 80;" in printed("nginx", capsys, http=0)


def test_nginx_development_needs_no_privilege(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], omerodir: Path
) -> None:
    configure(monkeypatch, nginx_ssl__certificate="/c.pem", nginx_ssl__certificate__key="/c.key")
    text = printed("nginx-development", capsys)
    for line in ("listen 8080 default_server;", "listen 8443 ssl", "server_name _;"):
        assert f"    {line}" in text
    assert f"pid {omerodir}/var/pid.nginx;" in text
    assert f"error_log {omerodir}/var/log/nginx_error.log;" in text
    assert (omerodir / "var" / "log").is_dir()


def test_nginx_development_listens_where_a_property_says(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(monkeypatch, nginx_port="9000")
    assert "listen 9000 default_server;" in printed("nginx-development", capsys)
    assert "listen 9001 default_server;" in printed("nginx-development", capsys, http=9001)


def test_nginx_never_connects_to_every_address(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for bound, reached in (("0.0.0.0", "127.0.0.1"), ("::", "[::1]")):  # noqa: S104
        configure(monkeypatch, application__server_host=bound)
        for kind in KINDS:
            text = printed(kind, capsys)
            assert f"{reached}:4080" in text
            assert f"{bound}:4080" not in text
    configure(monkeypatch, nginx_web="0.0.0.0:4080")
    said = refused("nginx", capsys)
    assert "omero.web.nginx.web='0.0.0.0:4080': expected an address" in said


@every_kind
@pytest.mark.parametrize("server", ["development", "wsgi"])
def test_nginx_stands_in_front_of_gunicorn_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], kind: str, server: str
) -> None:
    configure(monkeypatch, application__server=server)
    said = refused(kind, capsys)
    assert said.startswith(f"configuration mismatch: omero.web.application_server={server} cannot")
    assert said.endswith("expected wsgi-tcp")


@every_kind
def test_two_servers_cannot_share_a_port(capsys: pytest.CaptureFixture[str], kind: str) -> None:
    said = refused(kind, capsys, http=4080)
    assert said.startswith(
        "Port conflict: HTTP(4080) and wsgi(4080): expected omero.web.nginx.port"
    )


def test_https_cannot_share_a_port_either(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(
        monkeypatch,
        nginx_ssl__certificate="/c.pem",
        nginx_ssl__certificate__key="/c.key",
        nginx_https__port="4080",
    )
    assert refused("nginx", capsys).startswith("Port conflict: HTTPS(4080) and wsgi(4080)")


def test_on_two_machines_ports_may_be_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(monkeypatch, nginx_web="web.example.org:4080")
    text = printed("nginx", capsys, http=4080)
    assert text.count("server web.example.org:4080 fail_timeout=0;") == 2


@every_kind
def test_every_wrong_option_is_named(capsys: pytest.CaptureFixture[str], kind: str) -> None:
    said = refused(kind, capsys, ConfigurationError, 70000, "a b;", "much")
    for name in ("port='70000'", "server_name='a b;'", "max_body_size='much'"):
        assert f"omero.web.nginx.{name} (from command line): expected" in said


def test_folders_that_nginx_may_not_read_are_mentioned(
    capsys: pytest.CaptureFixture[str], omerodir: Path
) -> None:
    print_nginx("nginx", http=None, server_name=None, max_body_size=None)
    assert capsys.readouterr().err == ""
    static = omerodir / "var" / "static"
    (omerodir / "var").chmod(0o700)
    print_nginx("nginx", http=None, server_name=None, max_body_size=None)
    assert f"chmod o+x {omerodir / 'var'}\n" in capsys.readouterr().err
    (omerodir / "var").chmod(0o755)
    static.chmod(0o711)
    print_nginx("nginx", http=None, server_name=None, max_body_size=None)
    assert f"chmod o+rx {static}\n" in capsys.readouterr().err
    static.rmdir()
    print_nginx("nginx", http=None, server_name=None, max_body_size=None)
    assert f"{static} does not exist yet" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_named(
    capsys: pytest.CaptureFixture[str], omerodir: Path
) -> None:
    (omerodir / "var" / "log").write_text("in the way", encoding="utf-8")
    said = refused("nginx-development", capsys)
    assert said.startswith(f"{omerodir}/var/log cannot be made (File exists): expected")
