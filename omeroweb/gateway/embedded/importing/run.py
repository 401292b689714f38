"""One import: found files are compared with the store, read by other processes, written in batches.

What is kept in memory is bounded: nothing is listed ahead, and files are read only as fast as they
are written.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing.context import BaseContext
from pathlib import Path

from omeroweb.gateway.embedded.deleted_files import deleted
from omeroweb.gateway.embedded.fulltext import index as search_index
from omeroweb.gateway.embedded.importing.known import Known, known
from omeroweb.gateway.embedded.importing.missing import Seen, mark_found, mark_missing
from omeroweb.gateway.embedded.importing.nursery import SPAWNED
from omeroweb.gateway.embedded.importing.outcomes import (
    Belongs,
    Deleted,
    Failure,
    Outcome,
    Unchanged,
)
from omeroweb.gateway.embedded.importing.readers import Readers
from omeroweb.gateway.embedded.importing.walking import Found, Start, never, search
from omeroweb.gateway.embedded.importing.writing import Destination, Rehearsal, Writer
from omeroweb.gateway.embedded.order import index as image_order
from omeroweb.pixels.location import Url

# Files that one query compares with the store.
COMPARED_AT_A_TIME = 500
# How long nothing may happen before it is asked whether the import shall end, in seconds.
PATIENCE = 0.2


def every(found: Found) -> bool:
    return True


@dataclass(frozen=True)
class Options:
    """workers: processes that read; timeout: seconds that one file may take.

    is_dry_run: everything is read and nothing written. is_restoring: also what somebody deleted
    from the store. accepts: whether a file may be read now. nursery: how readers are started.
    """

    workers: int
    timeout: float
    is_dry_run: bool = False
    is_restoring: bool = False
    accepts: Callable[[Found], bool] = every
    nursery: BaseContext = SPAWNED


def import_all(
    starts: Sequence[Start],
    destination: Destination,
    options: Options,
    shall_end: Callable[[], bool] = never,
) -> Iterator[Outcome]:
    """Import everything below some paths, and say of each file what became of it.

    Ends early where shall_end() says so; what was read by then is written.
    """
    writer = Rehearsal(destination) if options.is_dry_run else Writer(destination, shall_end)
    seen = Seen()
    with Readers(options.workers, options.timeout, options.nursery) as readers:
        run = _Run(readers, writer)
        for found in _to_read(starts, seen, options, shall_end):
            if shall_end():
                break
            yield from run.give(found) if isinstance(found, Found) else [found]
            while readers.are_busy and not shall_end():
                yield from run.take()
        while len(readers) and not shall_end():
            yield from run.take()
    yield from writer.write()
    if not options.is_dry_run:
        image_order.tidy()
        search_index.tidy(shall_end)
    if not (options.is_dry_run or destination.served_folder or shall_end()):
        for start in starts:
            if not isinstance(start.path, Url):
                yield from mark_missing(start.path, seen)


class _Run:
    """Files on their way from the readers to the writer."""

    def __init__(self, readers: Readers, writer: Writer) -> None:
        self._readers = readers
        self._writer = writer
        # Files that were read with another one of their fileset and need no reading of their own.
        self._members: set[str] = set()

    def give(self, found: Found) -> Iterator[Outcome]:
        if str(found.path) in self._members:
            yield Belongs(found.path)
        else:
            self._readers.give(found)

    def take(self) -> Iterator[Outcome]:
        """One file from the readers to the writer, where one is ready."""
        taken = self._readers.take(PATIENCE)
        if taken:
            found, read = taken
            if str(found.path) in self._members:
                yield Belongs(found.path)
            elif isinstance(read, Failure):
                yield read
            else:
                self._writer.add(found, read)
                if len(read.files) > 1:
                    self._members |= {str(file.path) for file in read.files}
                    self._readers.drop(self._members)
        if self._writer.is_due:
            yield from self._writer.write()


def _to_read(
    starts: Iterable[Start], seen: Seen, options: Options, shall_end: Callable[[], bool]
) -> Iterator[Found | Outcome]:
    """What is new or has changed, to be read; of everything else, the outcome."""
    entries = (entry for start in starts for entry in search(start, shall_end))
    while part := list(islice(entries, COMPARED_AT_A_TIME)):
        files = [entry for entry in part if isinstance(entry, Found)]
        stored = known(files)
        gone = set() if options.is_restoring else deleted(files)
        for before in stored.values():
            seen.add(before.fileset_id)
        if not options.is_dry_run:
            mark_found([before.fileset_id for before in stored.values() if before.is_missing])
        for entry in part:
            if _is_unchanged(entry, stored):
                yield Unchanged(entry.path)
            elif str(entry.path) in gone:
                yield Deleted(entry.path)
            elif isinstance(entry, Failure):
                yield entry
            elif options.accepts(entry):
                yield from _standing_for(entry, stored)


def _standing_for(changed: Found, stored: dict[str, Known]) -> Iterator[Found | Outcome]:
    """The file to read because of one that is new or has changed.

    A file of several may say nothing of the others: a plain TIFF that only a companion names.
    """
    before = stored.get(str(changed.path))
    if before is None or before.fileset_path == str(changed.path):
        yield changed
        return
    path = Path(before.fileset_path)
    if not path.exists():
        yield changed
        return
    root = changed.root if isinstance(changed.root, Path) else path.parent
    is_below = path.is_relative_to(root)
    yield replace(changed, path=path, root=root if is_below else path.parent)
    yield Belongs(changed.path)


def _is_unchanged(entry: Found | Failure, stored: dict[str, Known]) -> bool:
    before = stored.get(str(entry.path))
    return isinstance(entry, Found) and before is not None and before.is_as(entry)
