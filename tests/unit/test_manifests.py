"""`manifests`: what all kinds of files have in common."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from builder.cli import main
from builder.gunicorn import STREAM_WORKER, gunicorn_settings
from builder.manifests import KINDS, deployment
from builder.manifests.settings import ALSO_OF_NGINX, ALSO_OF_WEB, OF_THE_IMAGES
from builder.manifests.variables import VARIABLES
from builder.nginx import nginx_settings
from builder.nginx_places import SYSTEM
from omeroweb.config import Configuration, ConfigurationError, Property, catalogue, load
from tests.unit.manifest_files import CASES, NOWHERE, POSTGRESQL, SEVERAL, SITE, made, secret_file

LINKS = {"CONFIG_omero_web_ui_top__links": '[["A $5 page", "https://example.org/?a=1&b=$c"]]'}


def all_text(files: dict[str, str]) -> str:
    return "".join(files.values())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("case", CASES)
def test_the_same_environment_gives_the_same_bytes(kind: str, case: str) -> None:
    backwards = dict(reversed(CASES[case].items()))
    assert list(made(kind, CASES[case]).items()) == list(made(kind, backwards).items())


def test_another_process_gives_the_same_bytes() -> None:
    environ = {**NOWHERE, **SEVERAL, **SITE, **LINKS, "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-m", "builder", "manifests", "swarm"]
    first = subprocess.check_output(command, env=environ, text=True)
    second = subprocess.check_output(command, env={**environ, "PYTHONHASHSEED": "8"}, text=True)
    assert first == second


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("case", CASES)
def test_texts_are_tidy(kind: str, case: str) -> None:
    for name, text in made(kind, CASES[case]).items():
        lines = text.splitlines()
        assert lines[0].startswith(f"# Made by `omero-builder manifests {kind}`"), name
        assert [line for line in lines if line != line.rstrip()] == [], name
        assert "\n\n\n" not in text
        assert text.endswith("\n")
        assert not text.endswith("\n\n")


@pytest.mark.parametrize("kind", KINDS)
def test_the_header_says_what_it_was_made_from(kind: str) -> None:
    first = next(iter(made(kind, {"VERSION": "2.0", "REGISTRY": "registry:5000"}).items()))[1]
    if kind == "kubernetes":
        first = made(kind, {"VERSION": "2.0", "REGISTRY": "registry:5000"})["settings.yaml"]
    assert "REGISTRY=registry:5000 VERSION=2.0\n" in first


@pytest.mark.parametrize("kind", KINDS)
def test_images_are_named_as_they_were_published(kind: str) -> None:
    environ = {"REGISTRY": "registry.example.org:5000", "REPOSITORY": "a/b", "VERSION": "1.2"}
    text = all_text(made(kind, environ))
    assert "image: registry.example.org:5000/a/b/web:1.2\n" in text
    assert "image: registry.example.org:5000/a/b/nginx:1.2\n" in text


# --- secrets -----------------------------------------------------------------

TOKEN = "a-thing-to-hide"


def hidden() -> dict[str, str]:
    """Every secret property with a value that fits it, and the administrator's password."""
    values = {
        "omero.web.databases": json.dumps(
            {"default": {"ENGINE": "django.db.backends.postgresql", "PASSWORD": TOKEN}}
        ),
        "omero.web.caches": json.dumps(
            {
                "default": {
                    "BACKEND": "django.core.cache.backends.redis.RedisCache",
                    "LOCATION": TOKEN,
                }
            }
        ),
    }
    secret = {name: one for name, one in catalogue.BY_NAME.items() if one.is_secret}
    given = {one.variable: values.get(name, TOKEN) for name, one in secret.items()}
    return {**given, "OMERO_WEB_ROOT_PASSWORD": TOKEN}


@pytest.mark.parametrize("kind", KINDS)
def test_no_file_holds_a_secret(kind: str) -> None:
    # The id that belongs to one of them is none.
    files = made(kind, {**hidden(), catalogue.S3_ACCESS_KEY_ID.variable: "reader"})
    assert TOKEN not in all_text(files)
    # Each is read from a file in the container.
    for variable in hidden():
        assert f"{variable}_FILE" in all_text(files)


@pytest.mark.parametrize("kind", KINDS)
def test_a_password_in_the_address_of_the_database_is_a_secret_too(kind: str) -> None:
    text = all_text(made(kind, POSTGRESQL))
    assert "geheim" not in text
    assert "DATABASE_URL_FILE" in text
    assert "CONFIG_omero_web_databases" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_secret_from_a_file_names_that_file(kind: str, tmp_path: Path) -> None:
    file = secret_file(tmp_path, TOKEN)
    text = all_text(made(kind, {"CONFIG_omero_web_secret__key_FILE": file}))
    assert TOKEN not in text
    assert file in text


