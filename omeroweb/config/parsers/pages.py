"""Values that pages take: links, and where a login leads."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from omeroweb.config.parsers.structures import json_list, json_object


@dataclass(frozen=True)
class Target:
    """Where a link leads: a URL name, path or URL, with what belongs to it."""

    viewname: str
    args: tuple[object, ...] = ()
    query: Mapping[str, str] | str = ""


@dataclass(frozen=True)
class TopLink:
    """One link of the header; attributes are those of its HTML element."""

    label: str
    target: Target
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LoginRedirect:
    """Where a login leads instead of the targets in ``replaced`` (URL names or paths)."""

    replaced: tuple[str, ...] = ()
    target: Target | None = None


def top_links(value: str) -> list[TopLink]:
    """[[label, URL name or URL or {"viewname", "args", "query_string"}, attributes], ...]."""
    expected = 'a JSON list of [label, URL name or URL, {attributes}], e.g. [["Data", "webindex"]]'
    links = []
    for entry in json_list(value, expected):
        match entry:
            case [str(label), (str() | dict()) as to]:
                links.append(TopLink(label, _target(to, expected)))
            case [str(label), (str() | dict()) as to, dict(attributes)]:
                links.append(TopLink(label, _target(to, expected), _attributes(attributes)))
            case _:
                raise ValueError(expected)
    return links


@dataclass(frozen=True)
class OpenWith:
    """A program that objects can be opened with; options: of supported_objects, script_url, ..."""

    id: str
    target: Target
    options: Mapping[str, object] = field(default_factory=dict)


def open_with(value: str) -> list[OpenWith]:
    """[[id, URL name or URL, {options}], ...]."""
    expected = 'a JSON list of [id, URL name or URL, {options}], e.g. [["Lab viewer", "/lab/"]]'
    found = []
    for entry in json_list(value, expected):
        match entry:
            case [str(name), str(target)]:
                found.append(OpenWith(name, Target(target)))
            case [str(name), str(target), dict(options)]:
                found.append(
                    OpenWith(name, Target(target), {str(k): v for k, v in options.items()})
                )
            case _:
                raise ValueError(expected)
    return found


def login_redirect(value: str) -> LoginRedirect:
    """{"redirect": [...], "viewname": ..., "args": [...], "query_string": ...}; {} for none."""
    expected = 'a JSON object, e.g. {"redirect": ["webindex"], "viewname": "figure_index"}'
    parsed = json_object(value, expected)
    if not parsed:
        return LoginRedirect()
    replaced = parsed.get("redirect", [])
    if not isinstance(replaced, list) or not all(isinstance(item, str) for item in replaced):
        raise ValueError(expected)
    return LoginRedirect(tuple(map(str, replaced)), _target(parsed, expected))


def _target(value: str | dict[str, object], expected: str) -> Target:
    if isinstance(value, str):
        return Target(value)
    viewname, args = value.get("viewname"), value.get("args", [])
    if not isinstance(viewname, str) or not isinstance(args, list):
        raise ValueError(expected)
    match value.get("query_string", ""):
        case str(query):
            return Target(viewname, tuple(args), query)
        case dict(query):
            return Target(viewname, tuple(args), {str(k): str(v) for k, v in query.items()})
        case _:
            raise ValueError(expected)


def _attributes(given: dict[object, object]) -> dict[str, str]:
    attributes = {str(name): str(text) for name, text in given.items()}
    for name in attributes:
        if not name.replace("-", "").isalpha() or name.lower().startswith("on"):
            raise ValueError(f"attributes of a link, such as title and target; not {name!r}")
    return attributes
