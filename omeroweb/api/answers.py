"""The envelopes of the JSON API: one object, or a page of a list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import get_script_prefix

from omeroweb.config import catalogue
from omeroweb.errors import MethodNotAllowed
from omeroweb.gateway.base import Filter, Page, Slice
from omeroweb.http.json_text import json_bytes
from omeroweb.http.params import is_true, optional_number, whole_number
from omeroweb.http.paths import view_path
from omeroweb.http.session import configuration

T = TypeVar("T")
Json = dict[str, Any]

VERSION = "0"
# The minor version that clients find in every answer.
VERSION_HEADER = {"X-OMERO-ApiVersion": "0.2"}


def answer(body: Json, status: int = 200) -> HttpResponse:
    return HttpResponse(json_bytes(body), "application/json", status, headers=VERSION_HEADER)


def require_get(request: HttpRequest) -> None:
    if request.method not in ("GET", "HEAD"):
        raise MethodNotAllowed(f"{request.method} is not supported here, only GET")


def url(request: HttpRequest, name: str, **ids: int | str) -> str:
    """An absolute URL, built as omero.web.api.absolute_url says.

    A page has hundreds of them that differ in nothing but ids, so the rest is made once.
    """
    start, prefix = _start(request)
    return start + view_path(name, prefix, **ids)


def _start(request: HttpRequest) -> tuple[str, str]:
    """What stands before the path of every URL, and the site's prefix: found once a request."""
    start: tuple[str, str] | None = getattr(request, "_api_start", None)
    if start is None:
        configured = configuration().optional(catalogue.API_ABSOLUTE_URL)
        made = request.build_absolute_uri("/") if configured is None else configured
        start = made.rstrip("/"), get_script_prefix()
        request._api_start = start  # type: ignore[attr-defined]
    return start


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
    names = ("project", "dataset", "image", "screen", "plate")
    group = optional_number(query, "group")
    ids = {name: path.get(name, optional_number(query, name)) for name in names}
    return Filter(
        owner=optional_number(query, "owner"),
        group=None if group == -1 else group,
        is_orphaned=is_true(query, "orphaned"),
        with_child_count=is_true(query, "childCount"),
        **ids,
    )


def one(encoded: Json) -> HttpResponse:
    return answer({"data": encoded})


def listing(
    request: HttpRequest,
    fetch: Callable[[Slice, Filter], Page[T]],
    encode: Callable[[T], Json],
    **path: int,
) -> HttpResponse:
    """The page of a list that a GET asks for, narrowed by the query and the ids in the path.

    normalize=true moves owners and groups into lists of their own.
    """
    require_get(request)
    paging = Paging.from_query(request.GET)
    page = fetch(paging.part, filter_from_query(request.GET, **path))
    listed = [encode(item) for item in page.items]
    body: Json = {
        "data": listed,
        "meta": {
            "offset": paging.offset,
            "limit": paging.limit,
            "maxLimit": paging.max_limit,
            "totalCount": page.total,
        },
    }
    if is_true(request.GET, "normalize"):
        body["experimenters"] = _moved(listed, "owner")
        body["experimenterGroups"] = _moved(listed, "group")
    return answer(body)


def _moved(listed: Iterable[Json], role: str) -> list[Json]:
    """Replace one role in the details of each object by its id; the distinct full objects."""
    found: dict[int, Json] = {}
    for item in listed:
        full = item["omero:details"][role]
        found.setdefault(full["@id"], full)
        item["omero:details"][role] = {"@id": full["@id"]}
    return list(found.values())
