"""The envelopes of the JSON API: one object, or a page of a list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from omeroweb.api import encode
from omeroweb.config import catalogue
from omeroweb.errors import MethodNotAllowed
from omeroweb.gateway.base import (
    Details,
    Experimenter,
    ExperimenterGroup,
    Filter,
    Page,
    PeopleFilter,
    Slice,
)
from omeroweb.http.json_text import json_bytes
from omeroweb.http.params import is_true, optional_number, whole_number
from omeroweb.http.session import configuration


class Listed(Protocol):
    """What lists have: objects of somebody."""

    @property
    def details(self) -> Details: ...


T = TypeVar("T", bound=Listed)
Person = TypeVar("Person", Experimenter, ExperimenterGroup)
Item = TypeVar("Item")
Json = dict[str, Any]

VERSION = "0"
# The minor version that clients find in every answer.
VERSION_HEADER = {"X-OMERO-ApiVersion": "0.2"}


def answer(body: Json, status: int = 200) -> HttpResponse:
    return HttpResponse(json_bytes(body), "application/json", status, headers=VERSION_HEADER)


def require_get(request: HttpRequest) -> None:
    if request.method not in ("GET", "HEAD"):
        raise MethodNotAllowed(f"{request.method} is not supported here, only GET")


def is_delete(request: HttpRequest) -> bool:
    """Whether the object of a URL is to be deleted and not read. Raises MethodNotAllowed."""
    if request.method not in ("GET", "HEAD", "DELETE"):
        raise MethodNotAllowed(f"{request.method} is not supported here, only GET and DELETE")
    return request.method == "DELETE"


def url(request: HttpRequest, name: str, number: int | None = None) -> str:
    """An absolute URL, built as omero.web.api.absolute_url says. number: the id in its path.

    A page has hundreds of them that differ in nothing but ids, so the rest is made once a request.
    """
    parts: dict[str, tuple[str, str]] | None = getattr(request, "_api_urls", None)
    if parts is None:
        parts = request._api_urls = {}  # type: ignore[attr-defined]
    if name not in parts:
        parts[name] = _around(request, name, has_number=number is not None)
    before, after = parts[name]
    return before if number is None else f"{before}{number}{after}"


def _around(request: HttpRequest, name: str, *, has_number: bool) -> tuple[str, str]:
    """What stands before and behind the number in a URL; without one, all of it and nothing."""
    configured = configuration().optional(catalogue.API_ABSOLUTE_URL)
    start = request.build_absolute_uri("/") if configured is None else configured
    mark = 10**14
    before, _, after = reverse(name, args=[mark] if has_number else []).partition(str(mark))
    return start.rstrip("/") + before, after


@dataclass(frozen=True)
class Paging:
    """offset, limit and the limit that the server allows."""

    offset: int
    limit: int
    max_limit: int

    @classmethod
    def from_query(cls, query: QueryDict) -> "Paging":
        """Negative values are the defaults; a limit over the maximum is cut. Raises BadRequest."""
        of = configuration()
        default, highest = of[catalogue.API_LIMIT], of[catalogue.API_MAX_LIMIT]
        limit = whole_number(query, "limit", default)
        offset = whole_number(query, "offset", 0)
        return cls(max(0, offset), min(default if limit < 0 else limit, highest), highest)

    @property
    def part(self) -> Slice:
        return Slice(self.offset, self.limit)


def filter_from_query(query: QueryDict, **path: int) -> Filter:
    """What narrows a list; ids in the path win over the query. Raises BadRequest."""
    names = ("project", "dataset", "image", "screen", "plate", "well")
    group = optional_number(query, "group")
    ids = {name: path.get(name, optional_number(query, name)) for name in names}
    return Filter(
        owner=optional_number(query, "owner"),
        group=None if group == -1 else group,
        is_orphaned=is_true(query, "orphaned"),
        with_child_count=is_true(query, "childCount"),
        acquisition=path.get("acquisition"),
        field=path.get("field"),
        **ids,
    )


def one(encoded: Json) -> HttpResponse:
    return answer({"data": encoded})


def listing(
    request: HttpRequest,
    fetch: Callable[[Slice, Filter], Page[T]],
    to_json: Callable[[T], Json],
    **path: int,
) -> HttpResponse:
    """The page of a list that a GET asks for, narrowed by the query and the ids in the path.

    normalize=true moves owners and groups into lists of their own.
    """
    require_get(request)
    paging = Paging.from_query(request.GET)
    page = fetch(paging.part, filter_from_query(request.GET, **path))
    body = _body(paging, page, to_json)
    if is_true(request.GET, "normalize"):
        _normalize(body, [item.details for item in page.items])
    return answer(body)


def people(
    request: HttpRequest,
    fetch: Callable[[Slice, PeopleFilter], Page[Person]],
    to_json: Callable[[Person], Json],
    **path: int,
) -> HttpResponse:
    """The same for users and groups, who have no owner."""
    require_get(request)
    paging = Paging.from_query(request.GET)
    names = ("experimenter", "experimentergroup")
    user, in_group = (path.get(n, optional_number(request.GET, n)) for n in names)
    wanted = PeopleFilter(
        group=in_group, experimenter=user, with_child_count=is_true(request.GET, "childCount")
    )
    return answer(_body(paging, fetch(paging.part, wanted), to_json))


def _body(paging: Paging, page: Page[Item], to_json: Callable[[Item], Json]) -> Json:
    return {
        "data": [to_json(item) for item in page.items],
        "meta": {
            "offset": paging.offset,
            "limit": paging.limit,
            "maxLimit": paging.max_limit,
            "totalCount": page.total,
        },
    }


def _normalize(body: Json, details: Sequence[Details]) -> None:
    """Replace owners and groups by their ids; each is in a list of its own once."""
    for item, given in zip(body["data"], details, strict=True):
        item["omero:details"] = encode.normalized_details(given)
    owners: dict[int, Experimenter] = {}
    groups: dict[int, ExperimenterGroup] = {}
    for given in details:
        owners.setdefault(given.owner.id, given.owner)
        groups.setdefault(given.group.id, given.group)
    body["experimenters"] = [encode.experimenter(owner) for owner in owners.values()]
    body["experimenterGroups"] = [encode.group(group) for group in groups.values()]
