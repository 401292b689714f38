"""Tables that are attached to objects, over HTTP."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from omeroweb.config import catalogue, load
from omeroweb.gateway import base
from omeroweb.http.session import server
from omeroweb.webgateway.views import tables
from tests.webgateway.gallery import MEMBER, OUTSIDER, OWNER, Gallery

CSV = b"Image,Area,Class\n4,1.5,a\n5,3.25,b\n9,,c\n"


@dataclass(frozen=True)
class Attached:
    file: int
    annotation: int


@pytest.fixture(scope="module")
def csv(gallery: Gallery) -> Iterator[Attached]:
    """One table on the plate."""
    annotations = server().open(base.Caller(gallery.users[OWNER])).annotations
    file = annotations.upload("cells.csv", "text/csv", [CSV])
    draft = base.AnnotationDraft(base.AnnotationKind.FILE, file.id, namespace="lab/measured")
    made = annotations.create(draft, [base.Ref(base.Kind.PLATE, gallery.plate)])
    yield Attached(file.id, made.id)
    annotations.delete([made.id])


def get(gallery: Gallery, path: str, user: str = MEMBER, **query: Any) -> Any:
    answer = gallery.get(path, user, **query)
    assert answer.status_code == 200
    return answer.json()


def test_rows_by_condition(gallery: Gallery, csv: Attached) -> None:
    found = get(gallery, f"table/{csv.file}/query/", query="(Area > 1) | (Image == 9)")
    assert found == {
        "data": {
            "columns": ["Image", "Area", "Class"],
            "column_types": ["ImageColumn", "DoubleColumn", "StringColumn"],
            "rows": [[4, 1.5, "a"], [5, 3.25, "b"], [9, None, "c"]],
        },
        "meta": {"rowCount": 3, "totalCount": 3, "limit": None, "offset": 0},
    }
    part = get(
        gallery, f"table/{csv.file}/query/", query="*", offset=1, limit=1, col_names=["Class"]
    )
    assert part["data"]["rows"] == [["b"]]
    assert part["meta"] == {"rowCount": 3, "totalCount": 3, "limit": 1, "offset": 1}


def test_numbers_of_rows_cells_and_columns(gallery: Gallery, csv: Attached) -> None:
    rows = get(gallery, f"table/{csv.file}/rows/", query="Image>4", start=2)
    assert (rows["rows"], rows["meta"]["rowCount"], rows["meta"]["end"]) == ([2], 3, 3)
    cells = get(gallery, f"table/{csv.file}/slice/", rows="0,1-2", columns="2,0")
    assert cells["columns"] == [["a", "b", "c"], [4, 5, 9]]
    assert cells["meta"]["columns"] == ["Class", "Image"]
    described = get(gallery, f"table/{csv.file}/metadata/")
    assert described["columns"][1] == {"name": "Area", "description": "", "type": "DoubleColumn"}
    assert described["totalCount"] == 3


def test_ids_as_bits(gallery: Gallery, csv: Attached) -> None:
    answer = gallery.get(f"table/{csv.file}/obj_id_bitmask/", query="*", col_name="Image")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    bits = np.unpackbits(np.frombuffer(answer.content, np.uint8))
    assert np.flatnonzero(bits).tolist() == [4, 5, 9]
    wrong = get(gallery, f"table/{csv.file}/obj_id_bitmask/", query="*", col_name="Class")
    assert wrong == {"error": "column Class holds no ids"}


def test_the_table_of_an_object(gallery: Gallery, csv: Attached) -> None:
    (listed,) = get(gallery, f"annotations/Plate/{gallery.plate}/")["data"]
    assert (listed["id"], listed["file"], listed["name"]) == (
        csv.annotation,
        csv.file,
        "cells.csv",
    )
    assert (listed["parentType"], listed["parentId"]) == ("Plate", gallery.plate)
    well = gallery.get(f"plate/{gallery.plate}/").json()["grid"][0][0]["wellId"]
    found = get(gallery, f"table/Plate.wells/{well}/query/", query="Image-5")
    assert found["data"]["rows"] == [[5, 3.25, "b"]]
    assert (found["id"], found["annId"], found["addedBy"]) == (csv.file, csv.annotation, "Keeper")


@pytest.mark.parametrize(
    ("path", "query", "said"),
    [
        ("table/{csv}/query/", {}, "Must specify query parameter, use * to retrieve all"),
        ("table/{csv}/query/", {"query": "Area >"}, "Error executing query: 'Area >'"),
        ("table/{csv}/query/", {"query": "*", "col_names": "x"}, "there is no column 'x'"),
        ("table/{csv}/query/", {"query": "*", "offset": "-1"}, "offset=-1&limit=None"),
        ("table/{csv}/slice/", {"rows": "3", "columns": "0"}, "rows=3: expected numbers from 0"),
        ("table/{csv}/slice/", {"rows": "0-9999999", "columns": "0"}, "rows=0-9999999: expected"),
        ("table/424242/query/", {"query": "*"}, "Table 424242 not found"),
        ("table/Folder/1/query/", {"query": "*"}, "Folder: expected a type such as Plate"),
        ("table/Image/1/query/", {"query": "*"}, "Could not retrieve matching bulk annotation"),
        ("annotations/Plate.wells/424242/", {}, "Well 424242 not found"),
    ],
)
def test_what_is_wrong_is_said_with_200(
    gallery: Gallery, csv: Attached, path: str, query: dict[str, str], said: str
) -> None:
    found = get(gallery, path.replace("{csv}", str(csv.file)), **query)
    assert found["error"].startswith(said)


def test_answers_are_as_large_as_configured(
    gallery: Gallery, csv: Attached, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = {catalogue.MAX_TABLE_ROWS.name: "2", catalogue.MAX_TABLE_CELLS.name: "2"}
    configured = load({}, limits)
    monkeypatch.setattr(tables, "configuration", lambda: configured)
    found = get(gallery, f"table/{csv.file}/query/", query="*")
    assert (found["error"][:11], found["status"]) == ("3 rows are ", 404)
    assert get(gallery, f"table/{csv.file}/rows/", query="*")["meta"]["end"] == 2
    cells = get(gallery, f"table/{csv.file}/slice/", rows="0-1", columns="0,1")
    assert cells["error"].startswith("2 rows of 2 columns")


def test_tables_are_for_those_who_may_see_the_object(gallery: Gallery, csv: Attached) -> None:
    hidden = get(gallery, f"table/{csv.file}/query/", OUTSIDER, query="*")
    assert hidden == {"error": f"Table {csv.file} not found"}
    assert get(gallery, f"annotations/Plate/{gallery.plate}/", OUTSIDER) == {"data": []}
