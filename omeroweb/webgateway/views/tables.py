"""Tables, by the URLs of OMERO.tables: what is wrong is said as {"error": ...} with 200."""

import json
import math
import re
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec

import numpy as np
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_safe
from numpy.typing import NDArray

from omeroweb.config import catalogue
from omeroweb.errors import BadRequest
from omeroweb.gateway.base import AnnotationLink, FileAnnotation
from omeroweb.http.json_view import json_view
from omeroweb.http.params import optional_number, whole_number
from omeroweb.http.request import OmeroRequest
from omeroweb.http.session import configuration
from omeroweb.tables import BadCondition, Column, Table, matching
from omeroweb.webgateway.attached_tables import NoTable, attached, table
from omeroweb.webgateway.simple import Json

P = ParamSpec("P")

RANGE = re.compile(r"(?P<first>[0-9]{1,12})(-(?P<last>[0-9]{1,12}))?")
# Ids in a bit mask are not larger than this: it would be mostly zeros.
LARGEST_ID = 2**27


def _says_errors(
    view: Callable[Concatenate[OmeroRequest, P], Json],
) -> Callable[Concatenate[OmeroRequest, P], Json]:
    @wraps(view)
    def answer(request: OmeroRequest, /, *args: P.args, **kwargs: P.kwargs) -> Json:
        try:
            return view(request, *args, **kwargs)
        except (NoTable, BadRequest) as error:
            return {"error": str(error)}
        except BadCondition as error:
            return {"error": f"Error executing query: {error}"}

    return answer


@require_safe
@json_view
@_says_errors
def query(request: OmeroRequest, file_id: int) -> Json:
    """The rows that fulfil ``query``: offset, limit, and only the columns ``col_names``."""
    return _rows(request, table(request.gateway, file_id))


@require_safe
@json_view
@_says_errors
def object_query(request: OmeroRequest, path: str, oid: int) -> Json:
    """The same of the newest table on an object or on what it lies in."""
    links = attached(request.gateway, path, oid)
    if not links:
        raise NoTable(f"Could not retrieve matching bulk annotation table: {path} {oid} has none")
    newest = _described(links[-1])
    found = _rows(request, table(request.gateway, newest["file"]))
    return {
        **found,
        "id": newest["file"],
        "annId": newest["id"],
        **{
            name: newest[name] for name in ("owner", "addedBy", "addedOn", "parentType", "parentId")
        },
    }


@require_safe
@json_view
@_says_errors
def annotations(request: OmeroRequest, path: str, oid: int) -> Json:
    """The tables on an object or on what it lies in."""
    return {"data": [_described(link) for link in attached(request.gateway, path, oid)]}


@require_safe
@json_view
@_says_errors
def metadata(request: OmeroRequest, file_id: int) -> Json:
    found = table(request.gateway, file_id)
    return {
        "columns": [
            {"name": column.name, "description": "", "type": column.type}
            for column in found.columns
        ],
        "totalCount": found.row_count,
        "user_metadata": {},
    }


@require_safe
def obj_id_bitmask(request: OmeroRequest, file_id: int) -> HttpResponse:
    """A bit for each id in a column of the matching rows, the first one for id 0."""
    try:
        found = table(request.gateway, file_id)
        rows = _matching(request, found)
        column = _column(found, request.GET.get("col_name", "object"))
        wanted = column.values[rows]
        if wanted.dtype.kind != "i" or (wanted.size and not wanted.min() >= 0):
            raise NoTable(f"column {column.name} holds no ids")
        if wanted.size and wanted.max() > LARGEST_ID:
            raise NoTable(f"column {column.name} holds ids above {LARGEST_ID}")
    except (NoTable, BadCondition, BadRequest) as error:
        return HttpResponse(json.dumps({"error": str(error)}), content_type="application/json")
    bits = np.zeros(int(wanted.max()) + 1 if wanted.size else 0, np.uint8)
    bits[wanted] = 1
    return HttpResponse(np.packbits(bits).tobytes(), content_type="application/octet-stream")


@require_safe
@json_view
@_says_errors
def rows(request: OmeroRequest, file_id: int) -> Json:
    """The numbers of the rows that fulfil ``query``, from ``start`` on."""
    found = table(request.gateway, file_id)
    start, most = whole_number(request.GET, "start", 0), configuration()[catalogue.MAX_TABLE_CELLS]
    end = min(found.row_count, max(0, start) + most)
    numbers = _matching(request, found)
    numbers = numbers[(numbers >= start) & (numbers < end)]
    return {
        "rows": numbers.tolist(),
        "meta": {
            "partialCount": len(numbers),
            "rowCount": found.row_count,
            "columnCount": len(found.columns),
            "start": start,
            "end": end,
            "maxCells": most,
        },
    }


