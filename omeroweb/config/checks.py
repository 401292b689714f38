"""What no value shows alone: properties that contradict each other, packages that are missing."""

from collections.abc import Iterator

from omeroweb.config import catalogue
from omeroweb.config.apps import is_installed
from omeroweb.config.configuration import Configuration
from omeroweb.config.masking import shown
from omeroweb.config.parsers.database_url import POSTGRESQL, SQLITE
from omeroweb.config.property import Property
from omeroweb.errors import ConfigurationError

CACHE_ENGINES = (".cache", ".cached_db")
POSTGRESQL_DRIVER = "psycopg"
# The last words of engines that the store works with: Django's, and others that wrap them.
STORES = ("postgresql", "postgis", "sqlite3", "spatialite")
DUMMY_CACHE = "django.core.cache.backends.dummy.DummyCache"
LOCAL_CACHE = "django.core.cache.backends.locmem.LocMemCache"
# Every worker has its own, or none.
NOT_SHARED = (DUMMY_CACHE, LOCAL_CACHE)


def contradictions(of: Configuration) -> Iterator[str]:
    """One sentence for each pair of values that cannot be meant together."""
    yield from _of_sessions(of)
    yield from _of_other_sites(of)
    yield from _of_referrers(of)
    yield from _of_databases(of)
    yield from _of_servers(of)
    yield from _of_certificates(of)
    if bool(of[catalogue.S3_ACCESS_KEY_ID]) != bool(of[catalogue.S3_SECRET_ACCESS_KEY]):
        yield (
            f"{catalogue.S3_ACCESS_KEY_ID.name} and {catalogue.S3_SECRET_ACCESS_KEY.name}: "
            "expected both or neither"
        )
    if of[catalogue.ROOT_APPLICATION] and not of[catalogue.APPS]:
        given = _given(of, catalogue.ROOT_APPLICATION)
        yield f"{given}: expected the label of an app in {catalogue.APPS.name}"


def _given(of: Configuration, declared: Property[object]) -> str:
    """What a property is and who says so, as all messages begin."""
    entry = of.given.get(declared.name)
    text = entry.text if entry else declared.default_text({}) or ""
    return f"{declared.name}={shown(declared.name, text)} (from {of.source(declared)})"


def _of_sessions(of: Configuration) -> Iterator[str]:
    backend = of[catalogue.CACHES]["default"]["BACKEND"]
    if of[catalogue.SESSION_ENGINE].endswith(CACHE_ENGINES) and backend in NOT_SHARED:
        yield (
            f"{_given(of, catalogue.SESSION_ENGINE)}: expected {catalogue.CACHES.name} with a "
            f"cache that all workers share, not {backend}: every other request would lose its login"
        )
    for cookie, is_secure in (
        (catalogue.SESSION_COOKIE_SAMESITE, catalogue.SESSION_COOKIE_SECURE),
        (catalogue.CSRF_COOKIE_SAMESITE, catalogue.CSRF_COOKIE_SECURE),
    ):
        if of[cookie] == "None" and not of[is_secure]:
            yield f"{_given(of, cookie)}: expected {is_secure.name}=true, or browsers drop it"


def _of_other_sites(of: Configuration) -> Iterator[str]:
    if of[catalogue.CORS_ALLOW_ALL] and of[catalogue.CORS_WHITELIST]:
        yield (
            f"{_given(of, catalogue.CORS_WHITELIST)}: expected nothing beside "
            f"{catalogue.CORS_ALLOW_ALL.name}=true: either all sites may read what anybody may "
            "read, or the named ones also what the visitor may"
        )


def _of_referrers(of: "Configuration") -> Iterator[str]:
    if of[catalogue.HTML_META_REFERRER] == "no-referrer":
        yield (
            f"{_given(of, catalogue.HTML_META_REFERRER)}: expected another policy, e.g. "
            "same-origin, which tells other sites nothing either: with this one browsers hide "
            "where a form comes from, and every login would be refused"
        )


