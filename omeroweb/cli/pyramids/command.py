"""`omero pyramids`, and the same work after an import: progress, failures by name, a summary."""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

from omeroweb.cli.pyramids.lock import only_one
from omeroweb.cli.pyramids.progress import progress
from omeroweb.cli.store import prepare, setup_django
from omeroweb.config import Configuration, catalogue, load
from omeroweb.errors import OmeroError, Unreadable, exit_code

if TYPE_CHECKING:  # models can be imported once the store is prepared
    from omeroweb.pixels.pyramids import Pyramid
    from omeroweb.pixels.pyramids.workers import Workers

# Beside a server: whoever looks at images comes first.
NICENESS = 10


def run(options: argparse.Namespace) -> int:
    """Exit code 1 where a pyramid could not be made."""
    configuration = prepare(is_site=False).configuration
    if options.status:
        return say_status()
    return make_missing(configuration, options.workers)


def say_status() -> int:
    from omeroweb.gateway.embedded.pyramids import all_pyramids

    for image, pyramid in all_pyramids():
        done = "complete" if pyramid.is_complete else f"{_percent(pyramid)} %"
        print(f"Image:{image.id}\t{done}\t{image.name}")
    return 0


def has_missing() -> bool:
    return next(_unfinished(set()), None) is not None


def make_missing(configuration: Configuration, threads: int | None = None) -> int:
    """Make every pyramid that is missing, and remove those of images that are gone.

    One process at a time does this for a store: where another one does, it finds ours, too.
    """
    if not has_missing():
        return 0
    folder = configuration[catalogue.PYRAMIDS]
    with only_one(folder) as is_ours:
        if not is_ours:
            print("Pyramids are being made by another process, which finds these, too", flush=True)
            return 0
        from omeroweb.gateway.embedded.pyramids import remove_unused

        remove_unused()
        return _make_all(_workers(configuration, threads))


def _make_all(workers: "Workers") -> int:
    failed: set[str] = set()
    made = 0
    # An import may add some while we are at it.
    while pyramid := next(_unfinished(failed), None):
        try:
            _make(pyramid, workers)
            made += 1
        except Unreadable as error:
            failed.add(str(pyramid.folder))
            print(f"no pyramid: {error}", file=sys.stderr, flush=True)
    if made or failed:
        ending = f", {len(failed)} could not be made" if failed else ""
        print(f"Made {made} {'pyramid' if made == 1 else 'pyramids'}{ending}", flush=True)
    return 1 if failed else 0


def _make(pyramid: "Pyramid", workers: "Workers") -> None:
    """Raises Unreadable; SIGTERM and Ctrl-C leave what is made and end it."""
    from omeroweb.pixels.pyramids.workers import make_pyramid

    total = sum(1 for level in pyramid.levels() for _ in pyramid.missing(level))
    with closing(make_pyramid(pyramid, workers)) as blocks:
        for _ in progress(blocks, total, pyramid.path.name):
            pass


def _unfinished(failed: set[str]) -> "Iterator[Pyramid]":
    from omeroweb.gateway.embedded.pyramids import all_pyramids

    for _, pyramid in all_pyramids():
        if not pyramid.is_complete and str(pyramid.folder) not in failed:
            yield pyramid


def _workers(configuration: Configuration, threads: int | None) -> "Workers":
    from omeroweb.pixels.pyramids.workers import Cluster, Threads

    scheduler = configuration[catalogue.DASK_SCHEDULER]
    return Cluster(scheduler) if scheduler else Threads(threads)


def _percent(pyramid: "Pyramid") -> int:
    total = pyramid.layout.count()
    missing = sum(1 for level in pyramid.levels() for _ in pyramid.missing(level))
    return 100 * (total - missing) // total


def make_in_background(configuration: Configuration) -> int:
    os.nice(NICENESS)
    return make_missing(configuration)


def main() -> int:
    """Make what is missing from a process of its own, beside a server that already runs."""
    try:
        setup_django()
        return make_in_background(load(os.environ))
    except OmeroError as error:
        print(f"omero: {error}", file=sys.stderr)
        return exit_code(error)


if __name__ == "__main__":
    sys.exit(main())
