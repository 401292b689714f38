"""Values that Django takes as they are; whether what they name is installed is checked later."""

import re

from omeroweb.config.parsers.structures import json_list, json_object, text_list

SESSION_BACKENDS = "django.contrib.sessions.backends."
SESSION_ENGINES = ("db", "file", "cache", "cached_db")
# Deprecated since OMERO.web 5.22, behaves like the file backend.
OLD_FILE_ENGINE = "omeroweb.filesessionstore"
# Classes of earlier django-cors-headers that are gone, and what does their work.
GONE_MIDDLEWARE = {
    "corsheaders.middleware.CorsPostCsrfMiddleware": "omero.web.csrf_trusted_origins",
}


def middleware(value: str) -> list[str]:
    """Dotted paths of middleware, sorted by their index."""
    expected = 'a JSON list of {"index": number, "class": dotted path}'
    found: list[tuple[float, str]] = []
    for entry in json_list(value, expected):
        match entry:
            case {"index": int() | float() as index, "class": str(dotted)} if _is_dotted(dotted):
                found.append((index, dotted))
            case _:
                raise ValueError(expected)
    classes = [dotted for _, dotted in sorted(found, key=lambda pair: pair[0])]
    for dotted, successor in GONE_MIDDLEWARE.items():
        if dotted in classes:
            raise ValueError(f"{expected} without {dotted}: set {successor} instead")
    # Written twice, e.g. by a start script that appends, it is meant once.
    return list(dict.fromkeys(classes))


def databases(value: str) -> dict[str, dict[str, object]]:
    expected = 'a JSON object with a "default" that has an "ENGINE", or {}'
    return _backends(value, "ENGINE", expected, may_be_empty=True)


def caches(value: str) -> dict[str, dict[str, object]]:
    expected = 'a JSON object with a "default" that has a "BACKEND"'
    return _backends(value, "BACKEND", expected, may_be_empty=False)


def _backends(
    value: str, key: str, expected: str, *, may_be_empty: bool
) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for name, entry in json_object(value, expected).items():
        match entry:
            case dict() if isinstance(entry.get(key), str) and _is_dotted(entry[key]):
                found[name] = entry
            case _:
                raise ValueError(expected)
    if "default" not in found and not (may_be_empty and not found):
        raise ValueError(expected)
    return found


def session_engine(value: str) -> str:
    if value == OLD_FILE_ENGINE:
        return SESSION_BACKENDS + "file"
    if value.removeprefix(SESSION_BACKENDS) not in SESSION_ENGINES or value in SESSION_ENGINES:
        named = ", ".join(SESSION_BACKENDS + engine for engine in SESSION_ENGINES)
        raise ValueError(f"one of {named}")
    return value


def session_serializer(value: str) -> str:
    if value.endswith("PickleSerializer"):
        raise ValueError(
            "django.contrib.sessions.serializers.JSONSerializer or a class of your own; Django has "
            "no PickleSerializer any more"
        )
    if not _is_dotted(value) or "." not in value:
        raise ValueError("the dotted path of a class")
    return value


def app_names(value: str) -> list[str]:
    """Names of Python packages; one that is written twice is taken once, as Django needs it."""
    expected = 'a JSON list of app names, e.g. ["omero_figure"]'
    found = text_list(value, expected)
    if not all(_is_dotted(item) for item in found):
        raise ValueError(expected)
    return list(dict.fromkeys(found))


def _is_dotted(value: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", value, re.ASCII))
