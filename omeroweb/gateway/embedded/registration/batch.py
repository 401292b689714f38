"""All rows of a batch of filesets, in the order in which they refer to each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.importing.places import Place
from omeroweb.gateway.embedded.registration import (
    channels,
    containers,
    images,
    instruments,
    pixels,
    plates,
)
from omeroweb.pixels.reading import ReadFileset


@dataclass
class Entry:
    """A fileset on its way into the store.

    fileset: with an id where it is there already and its files have changed.
    """

    fileset: models.Fileset
    read: ReadFileset
    place: Place
    images: list[models.Image] = field(default_factory=list)
    pixels: list[models.Pixels] = field(default_factory=list)
    known_images: set[int] = field(default_factory=set)
    objectives: dict[float, models.ObjectiveSettings] = field(default_factory=dict)

    def is_new(self, image: models.Image) -> bool:
        return image.id not in self.known_images


def register(entries: Sequence[Entry]) -> None:
    """Write filesets and all that belongs to them.

    Of one that was there before, images, plates and wells keep their ids, and with them links,
    annotations and rendering settings; what is not in the files any more goes.
    """
    replaced = {entry.fileset.id for entry in entries if entry.fileset.id is not None}
    images.save_filesets(entries)
    instruments.save(entries, replaced)
    images.save(entries, replaced)
    pixels.save(entries, replaced)
    channels.save(entries, replaced)
    plates.save(entries, replaced)
    containers.link_images(entries)
