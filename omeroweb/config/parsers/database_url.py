"""The URL of a database, as hosting platforms and Compose files write it, as Django's settings."""

from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

POSTGRESQL, SQLITE = "django.db.backends.postgresql", "django.db.backends.sqlite3"
ENGINES = {"postgresql": POSTGRESQL, "postgres": POSTGRESQL, "sqlite": SQLITE}
EXPECTED = (
    "postgresql://USER:PASSWORD@HOST:5432/NAME, with what libpq knows behind it "
    "(?sslmode=require, ?host=/socket/folder), or sqlite:////folder/omero.db; %40 stands for @ "
    "and so on"
)


def database_url(value: str) -> dict[str, dict[str, object]]:
    """Django's DATABASES with the one database that a URL names."""
    try:
        url = urlsplit(value)
        engine = ENGINES[url.scheme]
        database = _file(url) if engine == SQLITE else _server(url)
    except (KeyError, ValueError):
        raise ValueError(EXPECTED) from None
    return {"default": {"ENGINE": engine, **database}}


def _file(url: SplitResult) -> dict[str, object]:
    """sqlite:////folder/omero.db: two slashes begin a host, which a file has none of."""
    path = unquote(url.path.removeprefix("/"))
    if url.netloc or url.query or not path.startswith("/"):
        raise ValueError(EXPECTED)
    return {"NAME": path}


def _server(url: SplitResult) -> dict[str, object]:
    """host and port may stand in the query, as in libpq's own URLs."""
    options = dict(parse_qsl(url.query, keep_blank_values=True, strict_parsing=bool(url.query)))
    name = unquote(url.path.removeprefix("/"))
    host = options.pop("host", url.hostname or "")
    port = options.pop("port", str(url.port or ""))
    if not name or url.fragment or not (port == "" or port.isdecimal()):
        raise ValueError(EXPECTED)
    return {
        "NAME": name,
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(host),
        "PORT": port,
        "OPTIONS": options,
    }
