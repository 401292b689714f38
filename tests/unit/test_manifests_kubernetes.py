"""`manifests kubernetes`: what the API takes, what the restricted profile lets in, what fits."""

from collections.abc import Iterator
from functools import cache

import kubernetes_validate
import pytest
import yaml
from kubernetes_validate import utils

from tests.unit.manifest_files import (
    CASES,
    CLAIMS,
    POSTGRESQL,
    SEVERAL,
    SITE,
    Object,
    kubernetes,
    made,
    objects,
)

# The oldest that a distribution still keeps, and the newest that is known.
VERSIONS = ["1.29", kubernetes_validate.latest_version()]
EVERYTHING = {**CASES, "claims": CLAIMS}


def pods(found: dict[tuple[str, str], Object]) -> Iterator[tuple[str, Object]]:
    """Name and template of every pod."""
    for (kind, name), one in found.items():
        if kind == "Deployment":
            yield name, one["spec"]["template"]
        elif kind == "CronJob":
            yield name, one["spec"]["jobTemplate"]["spec"]["template"]


def container(found: dict[tuple[str, str], Object], name: str) -> Object:
    template = dict(pods(found))[f"omeroweb-{name}"]
    (only,) = template["spec"]["containers"]
    loaded: Object = only
    return loaded


@pytest.fixture(scope="module")
def schemas() -> Iterator[None]:
    """Each file of schemas is read once, and not for every object."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(utils, "schema_contents", cache(utils.schema_contents))
        yield


@pytest.mark.usefixtures("schemas")
@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("case", EVERYTHING)
def test_the_api_takes_every_object(version: str, case: str) -> None:
    found = objects(made("kubernetes", EVERYTHING[case]))
    assert found
    for one in found:
        kubernetes_validate.validate(one, version, strict=True)


@pytest.mark.parametrize("case", EVERYTHING)
def test_every_pod_passes_the_restricted_profile(case: str) -> None:
    """https://kubernetes.io/docs/concepts/security/pod-security-standards/, "Restricted"."""
    found = list(pods(kubernetes(EVERYTHING[case])))
    assert found
    for _, template in found:
        spec = template["spec"]
        assert not {"hostNetwork", "hostPID", "hostIPC"} & spec.keys()
        assert spec["securityContext"]["runAsNonRoot"] is True
        assert spec["securityContext"].get("runAsUser") != 0
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        allowed = {"configMap", "emptyDir", "persistentVolumeClaim", "secret"}
        assert {kind for volume in spec["volumes"] for kind in volume} - {"name"} <= allowed
        for one in spec["containers"]:
            assert one["securityContext"]["allowPrivilegeEscalation"] is False
            assert one["securityContext"]["capabilities"] == {"drop": ["ALL"]}
            assert one["securityContext"]["readOnlyRootFilesystem"] is True
            assert not any("hostPort" in port for port in one.get("ports", []))
            assert one["resources"].keys() == {"requests", "limits"}
            assert "/tmp" in {mount["mountPath"] for mount in one["volumeMounts"]}  # noqa: S108


@pytest.mark.parametrize("case", EVERYTHING)
def test_everything_that_is_named_is_there(case: str) -> None:
    found = kubernetes(EVERYTHING[case])
    outside = {("Secret", EVERYTHING[case].get("SECRETS", "omeroweb"))}
    outside |= {("PersistentVolumeClaim", name) for name in ("microscope", "shared")}
    for _, template in pods(found):
        labels = template["metadata"]["labels"]
        spec = template["spec"]
        (one,) = spec["containers"]
        named = {("ConfigMap", source["configMapRef"]["name"]) for source in one["envFrom"]}
        for volume in spec["volumes"]:
            if "secret" in volume:
                named.add(("Secret", volume["secret"]["secretName"]))
            if "persistentVolumeClaim" in volume:
                claim = volume["persistentVolumeClaim"]["claimName"]
                named.add(("PersistentVolumeClaim", claim))
        assert named <= found.keys() | outside
        mounted = {mount["name"] for mount in one["volumeMounts"]}
        assert mounted == {volume["name"] for volume in spec["volumes"]}
        if labels["app.kubernetes.io/component"] != "importer":
            name = f"omeroweb-{labels['app.kubernetes.io/component']}"
            for kind in ("Service", "PodDisruptionBudget"):
                selector = found[kind, name]["spec"]["selector"]
                assert selector.get("matchLabels", selector).items() <= labels.items()


