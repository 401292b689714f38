"""A fileset on its way into the store."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from omeroweb.gateway.base import Kind
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.importing.places import Place
from omeroweb.pixels import ImageDescription
from omeroweb.pixels.annotations import Annotation, FileAnnotation
from omeroweb.pixels.reading import ReadFileset


@dataclass(frozen=True)
class Annotated:
    """An object of a fileset with what its file says of it; it has its id when this is saved."""

    kind: Kind
    row: Any
    annotations: tuple[Annotation, ...]


@dataclass
class Parts:
    """The rows of one instrument; its parts by the keys that the file has for them."""

    instrument: models.Instrument
    objectives: dict[str, models.Objective] = field(default_factory=dict)
    detectors: dict[str, models.Detector] = field(default_factory=dict)
    light_sources: dict[str, models.LightSource] = field(default_factory=dict)
    filters: dict[str, models.Filter] = field(default_factory=dict)
    dichroics: dict[str, models.Dichroic] = field(default_factory=dict)
    filter_sets: dict[str, models.FilterSet] = field(default_factory=dict)
    emission: list[tuple[models.FilterSet, models.Filter]] = field(default_factory=list)
    excitation: list[tuple[models.FilterSet, models.Filter]] = field(default_factory=list)


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
        """Note what the file says of an object. Files that it only names are not kept."""
        kept = tuple(
            one for one in said if not isinstance(one, FileAnnotation) or one.content is not None
        )
        if kept:
            self.annotated.append(Annotated(kind, row, kept))
