"""Where configured links lead."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from omeroweb.config.parsers import Target
from omeroweb.errors import ConfigurationError

URL_STARTS = ("/", "http://", "https://", "mailto:", "?", "#")


def url_of(target: Target) -> str:
    """The URL of a URL name with its arguments, or the path or URL that is written there.

    Raises ConfigurationError where it is none of them.
    """
    return _place(target.viewname, target.args) + _query(target.query)


def _place(name: str, args: tuple[object, ...]) -> str:
    if name.startswith(URL_STARTS):
        return name
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        shown = f" with the arguments {list(args)}" if args else ""
        raise ConfigurationError(
            f"{name!r}{shown} is neither the name of a page of this site, nor a path that starts "
            "with /, nor a URL"
        ) from None


def _query(query: Mapping[str, str] | str) -> str:
    text = query if isinstance(query, str) else urlencode(query)
    return f"?{text.removeprefix('?')}" if text else ""