@pytest.mark.parametrize("case", EVERYTHING)
def test_nginx_knows_gunicorn_by_the_full_names_of_its_services(case: str) -> None:
    found = kubernetes(EVERYTHING[case])
    settings = found["ConfigMap", "omeroweb-nginx"]["data"]
    for component in ("web", "stream"):
        service = found["Service", f"omeroweb-{component}"]
        host, _, port = settings[f"CONFIG_omero_web_nginx_{component}"].partition(":")
        # A name server is asked for the name as it is: no search domain is added.
        name, namespace = service["metadata"]["name"], service["metadata"]["namespace"]
        assert host == f"{name}.{namespace}.svc.cluster.local"
        assert int(port) == service["spec"]["ports"][0]["port"]


@pytest.mark.parametrize("name", ["web", "stream"])
def test_a_pod_is_new_when_a_setting_is(name: str) -> None:
    def annotation(*environ: dict[str, str]) -> str:
        template = dict(pods(kubernetes(*environ)))[f"omeroweb-{name}"]
        return str(template["metadata"]["annotations"]["omeroweb/settings"])

    assert annotation({}) == annotation({"NAMESPACE": "omeroweb"})
    assert annotation({}) != annotation({"CONFIG_omero_web_page__size": "9"})
    secret = {"CONFIG_omero_web_secret__key": "geheim"}
    assert annotation({}) != annotation(secret)
    assert annotation(secret) != annotation(secret, {"SECRETS": "omeroweb-2"})
    # A value that must not be known is not part of what everybody sees.
    assert annotation(secret) == annotation({"CONFIG_omero_web_secret__key": "other"})


def test_with_sqlite_there_is_one_web_pod_beside_its_file_and_the_file_says_why() -> None:
    found = kubernetes({"IMAGES": "/data"})
    for name in ("web", "stream"):
        deployment = found["Deployment", f"omeroweb-{name}"]
        assert deployment["spec"]["replicas"] == 1
        affinity = deployment["spec"]["template"]["spec"]["affinity"]["podAffinity"]
        (term,) = affinity["requiredDuringSchedulingIgnoredDuringExecution"]
        labels = deployment["spec"]["template"]["metadata"]["labels"]
        assert term["labelSelector"]["matchLabels"].items() <= labels.items()
    assert not [kind for kind, _ in found if kind in ("HorizontalPodAutoscaler", "CronJob")]
    assert container(found, "web")["args"] == [
        "serve",
        "--background-import",
        "--images",
        "/images",
    ]
    assert "# One: SQLite is a file of one machine." in made("kubernetes", {})["web.yaml"]


def test_with_postgresql_several_pods_run_and_one_job_imports() -> None:
    found = kubernetes(SEVERAL, {"REPLICAS": "3", "MAX_REPLICAS": "9"})
    scaler = found["HorizontalPodAutoscaler", "omeroweb-web"]["spec"]
    assert (scaler["minReplicas"], scaler["maxReplicas"]) == (3, 9)
    # Or each `kubectl apply` would undo what the autoscaler has done.
    assert "replicas" not in found["Deployment", "omeroweb-web"]["spec"]
    assert found["Deployment", "omeroweb-stream"]["spec"]["replicas"] == 3
    assert container(found, "web")["args"] == ["web", "start", "--foreground"]
    assert container(found, "importer")["args"] == ["import", "/images"]
    state = found["PersistentVolumeClaim", "omeroweb-state"]["spec"]
    assert state["accessModes"] == ["ReadWriteMany"]
    assert "affinity" not in dict(pods(found))["omeroweb-web"]["spec"]


def test_secrets_are_files_of_web_and_stream_and_nginx_has_none() -> None:
    found = kubernetes(CASES["secrets"])
    environment = {one["name"]: one["value"] for one in container(found, "web")["env"]}
    assert environment == {
        "CONFIG_omero_web_secret__key_FILE": "/run/secrets/omeroweb/omero.web.secret_key",
        "CONFIG_omero_mail_password_FILE": "/run/secrets/omeroweb/omero.mail.password",
        "OMERO_WEB_ROOT_PASSWORD_FILE": "/run/secrets/omeroweb/root.password",
    }
    assert "env" not in container(found, "nginx")
    text = made("kubernetes", CASES["secrets"])["settings.yaml"]
    assert '--from-literal=omero.web.secret_key="$CONFIG_omero_web_secret__key"' in text


