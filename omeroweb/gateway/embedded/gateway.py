"""The embedded store as one caller sees it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from numpy.typing import NDArray

from omeroweb import pixels
from omeroweb.gateway import base
from omeroweb.gateway.embedded import attachments, convert, files
from omeroweb.gateway.embedded.memory import Recalls
from omeroweb.gateway.embedded.permissions import Rights
from omeroweb.gateway.embedded.pyramids import openable
from omeroweb.gateway.embedded.queries import acquisition, containers, images, plates
from omeroweb.gateway.embedded.queries.annotations import EmbeddedAnnotations
from omeroweb.gateway.embedded.queries.changes import EmbeddedChanges
from omeroweb.gateway.embedded.queries.people import EmbeddedPeople
from omeroweb.gateway.embedded.queries.renderings import EmbeddedRenderings
from omeroweb.gateway.embedded.queries.rois import EmbeddedRois
from omeroweb.gateway.embedded.queries.scope import Scope
from omeroweb.gateway.embedded.queries.search import search
from omeroweb.quantities import Region


class _Remembered:
    """An image as the database has it. place: its file, which may be replaced at any time."""

    def __init__(self, image: base.Image, place: pixels.Openable) -> None:
        self.place = place
        self._image = image
        self._last: tuple[str | None, base.Image] = None, image

    def now(self) -> base.Image:
        """The image with a version that says what its file is like now."""
        stamp = pixels.stamp(self.place.path)
        last, image = self._last
        if last != stamp:
            image = replace(self._image, version=f"{self._image.version}.{stamp}")
            self._last = stamp, image
        return image


class EmbeddedGateway:
    """Implements Gateway with Django models and image files on disk."""

    def __init__(
        self,
        caller: base.Caller,
        rights: Rights,
        sources: pixels.SourceCache,
        folder: attachments.Folder,
        memory: Recalls,
    ) -> None:
        self._caller = caller
        self._memory = memory
        self._rights = rights
        self._scope = Scope(rights)
        self._sources = sources
        self.people = EmbeddedPeople(self._scope)
        self.annotations = EmbeddedAnnotations(self._scope, folder)
        self.changes = EmbeddedChanges(self._scope, folder)
        self.rois = EmbeddedRois(self._scope)
        self.renderings = EmbeddedRenderings(self._scope, memory)
        # What is opened for the images that this caller was shown: reading one asks the database
        # no more.
        self._openable: dict[int, pixels.Openable] = {}

    def event_context(self) -> base.EventContext:
        user, memberships = self._rights.experimenter, self._rights.memberships
        default = self._rights.default_group
        return base.EventContext(
            user.id,
            user.user_name,
            default.id,
            default.name,
            self._rights.is_admin,
            tuple(member.group_id for member in memberships),
            tuple(member.group_id for member in memberships if member.is_owner),
            self._caller.session_uuid,
        )

    # --- containers -----------------------------------------------------------

    def projects(self, part: base.Slice, wanted: base.Filter) -> base.Page[base.Project]:
        return containers.projects(self._scope, part, wanted)

    def project(self, project_id: int, *, with_child_count: bool = False) -> base.Project:
        return containers.project(self._scope, project_id, with_child_count=with_child_count)

    def datasets(self, part: base.Slice, wanted: base.Filter) -> base.Page[base.Dataset]:
        return containers.datasets(self._scope, part, wanted)

    def dataset(self, dataset_id: int, *, with_child_count: bool = False) -> base.Dataset:
        return containers.dataset(self._scope, dataset_id, with_child_count=with_child_count)

    def screens(self, part: base.Slice, wanted: base.Filter) -> base.Page[base.Screen]:
        return containers.screens(self._scope, part, wanted)

    def screen(self, screen_id: int, *, with_child_count: bool = False) -> base.Screen:
        return containers.screen(self._scope, screen_id, with_child_count=with_child_count)

    # --- plates ---------------------------------------------------------------

    def plates(self, part: base.Slice, wanted: base.Filter) -> base.Page[base.Plate]:
        return plates.plates(self._scope, part, wanted)

    def plate(self, plate_id: int) -> base.Plate:
        return plates.plate(self._scope, plate_id)

    def plate_acquisitions(
        self, part: base.Slice, wanted: base.Filter
    ) -> base.Page[base.PlateAcquisition]:
        return plates.plate_acquisitions(self._scope, part, wanted)

    def plate_acquisition(self, acquisition_id: int) -> base.PlateAcquisition:
        return plates.plate_acquisition(self._scope, acquisition_id)

    def wells(self, part: base.Slice, wanted: base.Filter) -> base.Page[base.Well]:
        return plates.wells(self._scope, part, wanted)

    def well(self, well_id: int) -> base.Well:
        return plates.well(self._scope, well_id)

    # --- images ---------------------------------------------------------------

    def images(self, part: base.Slice, wanted: base.Filter) -> base.Page[base.Image]:
        return images.images(self._scope, part, wanted)

    def image(self, image_id: int) -> base.Image:
        """Remembered while the store does not change; a file that was replaced is seen here."""
        key = ("image", self._caller.user_id, image_id)
        found = self._memory.recall(key, lambda: self._asked_image(image_id))
        self._openable[image_id] = found.place
        return found.now()

    def image_ids(self, parents: Sequence[base.Ref]) -> Sequence[int]:
        return images.image_ids(self._scope, parents)

    def similar_images(self, image_id: int) -> Sequence[int]:
        return images.similar_images(self._scope, image_id)

    def ancestry(self, image_id: int) -> base.Ancestry:
        """Remembered while the store does not change: a viewer begins with it."""
        key = ("ancestry", self._caller.user_id, image_id)
        return self._memory.recall(key, lambda: images.ancestry(self._scope, image_id))

    def _asked_image(self, image_id: int) -> "_Remembered":
        row = images.image_row(self._scope, image_id)
        return _Remembered(convert.image(row, self._rights, with_channels=True), openable(row))

    def read(
        self,
        image: base.Image,
        level: int,
        z: int,
        t: int,
        channels: Sequence[int],
        region: Region,
    ) -> NDArray[Any]:
        with self._sources.borrow(self._image_file(image)) as source:
            return source.read(level, z, t, channels, region)

    def stored_tile(
        self, image: base.Image, level: int, z: int, t: int, region: Region
    ) -> bytes | None:
        with self._sources.borrow(self._image_file(image)) as source:
            stored = source.stored_tile(level, z, t, region)
        is_all = stored is not None and (stored.width, stored.height) == region[2:]
        return stored.content if stored is not None and is_all else None

    def _image_file(self, image: base.Image) -> pixels.Openable:
        if image.id not in self._openable:
            self._openable[image.id] = openable(images.image_row(self._scope, image.id))
        return self._openable[image.id]

    def acquisition(self, image_id: int) -> base.Acquisition:
        return acquisition.acquisition(self._scope, image_id)

    def planes(self, image_id: int, part: base.Slice) -> base.Page[base.Plane]:
        return acquisition.planes(self._scope, image_id, part)

    def original_metadata(self, image_id: int) -> base.OriginalMetadata:
        return acquisition.original_metadata(self._scope, image_id)

    def search(
        self, kind: base.Kind, part: base.Slice, wanted: base.Search
    ) -> base.Matches[base.Searchable]:
        return search(self._scope, kind, part, wanted)

    # --- files ----------------------------------------------------------------

    def original_files(self, image_id: int) -> Sequence[base.OriginalFile]:
        return images.original_files(self._scope, image_id)

    def original_file(self, file_id: int) -> base.OriginalFile:
        return images.original_file(self._scope, file_id)

    def file_chunks(self, file: base.OriginalFile, size: int) -> Iterator[bytes]:
        return files.chunks(file, size)
