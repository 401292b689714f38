"""What cannot be deployed as it was asked for, one sentence each, with the next step."""

from collections.abc import Iterator

from builder.manifests import variables as v
from omeroweb.config import Configuration, catalogue
from omeroweb.config.parsers.database_url import SQLITE
from omeroweb.config.property import Property

# Below, only root may listen in a pod.
LOWEST_PORT = 1024
# What brings a database that is no file.
ADVICE = "name a PostgreSQL with DATABASE_URL"


def is_sqlite(of: Configuration) -> bool:
    """Whether the store is a file, which the containers of one machine share."""
    return of[catalogue.DATABASES].get("default", {"ENGINE": SQLITE})["ENGINE"] == SQLITE


def problems(of: Configuration, choices: v.Choices) -> Iterator[str]:
    """Everything that is wrong with the variables together."""
    yield from _of_replicas(of, choices)
    yield from _of_places(of, choices)
    if choices.kind == v.KUBERNETES:
        yield from _of_kubernetes(of)


def _of_replicas(of: Configuration, choices: v.Choices) -> Iterator[str]:
    replicas = choices[v.REPLICAS]
    if not replicas or replicas == 1:
        return
    if is_sqlite(of):
        yield f"REPLICAS={replicas}: expected 1 with SQLite, a file of one machine; {ADVICE}"
    elif not choices[v.IMAGES]:
        yield f"REPLICAS={replicas}: expected 1 with sample images; name a folder with IMAGES"


def _of_places(of: Configuration, choices: v.Choices) -> Iterator[str]:
    for variable in (v.IMAGES, v.STATE):
        place = choices[variable]
        if place and place.kind == "claim" and choices.kind != v.KUBERNETES:
            yield f"{variable.name}=pvc:{place.name}: expected /folder or nfs://server/folder here"
    state = choices[v.STATE]
    if state and state.kind == "nfs" and is_sqlite(of):
        yield (
            f"STATE=nfs://{state.server}{state.path}: expected a place on one machine, for SQLite "
            f"cannot lock files over NFS; or {ADVICE}"
        )


def _of_kubernetes(of: Configuration) -> Iterator[str]:
    if of.optional(catalogue.NGINX_CERTIFICATE):
        yield (
            f"{catalogue.NGINX_CERTIFICATE.name} (from {of.source(catalogue.NGINX_CERTIFICATE)}): "
            "expected no certificate of NGINX's own, TLS ends at the Ingress; set SITE=https://... "
            "and TLS_SECRET instead"
        )
    ports: tuple[Property[int], ...] = (catalogue.SERVER_PORT, catalogue.NGINX_PORT)
    for declared in ports:
        if declared.name in of.given and of[declared] < LOWEST_PORT:
            yield (
                f"{declared.name}={of[declared]} (from {of.source(declared)}): expected a port "
                f"from {LOWEST_PORT} on, for nobody is root in a pod"
            )