def test_a_folder_and_a_file_server_are_volumes_that_a_claim_of_ours_is_bound_to() -> None:
    for images, source in (
        ("/data/images", {"hostPath": {"path": "/data/images", "type": "Directory"}}),
        ("nfs://nas/export/a", {"nfs": {"server": "nas", "path": "/export/a"}}),
    ):
        found = kubernetes({"IMAGES": images})
        volume = found["PersistentVolume", "omeroweb-omeroweb-images"]["spec"]
        assert source.items() <= volume.items()
        assert volume["claimRef"] == {"name": "omeroweb-images", "namespace": "omeroweb"}
        claim = found["PersistentVolumeClaim", "omeroweb-images"]["spec"]
        assert claim["volumeName"] == "omeroweb-omeroweb-images"
        assert claim["storageClassName"] == volume["storageClassName"] == ""
        mounts = container(found, "stream")["volumeMounts"]
        assert {"name": "images", "mountPath": "/images", "readOnly": True} in mounts


def test_a_folder_with_the_state_may_be_on_one_machine() -> None:
    found = kubernetes({"STATE": "/srv/omero", "NODE": "box"})
    volume = found["PersistentVolume", "omeroweb-omeroweb-state"]["spec"]
    (term,) = volume["nodeAffinity"]["required"]["nodeSelectorTerms"]
    assert term["matchExpressions"][0]["values"] == ["box"]


def test_the_ingress_ends_tls_for_the_host_and_the_path_of_the_site() -> None:
    found = kubernetes(SITE, {"TLS_SECRET": "cert", "CLUSTER_ISSUER": "letsencrypt"})
    ingress = found["Ingress", "omeroweb"]
    assert ingress["spec"]["tls"] == [{"hosts": ["omero.example.org"], "secretName": "cert"}]
    annotations = ingress["metadata"]["annotations"]
    assert annotations == {"cert-manager.io/cluster-issuer": "letsencrypt"}

    below = kubernetes({"SITE": "http://example.org/omero"})
    (rule,) = below["Ingress", "omeroweb"]["spec"]["rules"]
    assert (rule["host"], rule["http"]["paths"][0]["path"]) == ("example.org", "/omero")
    assert "tls" not in below["Ingress", "omeroweb"]["spec"]
    assert container(below, "web")["readinessProbe"]["httpGet"]["path"] == "/omero/healthz"
    for name in ("omeroweb-settings", "omeroweb-nginx"):
        assert below["ConfigMap", name]["data"]["CONFIG_omero_web_prefix"] == "/omero"
    assert not [kind for kind, _ in kubernetes() if kind == "Ingress"]


def test_ports_follow_the_properties() -> None:
    found = kubernetes(
        {
            "CONFIG_omero_web_application__server_port": "5000",
            "CONFIG_omero_web_nginx_port": "5001",
        }
    )
    assert container(found, "web")["ports"][0]["containerPort"] == 5000
    assert container(found, "nginx")["ports"][0]["containerPort"] == 5001
    nginx = found["ConfigMap", "omeroweb-nginx"]["data"]
    assert nginx["CONFIG_omero_web_nginx_web"].endswith(":5000")
    policies = [one for (kind, _), one in found.items() if kind == "NetworkPolicy"]
    assert {str(port) for port in (5000, 5001)} <= set(yaml.safe_dump(policies).split())


def test_pods_reach_the_database_the_caches_and_the_mail_server_and_nothing_else() -> None:
    environ = {
        **POSTGRESQL,
        "CONFIG_omero_web_caches": '{"default": {"BACKEND": "django.core.cache.backends.redis.'
        'RedisCache", "LOCATION": ["redis://a:6380/0", "rediss://b/1"]}}',
        "CONFIG_omero_mail_host": "mail.example.org",
        "CONFIG_omero_mail_port": "587",
        "EGRESS_PORTS": "443",
    }
    policy = kubernetes(environ)["NetworkPolicy", "omeroweb-inside"]["spec"]
    assert policy["policyTypes"] == ["Ingress", "Egress"]
    reached = [{port["port"] for port in rule["ports"]} for rule in policy["egress"]]
    assert reached == [{53}, {443, 587, 5433, 6379, 6380}]
    alone = kubernetes()["NetworkPolicy", "omeroweb-inside"]["spec"]
    assert [{port["port"] for port in rule["ports"]} for rule in alone["egress"]] == [{53}]


def test_the_kustomization_names_every_other_file() -> None:
    files = made("kubernetes", SEVERAL, SITE)
    listed = yaml.safe_load(files["kustomization.yaml"])["resources"]
    assert listed == [name for name in files if name != "kustomization.yaml"]


def test_the_namespace_that_every_cluster_has_is_left_as_it_is() -> None:
    assert "namespace.yaml" in made("kubernetes", {})
    assert "namespace.yaml" not in made("kubernetes", {"NAMESPACE": "default"})
