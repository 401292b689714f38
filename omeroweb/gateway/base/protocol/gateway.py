"""What the web asks an OMERO server."""

from collections.abc import Hashable, Iterator, Sequence
from typing import Any, Protocol

from numpy.typing import NDArray

from omeroweb.gateway.base.acquisition import Acquisition, OriginalMetadata, Plane
from omeroweb.gateway.base.asking import Filter, Page, Slice
from omeroweb.gateway.base.containers import Dataset, Project, Screen
from omeroweb.gateway.base.images import Image, OriginalFile
from omeroweb.gateway.base.kinds import Kind, Ref
from omeroweb.gateway.base.people import Caller, EventContext
from omeroweb.gateway.base.plates import Ancestry, Plate, PlateAcquisition, Well
from omeroweb.gateway.base.protocol.annotations import Annotations
from omeroweb.gateway.base.protocol.changes import Changes
from omeroweb.gateway.base.protocol.people import People
from omeroweb.gateway.base.protocol.renderings import Renderings
from omeroweb.gateway.base.protocol.rois import Rois
from omeroweb.gateway.base.searching import Matches, Search, Searchable
from omeroweb.quantities import Region


class Gateway(Protocol):
    """An OMERO server as one caller sees it. Lists are ordered by name, ignoring case, then id."""

    # --- subjects of their own ------------------------------------------------

    @property
    def people(self) -> People: ...

    @property
    def annotations(self) -> Annotations: ...

    @property
    def changes(self) -> Changes: ...

    @property
    def rois(self) -> Rois: ...

    @property
    def renderings(self) -> Renderings: ...

    def event_context(self) -> EventContext: ...

    # --- containers -----------------------------------------------------------

    def projects(self, part: Slice, wanted: Filter) -> Page[Project]: ...

    def project(self, project_id: int, *, with_child_count: bool = False) -> Project: ...

    def datasets(self, part: Slice, wanted: Filter) -> Page[Dataset]: ...

    def dataset(self, dataset_id: int, *, with_child_count: bool = False) -> Dataset: ...

    def screens(self, part: Slice, wanted: Filter) -> Page[Screen]: ...

    def screen(self, screen_id: int, *, with_child_count: bool = False) -> Screen: ...

    # --- plates ---------------------------------------------------------------

    def plates(self, part: Slice, wanted: Filter) -> Page[Plate]: ...

    def plate(self, plate_id: int) -> Plate: ...

    def plate_acquisitions(self, part: Slice, wanted: Filter) -> Page[PlateAcquisition]:
        """Runs, narrowed by plate, owner and group, with the fields that they have."""
        ...

    def plate_acquisition(self, acquisition_id: int) -> PlateAcquisition: ...

    def wells(self, part: Slice, wanted: Filter) -> Page[Well]:
        """Wells by column, then row, with their samples, narrowed by plate, owner and group.

        With an acquisition or a field: only wells that have such samples, and only those samples.
        """
        ...

    def well(self, well_id: int) -> Well: ...

    # --- images ---------------------------------------------------------------

    def images(self, part: Slice, wanted: Filter) -> Page[Image]:
        """Images with Pixels but without channels."""
        ...

    def image(self, image_id: int) -> Image:
        """One image with its channels."""
        ...

    def image_ids(self, parents: Sequence[Ref]) -> Sequence[int]:
        """Ids of the visible images in projects, datasets, screens, plates, runs, wells and
        filesets, and of the images among the parents themselves; by id."""
        ...

    def similar_images(self, image_id: int) -> Sequence[int]:
        """Ids of the images in the same Projects that can be shown in the same way, this one
        included: same pixel type, as many channels, with the same labels."""
        ...

    def ancestry(self, image_id: int) -> Ancestry: ...

    def read(
        self, image: Image, level: int, z: int, t: int, channels: Sequence[int], region: Region
    ) -> NDArray[Any]:
        """Planes (C, Y, X) of the named channels in the image's pixel type.

        region: inside the resolution ``level``. Raises Unreadable.
        """
        ...

    def acquisition(self, image_id: int) -> Acquisition:
        """How the image was taken."""
        ...

    def planes(self, image_id: int, part: Slice) -> Page[Plane]:
        """What is known of single planes, by time, z and channel."""
        ...

    def original_metadata(self, image_id: int) -> OriginalMetadata: ...

    def search(self, kind: Kind, part: Slice, wanted: Search) -> Matches[Searchable]:
        """Objects of one of the SEARCHABLE_KINDS, the newest first; images without channels.

        Any text can be looked for; one without a letter or number finds nothing.
        Raises BadRequest for another kind, and for a part that is too far behind.
        """
        ...

    def stored_tile(self, image: Image, level: int, z: int, t: int, region: Region) -> bytes | None:
        """The JPEG of a region as the file stores it, where the region is exactly one such tile
        with all channels of the image: 8-bit grey, or red, green and blue. Raises Unreadable.
        """
        ...

    # --- files ----------------------------------------------------------------

    def original_files(self, image_id: int) -> Sequence[OriginalFile]:
        """The files of the image's fileset. NotFound also where the caller may not have them."""
        ...

    def original_file(self, file_id: int) -> OriginalFile:
        """An imported or attached file. NotFound also where the caller may not have it."""
        ...

    def file_chunks(self, file: OriginalFile, size: int) -> Iterator[bytes]:
        """The content of a file, at most ``size`` bytes at a time. Raises Unreadable."""
        ...


class Server(Protocol):
    """Where gateways come from."""

    def login(self, user_name: str, password: str) -> Caller:
        """Raises LoginRefused."""
        ...

    def become(self, caller: Caller, user_name: str) -> Caller:
        """Another user's caller, for an administrator. NotFound for everybody else, and where
        there is no such user."""
        ...

    def public_caller(self, user_name: str) -> Caller | None:
        """The caller that visitors without a login become; None where there is no such user."""
        ...

    def state(self) -> Hashable | None:
        """Equal values mean that nothing in the store has changed; None where it cannot be told."""
        ...

    def open(self, caller: Caller, state: Hashable | None = None) -> Gateway:
        """Raises NotSignedIn where the caller's user is gone.

        state: what state() has just said, for a gateway that is only read from: it need not ask
        again with every question.
        """
        ...