@require_http_methods(["GET", "HEAD", "POST"])
@json_view
@_says_errors
def slice_(request: OmeroRequest, file_id: int) -> Json:
    """The cells of ``rows`` and ``columns``, each given as 0,4,8-12; column by column."""
    given = request.POST if request.method == "POST" else request.GET
    found = table(request.gateway, file_id)
    most = configuration()[catalogue.MAX_TABLE_CELLS]
    wanted_columns = _numbers(given.get("columns", ""), "columns", len(found.columns), most)
    wanted_rows = _numbers(given.get("rows", ""), "rows", found.row_count, most)
    if len(wanted_rows) * len(wanted_columns) > most:
        raise NoTable(
            f"{len(wanted_rows)} rows of {len(wanted_columns)} columns: at most {most} cells"
        )
    shown = [found.columns[n] for n in wanted_columns]
    return {
        "columns": [_cells(column.values[wanted_rows]) for column in shown],
        "meta": {
            "columns": [column.name for column in shown],
            "rowCount": len(wanted_rows),
            "columnCount": len(shown),
            "maxCells": most,
        },
    }


def _rows(request: OmeroRequest, found: Table) -> Json:
    offset = whole_number(request.GET, "offset", 0)
    limit = optional_number(request.GET, "limit")
    if offset < 0 or (limit is not None and limit < 0):
        raise NoTable(f"offset={offset}&limit={limit}: expected numbers from 0 on")
    numbers = _matching(request, found)
    shown = numbers[offset : None if limit is None else offset + limit]
    most = configuration()[catalogue.MAX_TABLE_ROWS]
    if len(shown) > most:
        text = f"{len(shown)} rows are more than one answer may have ({most}): use offset and limit"
        return {"error": text, "status": 404}
    names = request.GET.getlist("col_names")
    columns = [_column(found, name) for name in names] if names else list(found.columns)
    cells = [_cells(column.values[shown]) for column in columns]
    return {
        "data": {
            "columns": [column.name for column in columns],
            "column_types": [column.type for column in columns],
            "rows": [list(row) for row in zip(*cells, strict=True)],
        },
        "meta": {
            "rowCount": len(numbers),
            "totalCount": found.row_count,
            "limit": limit,
            "offset": offset,
        },
    }


def _matching(request: OmeroRequest, found: Table) -> NDArray[np.int64]:
    condition = request.GET.get("query")
    if not condition:
        raise NoTable("Must specify query parameter, use * to retrieve all")
    return matching(found, condition)


def _column(found: Table, name: str) -> Column:
    column = next((one for one in found.columns if one.name == name), None)
    if column is None:
        names = ", ".join(one.name for one in found.columns)
        raise NoTable(f"there is no column {name!r}; expected one of {names}")
    return column


def _cells(values: NDArray[Any]) -> list[Any]:
    """JSON has no word for not-a-number and infinity: null."""
    cells: list[Any] = values.tolist()
    if values.dtype.kind == "f":
        return [cell if math.isfinite(cell) else None for cell in cells]
    return cells


def _numbers(text: str, name: str, count: int, most: int) -> Sequence[int]:
    """0,4,8-12 as numbers below count. Raises NoTable."""
    found: list[int] = []
    for part in text.split(","):
        match = RANGE.fullmatch(part.strip())
        first = int(match["first"]) if match else 0
        last = int(match["last"] or first) if match else 0
        if match is None or not first <= last < count or len(found) + last - first >= most:
            raise NoTable(
                f"{name}={text[:80]}: expected numbers from 0 to {count - 1}, e.g. 0,4,8-12"
            )
        found.extend(range(first, last + 1))
    return found


def _described(link: AnnotationLink) -> Json:
    annotation = link.annotation
    assert isinstance(annotation, FileAnnotation)  # noqa: S101 - attached() gives no others
    return {
        "id": annotation.id,
        "name": annotation.value.name,
        "file": annotation.value.id,
        "ns": annotation.namespace,
        "parentType": link.target.kind.value,
        "parentId": link.target.id,
        "owner": annotation.details.owner.full_name,
        "addedBy": link.owner.full_name,
        "addedOn": int(link.created.timestamp() * 1000),
    }
