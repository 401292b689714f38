"""Settings that follow from where the site stands, unless somebody has set them."""

import json
from collections.abc import Iterator, Mapping

from builder.manifests.parsers import Site
from builder.manifests.settings import Setting
from builder.manifests.variables import (
    COMPOSE,
    CONTAINER_USER,
    HTTPS_PORT,
    KUBERNETES,
    PUBLISH,
    SITE,
    SWARM,
    Choices,
)
from omeroweb.config import Configuration, ConfigurationError, catalogue

# Where the pods of ingress controllers and the networks of a Swarm are.
PRIVATE = ("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
THIS_MACHINE = ("localhost", "127.0.0.1")
# Files of the certificate in the nginx container.
CERTIFICATE, CERTIFICATE_KEY = "/certificate/site.pem", "/certificate/site.key"
# Rendered pictures, in the containers of web, stream and NGINX.
KEPT = "/kept"
HTTPS = 443


def complete(
    given: Mapping[str, Setting], of: Configuration, choices: Choices
) -> dict[str, Setting]:
    """What was given, and what follows from SITE, PUBLISH and the certificate.

    Raises ConfigurationError where they contradict each other.
    """
    found = {setting.name: setting for setting in _derived(of, choices)}
    return found | dict(given) | {one.name: one for one in _inside(of, choices)}


def _derived(of: Configuration, choices: Choices) -> Iterator[Setting]:
    is_public = str(of[catalogue.PUBLIC_ENABLED]).lower()
    yield Setting(
        catalogue.PUBLIC_ENABLED.name,
        is_public,
        "without this line, `omero serve` would let everybody look",
    )
    site = choices[SITE]
    if not site:
        return
    yield from _of_site(site, of)
    if site.scheme == "https" and _is_behind_a_proxy(choices):
        yield Setting(
            catalogue.NGINX_TRUSTED_PROXIES.name,
            json.dumps(PRIVATE),
            "the proxy in front ends TLS and says so; nobody else reaches NGINX",
        )


def _of_site(site: Site, of: Configuration) -> Iterator[Setting]:
    prefix = of[catalogue.PREFIX]
    if site.path and catalogue.PREFIX.name in of.given and site.path != prefix:
        raise ConfigurationError(
            f"SITE={site.origin}{site.path}: expected the path of {catalogue.PREFIX.name}="
            f"{prefix!r} (from {of.source(catalogue.PREFIX)}), or that property unset"
        )
    if site.path:
        yield Setting(catalogue.PREFIX.name, site.path, "from SITE")
    yield Setting(catalogue.ALLOWED_HOSTS.name, json.dumps([site.host, *THIS_MACHINE]), "from SITE")
    if site.scheme == "https":
        for declared in (catalogue.SESSION_COOKIE_SECURE, catalogue.CSRF_COOKIE_SECURE):
            yield Setting(declared.name, "true", "from SITE")
        yield Setting(catalogue.CSRF_TRUSTED_ORIGINS.name, json.dumps([site.origin]), "from SITE")


def _is_behind_a_proxy(choices: Choices) -> bool:
    """Whether only a proxy of the same cluster can reach NGINX."""
    return choices.kind == KUBERNETES or (choices.kind == SWARM and choices[PUBLISH] == "none")


def shares_kept(of: Configuration, choices: Choices) -> bool:
    """Whether Gunicorn and NGINX have a volume in common for rendered pictures, as in compose.yaml.

    Under Compose they are on one machine. Group 0 may write to a new volume. Who names folders
    brings their volumes, too.
    """
    user = choices[CONTAINER_USER]
    named = {catalogue.KEPT_FOLDER.name, catalogue.NGINX_KEPT_FOLDER.name} & of.given.keys()
    return choices.kind == COMPOSE and (user is None or user.gid == 0) and not named


def _inside(of: Configuration, choices: Choices) -> Iterator[Setting]:
    """What is another value in the containers than on this machine."""
    if shares_kept(of, choices):
        why = "rendered pictures, in a volume that NGINX sends them from"
        yield Setting(catalogue.KEPT_FOLDER.name, KEPT, why)
        yield Setting(catalogue.NGINX_KEPT_FOLDER.name, KEPT)
    if not of.optional(catalogue.NGINX_CERTIFICATE):
        return
    yield Setting(catalogue.NGINX_CERTIFICATE.name, CERTIFICATE)
    yield Setting(catalogue.NGINX_CERTIFICATE_KEY.name, CERTIFICATE_KEY)
    redirect = catalogue.NGINX_HTTPS_REDIRECT_PORT
    if redirect.name not in of.given and choices[HTTPS_PORT] != HTTPS:
        yield Setting(redirect.name, str(choices[HTTPS_PORT]), "from HTTPS_PORT")
