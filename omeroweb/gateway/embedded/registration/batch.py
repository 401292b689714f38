"""All rows of a batch of filesets, in the order in which they refer to each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from omeroweb.gateway.base import Kind
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.importing.places import Place
from omeroweb.gateway.embedded.registration import (
    annotations,
    channels,
    containers,
    files,
    images,
    instruments,
    pixels,
    plates,
    pyramids,
    rois,
)
from omeroweb.gateway.embedded.registration.annotations import Annotated
from omeroweb.gateway.embedded.registration.instruments import Parts
from omeroweb.pixels import ImageDescription
from omeroweb.pixels.annotations import Annotation, FileAnnotation
from omeroweb.pixels.reading import ReadFileset


@dataclass
class Entry:
    """A fileset on its way into the store, and the rows that were made of it so far.

    fileset: with an id where it is there already and its files have changed. images, pixels,
    parts, objectives: one per image, in the order of the description.
    """

    fileset: models.Fileset
    read: ReadFileset
    place: Place
    images: list[models.Image] = field(default_factory=list)
    pixels: list[models.Pixels] = field(default_factory=list)
    parts: list[Parts | None] = field(default_factory=list)
    objectives: list[models.ObjectiveSettings | None] = field(default_factory=list)
    known_images: set[int] = field(default_factory=set)
    annotated: list[Annotated] = field(default_factory=list)

    @property
    def described_images(self) -> Iterator[tuple[models.Image, ImageDescription]]:
        return zip(self.images, self.read.description.images, strict=True)

    def annotate(self, kind: Kind, row: object, said: tuple[Annotation, ...]) -> None:
        """Note what the file says of an object. Files that it attaches are not kept."""
        kept = tuple(one for one in said if not isinstance(one, FileAnnotation))
        if kept:
            self.annotated.append(Annotated(kind, row, kept))


def register(entries: Sequence[Entry]) -> None:
    """Write filesets and all that belongs to them.

    Of one that was there before, images, channels, plates and wells keep their ids, and with them
    links, annotations and rendering settings; what is not in the files any more goes.
    """
    replaced = {entry.fileset.id for entry in entries if entry.fileset.id is not None}
    images.save_filesets(entries)
    files.save(entries, replaced)
    instruments.save(entries, replaced)
    images.save(entries, replaced)
    pixels.save(entries, replaced)
    pyramids.save(entries, replaced)
    channels.save(entries, replaced)
    plates.save(entries, replaced)
    containers.link_images(entries)
    rois.save(entries, replaced)
    files.save_metadata(entries, replaced)
    annotations.save(entries, replaced)
