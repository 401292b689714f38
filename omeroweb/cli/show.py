"""Showing one folder: write the samples where they are wanted, forget other folders, import."""

import os
import signal
import sys
from pathlib import Path

from omeroweb.cli.store import setup_django
from omeroweb.config import Configuration, catalogue, load
from omeroweb.errors import CommandError, OmeroError, exit_code


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
    from omeroweb.cli.importing.command import import_into_store
    from omeroweb.cli.importing.destination import of_shown
    from omeroweb.cli.importing.interruption import Interruption
    from omeroweb.gateway.embedded.forgetting import forget_missing, forget_served

    if folder == sample_folder(configuration):
        _write_samples(folder)
    check_folder(folder)
    with Interruption() as interruption:
        import_into_store([folder], of_shown(folder), configuration, interruption)
    if interruption():
        # Ending a server that is about to start is no failure.
        sys.exit(0 if interruption.signal == signal.SIGTERM else interruption.exit_code)
    forget_missing(str(folder))
    # Last: a folder that holds no image leaves everything as it was.
    forgotten = forget_served(except_folder=str(folder))
    if forgotten:
        print(f"No longer showing {forgotten} images of another folder (its files are untouched)")


def _write_samples(folder: Path) -> None:
    from omeroweb.samples import write_samples

    write_samples(folder, lambda line: print(line, flush=True))


def main(folder: str) -> int:
    """Show a folder from a process of its own, beside a server that already runs."""
    from omeroweb.cli.pyramids.command import make_in_background

    try:
        setup_django()
        configuration = load(os.environ)
        show(Path(folder), configuration)
        return make_in_background(configuration)
    except OmeroError as error:
        print(f"omero: {error}", file=sys.stderr)
        return exit_code(error)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
