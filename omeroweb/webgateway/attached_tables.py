"""CSV files that are attached to objects, as tables."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from omeroweb.errors import NotFound
from omeroweb.gateway.base import (
    AnnotationFilter,
    AnnotationKind,
    AnnotationLink,
    FileAnnotation,
    Filter,
    Gateway,
    Kind,
    OriginalFile,
    Ref,
)
from omeroweb.tables import NotATable, Table, read_csv
from omeroweb.webgateway.listing import whole

BULK_ANNOTATIONS = "openmicroscopy.org/omero/bulk_annotations"
CSV_TYPES = ("text/csv", "text/tab-separated-values")
ENDING = ".csv"

# A table is read as a whole; a larger file is told to be downloaded.
MOST_BYTES = 64 * 2**20
PIECE = 2**20


class NoTable(Exception):
    """What was asked for is no table; the text is for the answer."""


def is_table(file: OriginalFile) -> bool:
    return file.mimetype in CSV_TYPES or file.name.lower().endswith(ENDING)


def table(gateway: Gateway, file_id: int) -> Table:
    """Raises NoTable."""
    try:
        file = gateway.original_file(file_id)
    except NotFound:
        raise NoTable(f"Table {file_id} not found") from None
    if not is_table(file):
        raise NoTable(f"{file.name} is no table: expected a CSV file")
    if (file.size or 0) > MOST_BYTES:
        raise NoTable(f"{file.name} has more than {MOST_BYTES} bytes: download it instead")
    content = b"".join(gateway.file_chunks(file, PIECE))
    try:
        return _parsed(content)
    except NotATable as error:
        raise NoTable(f"{file.name}: {error}") from None


@lru_cache(maxsize=4)
def _parsed(content: bytes) -> Table:
    """Pages of one table ask for it again and again."""
    return read_csv(content)


def attached(gateway: Gateway, path: str, object_id: int) -> list[AnnotationLink]:
    """The tables on an object, or on what it lies in: Plate, Plate.wells, and so on.

    The id is that of the last part of the path. The newest come last. Raises NoTable.
    """
    found: list[AnnotationLink] = []
    for kind, ids in _carriers(gateway, path, object_id):
        found += _links(gateway, kind, ids)
    return sorted(found, key=lambda link: link.id)


def _links(gateway: Gateway, kind: Kind, ids: Sequence[int]) -> Iterator[AnnotationLink]:
    wanted = AnnotationFilter(kinds=(AnnotationKind.FILE,))
    for link in whole(lambda part: gateway.annotations.of(kind, ids, part, wanted)):
        annotation = link.annotation
        if isinstance(annotation, FileAnnotation) and is_table(annotation.value):
            yield link


def _carriers(gateway: Gateway, path: str, object_id: int) -> list[tuple[Kind, list[int]]]:
    try:
        match path:
            case "Plate.wells" | "Plate.wells.wellSamples.image":
                return [(Kind.PLATE, _plates(gateway, path, object_id))]
            case "Screen.plateLinks.child":
                return [(Kind.SCREEN, _screens(gateway, object_id))]
            case "Screen.plateLinks.child.wells":
                plates = _plates(gateway, path, object_id)
                return [(Kind.SCREEN, [s for plate in plates for s in _screens(gateway, plate)])]
            case "Dataset.imageLinks.child":
                datasets = gateway.ancestry(object_id).datasets
                return [(Kind.DATASET, [one.id for one in datasets])]
            case "Project.datasetLinks.child":
                inside = Filter(dataset=object_id)
                projects = whole(lambda part: gateway.projects(part, inside))
                return [(Kind.PROJECT, [one.id for one in projects])]
        return [(Ref(Kind(path), object_id).kind, [object_id])]
    except ValueError:
        raise NoTable(
            f"{path}: expected a type such as Plate, or a path such as Plate.wells"
        ) from None
    except NotFound as error:
        raise NoTable(str(error)) from None


def _plates(gateway: Gateway, path: str, object_id: int) -> list[int]:
    """Of a well, or of the image of one."""
    if path.endswith("image"):
        plate = gateway.ancestry(object_id).plate
        return [plate.id] if plate else []
    plate_id = gateway.well(object_id).plate_id
    return [] if plate_id is None else [plate_id]


def _screens(gateway: Gateway, plate_id: int) -> list[int]:
    inside = Filter(plate=plate_id)
    return [one.id for one in whole(lambda part: gateway.screens(part, inside))]
