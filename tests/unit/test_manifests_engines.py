"""`manifests compose` and `manifests swarm`."""

import json
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from jsonschema.protocols import Validator
from jsonschema.validators import validator_for

from omeroweb.config import load
from omeroweb.config.parsers import path
from tests.unit.manifest_files import CASES, NOWHERE, SEVERAL, compose, made, swarm

ROOT = Path(__file__).resolve().parents[2]
SERVICES = {"web", "stream", "nginx"}
CERTIFICATE = {
    "CONFIG_omero_web_nginx_ssl__certificate": "/etc/ssl/site.pem",
    "CONFIG_omero_web_nginx_ssl__certificate__key": "/etc/ssl/site.key",
}


@pytest.fixture(scope="module")
def specification() -> Validator:
    """The Compose specification's own schema."""
    vendor = files("check_jsonschema.builtin_schemas.vendor")
    schema = json.loads((vendor / "compose-spec.json").read_text(encoding="utf-8"))
    return validator_for(schema)(schema)


@pytest.mark.parametrize("case", [*CASES, "certificate"])
def test_the_specification_takes_the_compose_file(specification: Validator, case: str) -> None:
    loaded = compose(CASES.get(case, CERTIFICATE))
    specification.validate(loaded)
    assert loaded["services"].keys() == SERVICES
    assert not any("build" in service for service in loaded["services"].values())


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_a_published_stack_is_like_that_of_compose_yaml(service: str) -> None:
    own = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"][service]
    made_here = compose({"CONFIG_omero_web_public_enabled": "true"})["services"][service]
    same = ("command", "read_only", "tmpfs", "cap_drop", "security_opt", "stop_grace_period")
    assert {one: own.get(one) for one in same} == {one: made_here.get(one) for one in same}
    assert {one for one in own["volumes"] if "no-images" not in one} == set(made_here["volumes"])
    assert made_here.get("depends_on", {}).items() <= own["depends_on"].items()

    def properties(environment: dict[str, str]) -> set[tuple[str, str]]:
        return {(name, text) for name, text in environment.items() if name.startswith("CONFIG_")}

    named, there = properties(made_here["environment"]), properties(own["environment"])
    # NGINX of compose.yaml is told what only Gunicorn reads, too.
    assert named <= there if service == "nginx" else named == there


@pytest.mark.parametrize(
    "environ",
    [
        # Their user could not write to a new volume, or there is no volume for these folders.
        {"CONTAINER_USER": "2000:3000", "STATE": "/srv/omero"},
        {"CONFIG_omero_web_kept_folder": "/OMERO/kept"},
        {"CONFIG_omero_web_nginx_kept__folder": "/elsewhere"},
    ],
)
def test_rendered_pictures_have_no_volume_of_their_own_where_that_would_not_work(
    environ: dict[str, str],
) -> None:
    loaded = compose(environ)
    assert "kept" not in (loaded.get("volumes") or {})
    assert not any("kept" in one for one in loaded["services"]["web"]["volumes"])


@pytest.mark.parametrize("case", [*CASES, "certificate"])
def test_everything_that_a_stack_names_is_in_it(case: str) -> None:
    loaded = swarm(CASES.get(case, CERTIFICATE))
    for service in loaded["services"].values():
        for kind in ("configs", "secrets"):
            assert {one["source"] for one in service.get(kind, [])} <= loaded.get(kind, {}).keys()
        volumes = {one["source"] for one in service["volumes"] if one["type"] == "volume"}
        assert volumes <= (loaded.get("volumes") or {}).keys()
        # Fields that `docker stack deploy` refuses or does not look at.
        assert not {"build", "depends_on", "restart", "tmpfs", "security_opt"} & service.keys()


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("service", sorted(SERVICES))
def test_containers_have_nothing_to_write_to_and_no_privilege(case: str, service: str) -> None:
    for loaded in (compose(CASES[case]), swarm(CASES[case])):
        one = loaded["services"][service]
        assert one["read_only"] is True
        assert one["cap_drop"] == ["ALL"]
        assert one["stop_grace_period"] == "40s"
    assert compose(CASES[case])["services"][service]["security_opt"] == ["no-new-privileges:true"]


def test_a_new_container_of_a_stack_is_healthy_before_the_old_one_stops() -> None:
    for service in swarm()["services"].values():
        assert service["deploy"]["update_config"]["order"] == "start-first"
        assert service["deploy"]["update_config"]["failure_action"] == "rollback"
        # The images bring a health check of their own.
        assert "healthcheck" not in service


def test_a_port_of_the_machine_is_free_only_when_the_old_container_has_ended() -> None:
    nginx = swarm({"PUBLISH": "host"})["services"]["nginx"]
    assert nginx["deploy"]["update_config"]["order"] == "stop-first"
    assert nginx["deploy"]["mode"] == "global"
    assert nginx["ports"] == [{"target": 8080, "published": 8080, "mode": "host"}]


