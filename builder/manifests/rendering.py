"""From a deployment to the texts of its files."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from builder.manifests import header, omero_file
from builder.manifests.deployment import HASH_LENGTH, Deployment
from builder.manifests.variables import (
    COMPOSE,
    DEFAULT_NAMESPACE,
    KUBERNETES,
    NAMESPACE,
    SITE,
    SWARM,
)
from builder.manifests.yaml_text import comment, quoted, quoted_for_compose
from builder.text import render

TEMPLATES = Path(__file__).resolve().parent / "templates"


def manifests(of: Deployment) -> dict[str, str]:
    """The files of a deployment: name -> text."""
    return _FILES[of.choices.kind](of)


def _compose(of: Deployment) -> dict[str, str]:
    return {"compose.yaml": _text("compose.yaml", of)}


def _swarm(of: Deployment) -> dict[str, str]:
    """The settings are files of their own: a Swarm never changes a config, it gets another one."""
    divided = {name: omero_file.divide(getattr(of, name)) for name in ("web", "nginx")}
    files = {
        f"{name}.omero": _text("settings.omero", of, settings=in_file)
        for name, (in_file, _) in divided.items()
        if in_file
    }
    environment = {name: in_environment for name, (_, in_environment) in divided.items()}
    hashes = {name.removesuffix(".omero"): _digest(text) for name, text in files.items()}
    return {"stack.yaml": _text("stack.yaml", of, environment=environment, hashes=hashes), **files}


def _kubernetes(of: Deployment) -> dict[str, str]:
    names = list(_kubernetes_names(of))
    files = {name: _text(f"kubernetes/{name}", of) for name in names}
    return files | {"kustomization.yaml": _text("kubernetes/kustomization.yaml", of, names=names)}


def _kubernetes_names(of: Deployment) -> Iterator[str]:
    """The files in the order in which they are applied."""
    if of.choices[NAMESPACE] != DEFAULT_NAMESPACE:
        yield "namespace.yaml"
    yield from ("settings.yaml", "storage.yaml", "web.yaml", "stream.yaml", "nginx.yaml")
    if of.is_many:
        yield "importer.yaml"
    if of.choices[SITE]:
        yield "ingress.yaml"
    yield "network-policy.yaml"


_FILES: Mapping[str, Callable[[Deployment], dict[str, str]]] = {
    COMPOSE: _compose,
    SWARM: _swarm,
    KUBERNETES: _kubernetes,
}


def _text(template: str, of: Deployment, **more: object) -> str:
    is_kubernetes = of.choices.kind == KUBERNETES
    filters = {
        "quoted": quoted if is_kubernetes else quoted_for_compose,
        "comment": comment,
    }
    values = {
        "d": of,
        "made_by": header.made_by(of),
        "made_from": header.made_from(of),
        "secret_commands": header.secret_commands(of),
        **more,
    }
    text = render(TEMPLATES, f"{template}.j2", values, filters)
    # What a condition leaves out leaves lines of white space.
    return re.sub(r"\n(?:[ \t]*\n)+", "\n\n", text).replace("\n\n---", "\n---").strip() + "\n"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:HASH_LENGTH]
