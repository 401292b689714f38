"""Files whose images somebody deleted. They still lie where they were: an import leaves them alone.

A file that has changed since is another one.
"""

from collections.abc import Iterable
from typing import Protocol

from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.removal import batches
from omeroweb.pixels.location import Location


class Known(Protocol):
    """A file as somebody found it."""

    @property
    def path(self) -> Location: ...

    @property
    def size(self) -> int: ...

    @property
    def modified_ns(self) -> int: ...


def remember(filesets: Iterable[int]) -> None:
    """Note the files of filesets that are about to go because somebody wants so."""
    for some in batches(filesets):
        alone = models.Fileset.objects.filter(id__in=some, entries=None)
        members = models.OriginalFile.objects.filter(entry__fileset__in=some)
        columns = ("path", "size", "modified_ns")
        rows = [
            models.DeletedFile(path=path, size=size, modified_ns=modified_ns or 0)
            for path, size, modified_ns in (
                *alone.values_list(*columns),
                *members.values_list(*columns),
            )
        ]
        models.DeletedFile.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["path"],
            update_fields=["size", "modified_ns", "deleted"],
        )


def forget(paths: Iterable[str]) -> None:
    """These files are in the store again."""
    models.DeletedFile.objects.filter(path__in=list(paths)).delete()


def deleted(files: Iterable[Known]) -> set[str]:
    """The paths of those that are as they were when somebody deleted their images."""
    found = {str(file.path): (file.size, file.modified_ns) for file in files}
    rows = models.DeletedFile.objects.filter(path__in=found)
    return {
        path
        for path, size, modified_ns in rows.values_list("path", "size", "modified_ns")
        if found[path] == (size, modified_ns)
    }
