"""Files of `manifests` as tests look at them."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from yaml import CSafeLoader

from builder.manifests import deployment, manifests

Object = dict[str, Any]

# A state directory that does not exist: nothing but the environment says anything.
NOWHERE = {"OMERODIR": "/nowhere/omero"}
POSTGRESQL = {"DATABASE_URL": "postgresql://omero:geheim@db.example.org:5433/omero"}
SEVERAL = {**POSTGRESQL, "IMAGES": "nfs://nas.example.org/export/images"}
SITE = {"SITE": "https://omero.example.org/"}
# What is asked for in as many ways as there are templates' conditions.
CASES: dict[str, dict[str, str]] = {
    "nothing": {},
    "site": SITE,
    "several": {**SEVERAL, **SITE, "INGRESS_NAMESPACE": "traefik", "IMAGE_PULL_SECRET": "pull"},
    "folders": {
        "IMAGES": "/data/images",
        "STATE": "/srv/omero",
        "CONTAINER_USER": "any",
        "NODE": "box",
    },
    "nfs": {**SEVERAL, "STATE": "nfs://nas/omero", "REPLICAS": "5", "NODE": "worker-1"},
    "path": {
        "SITE": "http://example.org/omero",
        "INGRESS_CLASS": "nginx",
        "CLUSTER_ISSUER": "letsencrypt",
        "NAMESPACE": "default",
        "STORAGE_CLASS": "fast",
    },
    "secrets": {
        "CONFIG_omero_web_secret__key": "geheim",
        "CONFIG_omero_mail_password": "geheim",
        "CONFIG_omero_mail_host": "mail.example.org",
        "OMERO_WEB_ROOT_PASSWORD": "geheim",
        "SECRETS": "other",
    },
}
CLAIMS = {**SEVERAL, "IMAGES": "pvc:microscope", "STATE": "pvc:shared"}


def made(kind: str, *environments: dict[str, str]) -> dict[str, str]:
    """The files of a kind: name -> text."""
    merged = dict(NOWHERE)
    for environ in environments:
        merged |= environ
    return dict(_made(kind, tuple(merged.items())))


@cache
def _made(kind: str, environ: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Kept, for many tests ask for the same."""
    return manifests(deployment(kind, dict(environ)))


def objects(files: dict[str, str]) -> list[Object]:
    """All objects for a cluster."""
    text = "\n---\n".join(text for name, text in files.items() if name != "kustomization.yaml")
    return [one for one in yaml.load_all(text, CSafeLoader) if one]


def kubernetes(*environments: dict[str, str]) -> dict[tuple[str, str], Object]:
    """The objects by kind and name."""
    found = objects(made("kubernetes", *environments))
    return {(one["kind"], one["metadata"]["name"]): one for one in found}


def compose(*environments: dict[str, str]) -> Object:
    loaded: Object = yaml.load(made("compose", *environments)["compose.yaml"], CSafeLoader)
    return loaded


def swarm(*environments: dict[str, str]) -> Object:
    loaded: Object = yaml.load(made("swarm", *environments)["stack.yaml"], CSafeLoader)
    return loaded


def secret_file(folder: Path, text: str) -> str:
    file = folder / "secret"
    file.write_text(text, encoding="utf-8")
    return str(file)