def test_a_secret_of_config_xml_is_asked_of_the_command(tmp_path: Path) -> None:
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "a.omero").write_text(f"omero.web.secret_key={TOKEN}\n")
    text = all_text(made("compose", {"OMERODIR": str(tmp_path)}))
    assert TOKEN not in text
    assert (
        'printf %s "$(omero config get --resolved --show-password omero.web.secret_key)"'
        " > secrets/omero.web.secret_key" in text
    )


# --- which properties --------------------------------------------------------


def settings_of(kind: str, *environments: dict[str, str]) -> str:
    files = made(kind, *environments)
    return "\n".join(line for line in all_text(files).splitlines() if "omero" in line)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_set_is_carried_over_and_nothing_else(kind: str) -> None:
    text = all_text(made(kind, {"CONFIG_omero_web_page__size": "77"}))
    assert "77" in text
    for unset in ("time_zone", "time__zone", "server_list", "server__list", "wsgi__timeout"):
        assert f"omero.web.{unset}" not in text
        assert f"CONFIG_omero_web_{unset}" not in text


def test_what_has_no_effect_or_belongs_to_the_images_is_left_out() -> None:
    environ = {
        "CONFIG_omero_web_static__root": "/srv/static",
        "CONFIG_omero_web_secure": "true",
        "CONFIG_omero_db_name": "omero",
    }
    text = all_text(made("compose", environ))
    for name in ("static__root", "omero_web_secure", "db_name"):
        assert name not in text
    notes = deployment("compose", {**NOWHERE, **environ}).notes
    assert len(notes) == 1
    assert notes[0].startswith("omero.web.static_root (from CONFIG_omero_web_static__root): left")


