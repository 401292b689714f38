"""OME-TIFF: one file, many files that belong together, or files with a companion of metadata."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from weakref import WeakKeyDictionary

from omeroweb.errors import Unreadable
from omeroweb.pixels import ome_xml
from omeroweb.pixels.base import pixel_type
from omeroweb.pixels.description import (
    ChannelDescription,
    FilesetDescription,
    ImageDescription,
    OriginalFileDescription,
)
from omeroweb.pixels.formats import is_companion_name
from omeroweb.pixels.lending import LendingCache, version
from omeroweb.pixels.limits import beyond, limits
from omeroweb.pixels.local_files import read_metadata
from omeroweb.pixels.location import Location, Url, display_name
from omeroweb.pixels.ome_planes import (
    OPEN_FILES,
    OmePlanes,
    OpenFiles,
    PlaneTable,
    beside,
    plane_table,
)
from omeroweb.pixels.ome_xml import OmeDocument
from omeroweb.pixels.ome_xml.annotations import original_metadata
from omeroweb.pixels.ome_xml.elements import text
from omeroweb.pixels.remote import read_remote
from omeroweb.pixels.tiff_file import DAMAGED, OpenedTiff, are_files_kept, open_tiff
from omeroweb.pixels.tiff_layout import check_extent
from omeroweb.pixels.tiff_source import TiffSource

FORMAT = "OME-TIFF"
# Filesets whose tables of planes are kept, so that opening their images does not parse OME-XML.
TABLES_KEPT = 32
# What opened files said, so that importing one, which asks again for its pixels, parses it once.
_documents: WeakKeyDictionary[OpenedTiff, OmeDocument | None] = WeakKeyDictionary()


def describe(path: Location, document: OmeDocument) -> FilesetDescription:
    """The images and plates of a document that was found in a file. Raises Unreadable."""
    own, document = _resolve(path, document)
    tables = _tables(document, own)
    files = sorted({own, *(file for table in tables for file in table.files)}, key=str)
    first = files[0]
    if not is_companion_name(own.name) and first != own and _lists(first, own):
        # All of its files give the same answer: that of the first of them.
        return describe(first, _read_document(first))
    count = len(tables)
    if count > limits().images:
        raise Unreadable(own, beyond("images", f"{count} images"))
    try:
        return FilesetDescription(
            tuple(_images(own, document, tables)),
            own,
            tuple(OriginalFileDescription(file) for file in files),
            FORMAT,
            plates=ome_xml.describe_plates(document),
            original_metadata=original_metadata(document),
        )
    except ValueError as error:
        raise Unreadable(own, f"{error}") from None


def _images(
    own: Location, document: OmeDocument, tables: Sequence[PlaneTable]
) -> Iterator[ImageDescription]:
    wells = ome_xml.well_positions(document)
    files: OpenFiles = LendingCache(OPEN_FILES)
    try:
        for series, (element, table) in enumerate(zip(document.images, tables, strict=True)):
            plain = _plain(own, series, table, files)
            said = ome_xml.describe_image(plain, document, element)
            name = text(element, "Name")
            yield replace(
                said,
                name=f"{plain.name} [{name}]" if len(tables) > 1 and name else plain.name,
                well=wells.get(text(element, "ID")),
            )
    finally:
        files.close()


def describe_companion(path: Location) -> FilesetDescription:
    """The images of a companion file of metadata. Raises Unreadable."""
    return describe(path, _read_document(path))


def open_image(path: Location, series: int, tables: Sequence[PlaneTable]) -> TiffSource:
    """Open one image of the document in a file, with the tables of all. Raises Unreadable."""
    if not 0 <= series < len(tables):
        raise Unreadable(path, f"it has no image {series}, only {len(tables)}")
    files: OpenFiles = LendingCache(OPEN_FILES)
    try:
        return TiffSource(path, _planes(tables[series], path, files))
    except Unreadable:
        files.close()
        raise


def kept_tables(path: Location) -> tuple[PlaneTable, ...] | None:
    """Where the planes of all images of a document are; None for files without OME-XML."""
    if are_files_kept():
        # What they say may be older than what is there now: nobody else is to be told.
        return _tables_of(path)
    return _kept_tables(path, version(path))


def document_of(tiff: OpenedTiff) -> OmeDocument | None:
    """What the first page of an opened file says in OME-XML; None for other TIFF files."""
    with tiff.structure() as structure:
        if tiff not in _documents:
            try:
                said = structure.ome_metadata
            except DAMAGED as error:
                raise Unreadable(tiff.path, f"damaged TIFF file ({error})") from None
            _documents[tiff] = None if said is None else _parse(said, tiff.path)
        return _documents[tiff]


@lru_cache(maxsize=TABLES_KEPT)
def _kept_tables(path: Location, _version: int) -> tuple[PlaneTable, ...] | None:
    return _tables_of(path)


def _tables_of(path: Location) -> tuple[PlaneTable, ...] | None:
    document = find_document(path)
    if document is None:
        return None
    own, document = _resolve(path, document)
    return _tables(document, own)


def _tables(document: OmeDocument, own: Location) -> tuple[PlaneTable, ...]:
    if not document.images:
        raise Unreadable(own, "its OME-XML describes no image with pixels")
    return tuple(plane_table(document, image, own) for image in document.images)


def _resolve(own: Location, document: OmeDocument) -> tuple[Location, OmeDocument]:
    """The document itself, or the companion file that it only points at."""
    if not document.metadata_file:
        return own, document
    companion = beside(own, document.metadata_file)
    return companion, _read_document(companion)


def _lists(other: Location, own: Location) -> bool:
    """Whether another file's own metadata name this one, so that it stands for both."""
    try:
        document = _read_document(other)
        return any(own in table.files for table in _tables(document, other))
    except Unreadable:
        return False


