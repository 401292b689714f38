"""What no value shows alone: properties that contradict each other, packages that are missing."""

import importlib.util
from collections.abc import Iterator
from typing import TYPE_CHECKING

from omeroweb.config import catalogue
from omeroweb.config.property import Property
from omeroweb.errors import ConfigurationError

if TYPE_CHECKING:
    from omeroweb.config.configuration import Configuration

CACHE_ENGINES = (".cache", ".cached_db")
DUMMY_CACHE = "django.core.cache.backends.dummy.DummyCache"
LOCAL_CACHE = "django.core.cache.backends.locmem.LocMemCache"


def contradictions(of: "Configuration") -> Iterator[str]:
    """One sentence for each pair of values that cannot be meant together."""
    backend = of[catalogue.CACHES]["default"]["BACKEND"]
    engine = of[catalogue.SESSION_ENGINE]
    if engine.endswith(CACHE_ENGINES) and backend in (DUMMY_CACHE, LOCAL_CACHE):
        yield (
            f"{catalogue.SESSION_ENGINE.name}={engine!r}: expected {catalogue.CACHES.name} with a "
            f"cache that all workers share, not {backend}: every other request would lose its login"
        )
    for cookie, is_secure in (
        (catalogue.SESSION_COOKIE_SAMESITE, catalogue.SESSION_COOKIE_SECURE),
        (catalogue.CSRF_COOKIE_SAMESITE, catalogue.CSRF_COOKIE_SECURE),
    ):
        if of[cookie] == "None" and not of[is_secure]:
            yield f"{cookie.name}='None': expected {is_secure.name}=true, or browsers drop it"
    certificate = of.optional(catalogue.NGINX_CERTIFICATE)
    key = of.optional(catalogue.NGINX_CERTIFICATE_KEY)
    if (certificate is None) != (key is None):
        missing = catalogue.NGINX_CERTIFICATE_KEY if certificate else catalogue.NGINX_CERTIFICATE
        yield f"{missing.name}: expected a file, a certificate and its key belong together"
    if certificate and of[catalogue.NGINX_PORT] == of[catalogue.NGINX_HTTPS_PORT]:
        yield (
            f"{catalogue.NGINX_HTTPS_PORT.name}={of[catalogue.NGINX_HTTPS_PORT]}: expected another "
            f"port than {catalogue.NGINX_PORT.name}"
        )
    if of[catalogue.ROOT_APPLICATION] and not of[catalogue.APPS]:
        yield (
            f"{catalogue.ROOT_APPLICATION.name}={of[catalogue.ROOT_APPLICATION]!r}: expected the "
            f"label of an app in {catalogue.APPS.name}"
        )


def check_installed(of: "Configuration") -> None:
    """Raises ConfigurationError that names every package that a value needs and that is missing."""
    problems = [
        f"{declared.name} names {dotted}, and {_package(dotted)} is not installed: "
        f"install it into the environment of omeroweb"
        for declared, dotted in _named(of)
        if not _is_installed(_package(dotted))
    ]
    if problems:
        raise ConfigurationError("\n".join(problems))


def _named(of: "Configuration") -> Iterator[tuple[Property[object], str]]:
    for dotted in of[catalogue.MIDDLEWARE]:
        yield catalogue.MIDDLEWARE, dotted
    for app in of[catalogue.APPS]:
        if not _is_installed(f"omeroweb.{app}"):
            yield catalogue.APPS, app
    for database in of[catalogue.DATABASES].values():
        yield catalogue.DATABASES, str(database["ENGINE"])
    for cache in of[catalogue.CACHES].values():
        backend = str(cache["BACKEND"])
        yield catalogue.CACHES, "redis" if backend.endswith("redis.RedisCache") else backend
        yield catalogue.CACHES, backend
    yield catalogue.SESSION_SERIALIZER, of[catalogue.SESSION_SERIALIZER]


def _package(dotted: str) -> str:
    return dotted.split(".", maxsplit=1)[0] if not dotted.startswith("omeroweb.") else dotted


def _is_installed(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False
