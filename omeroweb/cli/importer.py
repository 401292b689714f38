"""`omero import`: progress, failures by name, a summary."""

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from omeroweb.cli.announce import say_root_password
from omeroweb.cli.store import prepare
from omeroweb.errors import CommandError, Unreadable
from omeroweb.pixels.formats import EXPECTED

if TYPE_CHECKING:  # models can be imported once the store is prepared
    from omeroweb.gateway.embedded.search import Failure, Found

# Width of the file name beside the progress bar.
NAME_WIDTH = 40

# Without a terminal there is no bar: how often a line says how far the import is.
SECONDS_BETWEEN_LINES = 10


def import_paths(paths: Sequence[Path]) -> int:
    """Import files and folders. Exit code 1 where something could not be read."""
    say_root_password(prepare())
    return 1 if import_into_store(paths).failures else 0


@dataclass
class Summary:
    """What an import did."""

    imported: int = 0
    unchanged: int = 0
    images: int = 0
    failures: "list[Failure]" = field(default_factory=list)


def import_into_store(paths: Sequence[Path], served_folder: str = "") -> Summary:
    """Register every image below the paths; the store is prepared.

    Raises CommandError where nothing there looks like an image.
    """
    from omeroweb.gateway.embedded.search import search

    summary = Summary()
    found = list(chain.from_iterable(search(path) for path in paths))
    if not found:
        raise CommandError(f"no image found in {', '.join(map(str, paths))}: expected {EXPECTED}")
    with tqdm(found, unit="file", desc="Importing", disable=None, leave=False) as progress:
        for entry in _named(progress):
            failure = _register(entry, served_folder, summary)
            if failure:
                summary.failures.append(failure)
                progress.write(f"not imported: {failure.reason}", file=sys.stderr)
    print(_sentence(summary), flush=True)
    return summary


def _named(progress: "tqdm[Found | Failure]") -> "Iterator[Found | Failure]":
    """The entries, each shown by name while it is worked on; in a log, a line now and then."""
    said = time.monotonic()
    for number, entry in enumerate(progress):
        progress.set_postfix_str(entry.path.name[:NAME_WIDTH])
        if progress.disable and time.monotonic() - said > SECONDS_BETWEEN_LINES:
            said = time.monotonic()
            print(f"Importing: {number} of {progress.total} files", flush=True)
        yield entry


def _register(entry: "Found | Failure", served_folder: str, summary: Summary) -> "Failure | None":
    from omeroweb.gateway.embedded.importing import register
    from omeroweb.gateway.embedded.search import Failure

    if isinstance(entry, Failure):
        return entry
    try:
        count = register(entry, served_folder)
    except Unreadable as error:
        return Failure(entry.path, str(error))
    if count is None:
        summary.unchanged += 1
    else:
        summary.imported += 1
        summary.images += count
    return None


def _sentence(summary: Summary) -> str:
    parts = [f"imported {_count(summary.imported, 'file')} ({_count(summary.images, 'image')})"]
    if summary.unchanged:
        parts.append(f"{summary.unchanged} unchanged")
    if summary.failures:
        parts.append(f"{len(summary.failures)} not readable")
    return ", ".join(parts).capitalize()


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
