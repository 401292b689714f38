"""What a command leaves for the Gunicorn that takes its place.

A line to print, a folder to show, pyramids to make. The line may hold a password, so it goes
through a pipe and not through the environment.
"""

import json
import os

ANNOUNCEMENT = "OMERO_WEB_ANNOUNCEMENT_FD"
PYRAMIDS = "OMERO_WEB_BACKGROUND_PYRAMIDS"
SHOWING = "OMERO_WEB_SHOWING"


def leave_announcement(text: str) -> None:
    """Keep a line, shorter than a pipe's buffer, for when the server listens."""
    reader, writer = os.pipe()
    with os.fdopen(writer, "w", encoding="utf-8") as pipe:
        pipe.write(text)
    os.set_inheritable(reader, True)
    os.environ[ANNOUNCEMENT] = str(reader)


def take_announcement() -> str | None:
    descriptor = os.environ.pop(ANNOUNCEMENT, None)
    if descriptor is None:
        return None
    with os.fdopen(int(descriptor), encoding="utf-8") as pipe:
        return pipe.read()


def leave_pyramids() -> None:
    os.environ[PYRAMIDS] = "1"


def take_pyramids() -> bool:
    return os.environ.pop(PYRAMIDS, None) is not None


def leave_showing(*arguments: str) -> None:
    """Keep the arguments of omeroweb.cli.show for when the server listens."""
    os.environ[SHOWING] = json.dumps(arguments)


def take_showing() -> list[str] | None:
    arguments = os.environ.pop(SHOWING, None)
    return None if arguments is None else list(json.loads(arguments))