def _read_document(path: Location) -> OmeDocument:
    document = find_document(path)
    if document is None:
        raise Unreadable(path, "it holds no OME-XML")
    return document


def find_document(path: Location) -> OmeDocument | None:
    """The OME-XML of a companion file or of a TIFF file that has some. Raises Unreadable."""
    if is_companion_name(path.name):
        content = read_remote(path) if isinstance(path, Url) else read_metadata(path)
        return _parse(content, path)
    tiff = open_tiff(path)
    try:
        return document_of(tiff)
    finally:
        tiff.close()


def _parse(said: str | bytes, path: Location) -> OmeDocument:
    try:
        return ome_xml.parse(said)
    except ValueError as error:
        raise Unreadable(path, f"{error}") from None


def _planes(table: PlaneTable, own: Location, files: OpenFiles) -> OmePlanes:
    try:
        return OmePlanes(table, own, files)
    except DAMAGED as error:
        raise Unreadable(own, f"damaged TIFF file ({error})") from None


def _plain(own: Location, series: int, table: PlaneTable, files: OpenFiles) -> ImageDescription:
    """What the TIFF structure and the sizes say, once it is seen that the files are complete."""
    planes = _planes(table, own, files)
    try:
        check_extent(planes)
    except DAMAGED as error:
        raise Unreadable(own, f"damaged TIFF file ({error})") from None
    layout, levels = planes.layout, tuple(planes.levels)
    kind = pixel_type(layout.dtype)
    if kind is None:
        raise Unreadable(own, f"pixel type {layout.dtype} is not supported")
    return ImageDescription(
        name=display_name(own),
        path=own,
        series=series,
        size_x=table.size_x,
        size_y=table.size_y,
        size_z=layout.length("Z"),
        size_c=table.size_c,
        size_t=layout.length("T"),
        pixel_type=kind,
        levels=levels,
        channels=plain_channels(table.size_c, layout.samples),
    )


def plain_channels(size_c: int, samples: int) -> tuple[ChannelDescription, ...]:
    """Channels of which nothing is known but that samples are colours."""
    if samples in (3, 4):
        return tuple((ome_xml.rgb_channels()[:samples] * size_c)[:size_c])
    return tuple(ChannelDescription() for _ in range(size_c))
