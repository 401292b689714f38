"""What the store knows already of files that were found: one query for many of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.importing.walking import Found
from omeroweb.pixels.reading import FileState


@dataclass(frozen=True, slots=True)
class Known:
    """A file as it was when it was imported."""

    fileset_id: int
    size: int
    modified_ns: int

    def is_as(self, file: Found | FileState) -> bool:
        return (self.size, self.modified_ns) == (file.size, file.modified_ns)


def known(files: Iterable[Found | FileState]) -> dict[str, Known]:
    """Those of the files that are in the store, by their paths."""
    rows = models.Fileset.objects.filter(path__in={str(file.path) for file in files})
    return {
        path: Known(fileset_id, size, modified_ns)
        for path, fileset_id, size, modified_ns in rows.values_list(
            "path", "id", "size", "modified_ns"
        )
    }
