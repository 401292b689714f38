"""One import: found files are compared with the store, read by other processes, written in batches.

What is kept in memory is bounded: nothing is listed ahead, and files are read only as fast as they
are written.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from omeroweb.gateway.embedded.importing.known import known
from omeroweb.gateway.embedded.importing.outcomes import Failure, Outcome, Unchanged
from omeroweb.gateway.embedded.importing.readers import Readers
from omeroweb.gateway.embedded.importing.walking import Found, never, search
from omeroweb.gateway.embedded.importing.writing import Destination, Rehearsal, Writer

# Files that one query compares with the store.
COMPARED_AT_A_TIME = 500
# How long nothing may happen before it is asked whether the import shall end, in seconds.
PATIENCE = 0.2


@dataclass(frozen=True)
class Options:
    """workers: processes that read; timeout: seconds that one file may take.

    is_dry_run: everything is read and nothing written.
    """

    workers: int
    timeout: float
    is_dry_run: bool = False


def import_all(
    paths: Iterable[Path],
    destination: Destination,
    options: Options,
    shall_end: Callable[[], bool] = never,
) -> Iterator[Outcome]:
    """Import everything below the paths, and say of each file what became of it.

    Ends early where shall_end() says so; what was read by then is written.
    """
    writer = Rehearsal(destination) if options.is_dry_run else Writer(destination)
    with Readers(options.workers, options.timeout) as readers:
        for found in _to_read(paths, shall_end):
            if shall_end():
                break
            if isinstance(found, Found):
                readers.give(found)
            else:
                yield found
            while readers.are_busy and not shall_end():
                yield from _take(readers, writer)
        while len(readers) and not shall_end():
            yield from _take(readers, writer)
    yield from writer.write()


def _to_read(paths: Iterable[Path], shall_end: Callable[[], bool]) -> Iterator[Found | Outcome]:
    """What is new or has changed, to be read; of everything else, the outcome."""
    entries = (entry for path in paths for entry in search(path, shall_end))
    while part := list(islice(entries, COMPARED_AT_A_TIME)):
        yield from _compared(part)


def _compared(part: Sequence[Found | Failure]) -> Iterator[Found | Outcome]:
    stored = known(entry for entry in part if isinstance(entry, Found))
    for entry in part:
        before = stored.get(str(entry.path))
        if isinstance(entry, Found) and before and before.is_as(entry):
            yield Unchanged(entry.path)
        else:
            yield entry


def _take(readers: Readers, writer: Writer) -> Iterator[Outcome]:
    """One file from the readers to the writer, where one is ready."""
    taken = readers.take(PATIENCE)
    if taken:
        found, read = taken
        if isinstance(read, Failure):
            yield read
        else:
            writer.add(found, read)
    if writer.is_due:
        yield from writer.write()
