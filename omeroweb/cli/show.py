"""Showing one folder: samples where they are wanted, its images and no other folder's, new ones."""

import argparse
import fcntl
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from omeroweb.cli.importing.interruption import Interruption
from omeroweb.cli.store import setup_django
from omeroweb.config import Configuration, catalogue, load
from omeroweb.errors import CommandError, OmeroError, exit_code

if TYPE_CHECKING:  # models can be imported once Django is set up
    from omeroweb.cli.importing.session import Session


def sample_folder(configuration: Configuration) -> Path:
    return configuration[catalogue.STORE] / "samples"


def check_folder(folder: Path) -> None:
    """Raises CommandError where a folder cannot be shown."""
    if not folder.is_dir():
        kind = "not a folder" if folder.exists() else "no such folder"
        raise CommandError(f"{folder}: {kind}; expected a folder of image files")
    if not os.access(folder, os.R_OK | os.X_OK):
        raise CommandError(f"{folder}: not readable by user {os.getuid()}; change its permissions")


def show(folder: Path, configuration: Configuration) -> None:
    """Make the store hold the images of this folder, and of no folder shown before.

    Raises CommandError where the folder holds no image.
    """
    # The readers take longer to load than a server that imports meanwhile takes to answer.
    from omeroweb.gateway.embedded.forgetting import forget_missing, forget_served
    from omeroweb.gateway.embedded.importing.walking import Start
    from omeroweb.pixels.formats import EXPECTED

    if folder == sample_folder(configuration):
        _write_samples(folder)
    check_folder(folder)
    with Interruption() as interruption:
        summary = _session(folder, configuration, interruption).run([Start.at(folder)])
    if interruption():
        # Ending a server that is about to start is no failure.
        sys.exit(0 if interruption.signal == signal.SIGTERM else interruption.exit_code)
    if not summary.looked_at:
        raise CommandError(f"no image found in {folder}: expected {EXPECTED}")
    forget_missing(str(folder))
    # Last: a folder that holds no image leaves everything as it was.
    forgotten = forget_served(except_folder=str(folder))
    if forgotten:
        print(f"No longer showing {forgotten} images of another folder (its files are untouched)")


def follows(folder: Path, configuration: Configuration) -> bool:
    """Whether new files of the folder shall appear while the server runs."""
    return configuration[catalogue.IMPORT_FOLLOW] and folder != sample_folder(configuration)


def follow(folder: Path, configuration: Configuration) -> None:
    """Import what is new in the folder, and forget what is gone, until this is interrupted."""
    from omeroweb.cli.importing.pyramids import PyramidMaker
    from omeroweb.cli.importing.watch import Rhythm, Watch, local

    with Interruption() as interruption:
        session = _session(folder, configuration, interruption)
        with PyramidMaker() as pyramids:
            pyramids.look()
            Watch(session, [local(folder)], Rhythm.of(configuration), pyramids.look).run()


def _session(folder: Path, configuration: Configuration, interruption: Interruption) -> "Session":
    from omeroweb.cli.importing.destination import of_shown
    from omeroweb.cli.importing.session import Session, reading

    # A server has no --report: its log names every file.
    return Session(of_shown(folder), reading(configuration), interruption, said_at_most=sys.maxsize)


def _write_samples(folder: Path) -> None:
    from omeroweb.samples import write_samples

    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder, os.O_RDONLY)
    try:
        # While containers are replaced, two run on one store: neither draws into the other's files.
        fcntl.flock(lock, fcntl.LOCK_EX)
        write_samples(folder, lambda line: print(line, flush=True))
    finally:
        os.close(lock)


def main(arguments: Sequence[str]) -> int:
    """Show and follow a folder from a process of its own, beside a server that runs."""
    from omeroweb.cli.pyramids.command import make_in_background

    parser = argparse.ArgumentParser(prog="omero")
    parser.add_argument("--imported", action="store_true")
    parser.add_argument("folder", type=Path)
    options = parser.parse_args(arguments)
    try:
        setup_django()
        configuration = load(os.environ)
        if not options.imported:
            show(options.folder, configuration)
        if follows(options.folder, configuration):
            follow(options.folder, configuration)
        elif not options.imported:
            return make_in_background(configuration)
    except OmeroError as error:
        print(f"omero: {error}", file=sys.stderr)
        return exit_code(error)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
