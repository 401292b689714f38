"""What the store knows already of files that were found: two queries for many of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.importing.walking import Found
from omeroweb.pixels.reading import FileState


@dataclass(frozen=True, slots=True)
class Known:
    """A file as it was when it was imported. fileset_path: the file that stands for its fileset."""

    fileset_id: int
    fileset_path: str
    size: int
    modified_ns: int
    is_missing: bool

    def is_as(self, file: Found | FileState) -> bool:
        return (self.size, self.modified_ns) == (file.size, file.modified_ns)


def known(files: Iterable[Found | FileState]) -> dict[str, Known]:
    """Those of the files that are in the store, by their paths.

    A file of several is known by itself, one that is a fileset alone by the fileset.
    """
    paths = {str(file.path) for file in files}
    filesets = models.Fileset.objects.filter(path__in=paths, entries=None)
    alone = filesets.values_list("path", "id", "path", "size", "modified_ns", "missing_since")
    members = models.OriginalFile.objects.filter(path__in=paths).exclude(entry=None)
    of_several = members.values_list(
        "path",
        "entry__fileset",
        "entry__fileset__path",
        "size",
        "modified_ns",
        "entry__fileset__missing_since",
    )
    return {
        path: Known(fileset_id, fileset_path, size, modified_ns or 0, missing_since is not None)
        for path, fileset_id, fileset_path, size, modified_ns, missing_since in (
            *alone,
            *of_several,
        )
    }