def test_without_a_port_a_proxy_of_ones_own_finds_nginx_in_the_network() -> None:
    loaded = swarm({"PUBLISH": "none"})
    assert "ports" not in loaded["services"]["nginx"]
    assert loaded["networks"]["inside"]["attachable"] is True


def test_the_settings_of_a_stack_are_configs_whose_names_change_with_them() -> None:
    def names(environ: dict[str, str]) -> set[str]:
        return set(swarm(environ)["configs"])

    gzip = {"CONFIG_omero_web_nginx_gzip": "false"}
    assert len(names(gzip)) == 2
    size = {"CONFIG_omero_web_page__size": "9"}
    # Only what was changed: the other containers stay.
    assert len(names(gzip) & names({**gzip, **size})) == 1


def test_the_settings_of_a_stack_are_read_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    given = {
        "CONFIG_omero_web_ui_top__links": '[["A $5 \\"page\\"", "https://example.org/?a=1#b"]]',
        "CONFIG_omero_web_login__incorrect__credentials__text": " begins with a blank",
        "CONFIG_omero_web_top__logo__link": "/several=signs",
        "CONFIG_omero_web_nginx_server__name": "omero.example.org",
    }
    texts = made("swarm", given)
    stack = yaml.safe_load(texts["stack.yaml"].replace("$$", "$"))
    for service in ("web", "nginx"):
        folder = tmp_path_factory.mktemp(service)
        for name, text in texts.items():
            if name == f"{service}.omero":
                path(str(folder / name)).write_text(text, encoding="utf-8")
        environment = stack["services"][service].get("environment", {})
        read = load({**NOWHERE, "OMERO_WEB_CONFIG_FOLDER": str(folder), **environment}).given
        expected = {variable for variable in given if ("nginx" in variable) == (service == "nginx")}
        asked = load({**NOWHERE, **given}).given
        for name, entry in asked.items():
            if entry.source in expected:
                assert read[name].text == entry.text
    # What no line can say is in the environment, which is heard as well.
    assert list(stack["services"]["web"]["environment"]) == [
        "CONFIG_omero_web_login__incorrect__credentials__text"
    ]


def test_the_state_of_a_stack_stays_on_one_machine_unless_it_is_shared() -> None:
    def constraints(environ: dict[str, str]) -> list[str]:
        deploy = swarm(environ)["services"]["web"]["deploy"]
        return list(deploy.get("placement", {}).get("constraints", []))

    assert constraints({}) == ["node.role == manager"]
    assert constraints({"NODE": "server-2"}) == ["node.hostname == server-2"]
    assert constraints({**SEVERAL, "STATE": "nfs://nas/state"}) == []


def test_several_web_containers_leave_importing_to_one_of_its_own() -> None:
    services = swarm(SEVERAL, {"REPLICAS": "3"})["services"]
    assert services["web"]["deploy"]["replicas"] == 3
    assert services["web"]["command"] == ["web", "start", "--foreground"]
    assert services["importer"]["command"] == ["import", "/images"]
    assert services["importer"]["deploy"]["restart_policy"] == {"condition": "any", "delay": "15m"}


def test_file_servers_are_mounted_by_the_engine() -> None:
    for loaded in (compose(CASES["nfs"]), swarm(CASES["nfs"])):
        volumes = loaded["volumes"]
        assert volumes["images"]["driver_opts"]["o"].startswith("addr=nas.example.org,")
        assert volumes["images"]["driver_opts"]["device"] == ":/export/images"
        assert ",rw" in volumes["omero"]["driver_opts"]["o"]


def test_a_certificate_is_mounted_where_nginx_is_told_that_it_is() -> None:
    nginx = compose(CERTIFICATE, {"HTTPS_PORT": "9443"})["services"]["nginx"]
    environment = nginx["environment"]
    mounts = {one["target"]: one["source"] for one in nginx["volumes"] if isinstance(one, dict)}
    certificate = environment["CONFIG_omero_web_nginx_ssl__certificate"]
    assert mounts[certificate] == "/etc/ssl/site.pem"
    key = environment["CONFIG_omero_web_nginx_ssl__certificate__key"]
    assert mounts[key] == "/etc/ssl/site.key"
    # Browsers are sent to the port that is published.
    assert environment["CONFIG_omero_web_nginx_https__redirect__port"] == "9443"
    assert "127.0.0.1:9443:8443" in nginx["ports"]
    stack = swarm(CERTIFICATE)
    assert stack["secrets"]["certificate.key"]["external"] is True


def test_secrets_of_compose_are_files_beside_it() -> None:
    loaded = compose(CASES["secrets"])
    assert loaded["secrets"]["omero.web.secret_key"] == {"file": "./secrets/omero.web.secret_key"}
    for name in ("web", "stream"):
        service = loaded["services"][name]
        assert set(service["secrets"]) == loaded["secrets"].keys()
        paths = [text for key, text in service["environment"].items() if key.endswith("_FILE")]
        assert paths
        assert set(paths) == {f"/run/secrets/{secret}" for secret in loaded["secrets"]}
    assert "secrets" not in loaded["services"]["nginx"]