def _of_databases(of: Configuration) -> Iterator[str]:
    engine = str(of[catalogue.DATABASES].get("default", {}).get("ENGINE", SQLITE))
    if engine.rpartition(".")[2] not in STORES:
        yield (
            f"{_given(of, catalogue.DATABASES)}: expected {POSTGRESQL} or {SQLITE} as ENGINE of "
            f'"default": the store knows no other database than these two, not {engine}'
        )
    for database in of[catalogue.DATABASES].values():
        name = str(database.get("NAME", ""))
        if database["ENGINE"] == SQLITE and name in ("", ":memory:"):
            yield (
                f"{_given(of, catalogue.DATABASES)}: expected the path of a file as NAME for "
                f"{SQLITE}, which all workers open"
            )


def _of_servers(of: Configuration) -> Iterator[str]:
    names = {label for _, _, label in of[catalogue.SERVER_LIST]}
    for declared in (catalogue.SHARING_OPENGRAPH, catalogue.SHARING_TWITTER):
        for name in sorted(of[declared].keys() - names):
            yield (
                f"{_given(of, declared)} names the server {name!r}: expected a name in "
                f"{catalogue.SERVER_LIST.name} ({', '.join(sorted(names))})"
            )


def _of_certificates(of: Configuration) -> Iterator[str]:
    certificate, key = catalogue.NGINX_CERTIFICATE, catalogue.NGINX_CERTIFICATE_KEY
    for one, other in ((certificate, key), (key, certificate)):
        if of.optional(one) and not of.optional(other):
            yield (
                f"{_given(of, one)}: expected {other.name} beside it, a certificate and its key "
                "belong together"
            )
    if of.optional(certificate) and of[catalogue.NGINX_PORT] == of[catalogue.NGINX_HTTPS_PORT]:
        given = _given(of, catalogue.NGINX_HTTPS_PORT)
        yield f"{given}: expected another port than {catalogue.NGINX_PORT.name}"


def check_installed(of: Configuration) -> None:
    """Raises ConfigurationError that names every package that a value needs and that is missing."""
    problems = list(missing(of))
    if problems:
        raise ConfigurationError("\n".join(problems))


def missing(of: Configuration) -> Iterator[str]:
    """One sentence for each package or module that a value names and that is not installed."""
    for declared, dotted in dict.fromkeys(_named(of)):
        # An app may be named by its AppConfig, a class.
        is_class = declared is not catalogue.APPS or dotted.rpartition(".")[2][:1].isupper()
        absent = _absent(dotted, is_package=not is_class)
        if absent:
            yield (
                f"{declared.name} (from {of.source(declared)}) names {dotted}: expected an "
                f"installed package, there is no {absent} in the environment of omeroweb"
            )


def _named(of: Configuration) -> Iterator[tuple[Property[object], str]]:
    for dotted in of[catalogue.MIDDLEWARE]:
        yield catalogue.MIDDLEWARE, dotted
    for app in of[catalogue.APPS]:
        if not is_installed(f"omeroweb.{app}"):
            yield catalogue.APPS, app
    for database in of[catalogue.DATABASES].values():
        engine = str(database["ENGINE"])
        yield catalogue.DATABASES, (POSTGRESQL_DRIVER if engine == POSTGRESQL else engine)
    for cache in of[catalogue.CACHES].values():
        backend = str(cache["BACKEND"])
        yield catalogue.CACHES, "redis" if backend.endswith("redis.RedisCache") else backend
        yield catalogue.CACHES, backend
    yield catalogue.SESSION_SERIALIZER, of[catalogue.SESSION_SERIALIZER]


def _absent(dotted: str, *, is_package: bool) -> str | None:
    """The first package or module on the way to a dotted name that is not there.

    is_package: the last word, too, is one; else it may be a class, which only its module knows.
    """
    words = dotted.split(".")
    modules = len(words) if is_package or len(words) == 1 else len(words) - 1
    for length in range(1, modules + 1):
        name = ".".join(words[:length])
        if not is_installed(name):
            return name
    return None