class Recording(dict[str, str]):
    """Texts of properties that remember which of them somebody looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def __contains__(self, name: object) -> bool:
        self.seen.add(str(name))
        return False

    def get(self, name: str, default: object = None) -> object:  # type: ignore[override]
        self.seen.add(name)
        return default


def followed(declared: Property[object]) -> set[str]:
    """The properties that a default is made from."""
    texts = Recording()
    declared.default_text(texts)
    return texts.seen


def test_nginx_gets_everything_that_its_file_is_made_from(monkeypatch: pytest.MonkeyPatch) -> None:
    used: set[str] = set()
    value = Configuration.__getitem__

    def record(self: Configuration, wanted: Property[object]) -> object:
        used.add(wanted.name)
        return value(self, wanted)

    configuration = load(NOWHERE)
    monkeypatch.setattr(Configuration, "__getitem__", record)
    nginx_settings(configuration, "image", SYSTEM)
    assert used
    used |= {name for one in list(used) for name in followed(catalogue.BY_NAME[one])}
    groups = {name for name in used if catalogue.BY_NAME[name].group == "nginx"}
    own = {one.name for one in OF_THE_IMAGES} | {catalogue.SERVER_PORT.name}
    assert used - groups - own == {one.name for one in ALSO_OF_NGINX}


def test_web_gets_what_its_other_properties_follow() -> None:
    outside = [one for one in catalogue.PROPERTIES if one.group != "nginx"]
    followed_names = {name for one in outside for name in followed(one)}
    of_nginx = {name for name in followed_names if catalogue.BY_NAME[name].group == "nginx"}
    assert of_nginx <= {one.name for one in ALSO_OF_WEB}


def test_the_streams_own_settings_make_an_asynchronous_pool() -> None:
    made_of = deployment("compose", NOWHERE)
    environ = {one.variable: one.text for one in made_of.stream}
    of = gunicorn_settings(load({**NOWHERE, "CONFIG_omero_web_wsgi__workers": "9", **environ}))
    assert (of.worker_class, of.workers, of.max_requests) == (STREAM_WORKER, 2, 0)


# --- what follows from the variables -----------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_an_https_site_has_safe_cookies_and_its_own_name(kind: str) -> None:
    settings = {one.name: one.text for one in deployment(kind, {**NOWHERE, **SITE}).web}
    assert settings["omero.web.session_cookie_secure"] == "true"
    assert settings["omero.web.csrf_trusted_origins"] == '["https://omero.example.org"]'
    assert "omero.example.org" in settings["omero.web.allowed_hosts"]
    # Only where nobody but a proxy of the cluster reaches NGINX is its word believed unasked.
    assert ("omero.web.nginx.trusted_proxies" in settings) == (kind == "kubernetes")


def test_what_somebody_has_set_is_not_derived() -> None:
    given = {"CONFIG_omero_web_allowed__hosts": '["other.example.org"]'}
    settings = {one.name: one for one in deployment("kubernetes", {**NOWHERE, **SITE, **given}).web}
    assert settings["omero.web.allowed_hosts"].text == '["other.example.org"]'
    assert settings["omero.web.allowed_hosts"].why == ""


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_looks_without_a_login_unless_somebody_said_so(kind: str) -> None:
    public = "omero.web.public.enabled"
    settings = {one.name: one.text for one in deployment(kind, NOWHERE).web}
    assert settings[public] == "false"
    said = {"CONFIG_omero_web_public_enabled": "true"}
    assert {one.name: one.text for one in deployment(kind, {**NOWHERE, **said}).web}[
        public
    ] == "true"


def test_a_setting_of_one_image_does_not_touch_the_other() -> None:
    before = deployment("kubernetes", NOWHERE)
    web = deployment("kubernetes", {**NOWHERE, "CONFIG_omero_web_page__size": "7"})
    nginx = deployment("kubernetes", {**NOWHERE, "CONFIG_omero_web_nginx_gzip": "false"})
    assert (web.web_hash != before.web_hash, web.nginx_hash != before.nginx_hash) == (True, False)
    assert (nginx.web_hash != before.web_hash, nginx.nginx_hash != before.nginx_hash) == (
        False,
        True,
    )


# --- what is refused ---------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "environ", "said"),
    [
        ("swarm", {"REPLICAS": "3"}, "REPLICAS=3: expected 1 with SQLite"),
        ("swarm", {"REPLICAS": "x", "PUBLISH": "y"}, "REPLICAS='x'.*\nPUBLISH='y'|PUBLISH.*\nREPL"),
        ("swarm", {**POSTGRESQL, "REPLICAS": "3"}, "REPLICAS=3: expected 1 with sample images"),
        ("kubernetes", {"STATE": "nfs://nas/omero"}, "SQLite cannot lock files over NFS"),
        ("compose", {"IMAGES": "pvc:images"}, "IMAGES=pvc:images: expected /folder"),
        ("compose", {"IMAGES": "images"}, "IMAGES='images': expected /folder, nfs://"),
        ("compose", {"REGISTRY": "https://registry"}, "REGISTRY='https://registry': expected a ho"),
        ("kubernetes", {"SITE": "omero.example.org"}, "SITE='omero.example.org': expected a URL"),
        ("kubernetes", {"CONFIG_omero_web_nginx_port": "80"}, "nginx.port=80 .* from 1024 on"),
        (
            "kubernetes",
            {
                "CONFIG_omero_web_nginx_ssl__certificate": "/a.pem",
                "CONFIG_omero_web_nginx_ssl__certificate__key": "/a.key",
            },
            "TLS ends at the Ingress",
        ),
        (
            "kubernetes",
            {"SITE": "https://example.org/a", "CONFIG_omero_web_prefix": "/b"},
            "SITE=https://example.org/a: expected the path of omero.web.prefix='/b'",
        ),
        ("compose", {"CONFIG_omero_web_wsgi__workers": "four"}, "wsgi_workers='four'"),
    ],
)
def test_what_cannot_be_deployed_is_said(kind: str, environ: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        made(kind, environ)


# --- the command -------------------------------------------------------------


@pytest.fixture
def environ(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, text in NOWHERE.items():
        monkeypatch.setenv(name, text)
    for variable in VARIABLES:
        monkeypatch.delenv(variable.name, raising=False)
    return monkeypatch


@pytest.mark.parametrize("kind", KINDS)
def test_the_command_writes_files_and_knows_when_they_are_old(
    kind: str, environ: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(tmp_path / "new" / "folder")
    assert main(["manifests", kind, "--output", folder]) == 0
    written = capsys.readouterr().out.split()
    assert sorted(map(str, Path(folder).iterdir())) == sorted(written)
    assert main(["manifests", kind, "--output", folder, "--check"]) == 0

    before = {file: Path(file).read_bytes() for file in written}
    environ.setenv("CONFIG_omero_web_page__size", "77")
    assert main(["manifests", kind, "--output", folder, "--check"]) == 1
    shown = capsys.readouterr()
    assert "77" in shown.out
    assert "not up to date; write it with --output" in shown.err
    assert {file: Path(file).read_bytes() for file in written} == before


def test_what_is_printed_is_one_stream_for_kubectl(
    environ: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["manifests", "kubernetes"]) == 0
    kinds = [one["kind"] for one in yaml.safe_load_all(capsys.readouterr().out)]
    assert kinds[0] == "Namespace"
    assert "Kustomization" not in kinds


def test_a_wrong_value_is_one_sentence_and_exit_code_1(
    environ: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environ.setenv("MEMORY", "lots")
    assert main(["manifests", "kubernetes"]) == 1
    said = capsys.readouterr().err
    assert said == "omero-builder: MEMORY='lots': expected a number with Mi, Gi or Ti, e.g. 2Gi\n"
