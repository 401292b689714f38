"""`omero web clearsessions` and `collectstatic`."""

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from omeroweb.cli.announce import say_root_password
from omeroweb.cli.store import prepare, setup_django
from omeroweb.config import catalogue, load
from omeroweb.errors import CommandError

if TYPE_CHECKING:
    from omeroweb.config import Configuration

SENTENCE = "Clearing expired sessions. This may take some time... "


def clear_sessions(*, waits: bool) -> int:
    """Remove expired sessions; without waiting, in a process of its own."""
    configuration = load(os.environ)
    if waits:
        say_root_password(prepare())
        clear_now()
        return 0
    clear_in_background(configuration)
    return 0


def clear_now() -> None:
    """Remove expired sessions; the store is prepared."""
    from django.core.management import call_command

    print(SENTENCE, end="", flush=True)
    call_command("clearsessions")
    print("[OK]", flush=True)


def clear_in_background(configuration: "Configuration") -> None:
    """As clear_now; a failure is in the log that the server writes, too."""
    print(SENTENCE, flush=True)
    log = configuration[catalogue.LOG_FOLDER]
    log.mkdir(parents=True, exist_ok=True)
    with (log / "clearsessions.log").open("ab") as output:
        subprocess.Popen(
            [sys.executable, "-m", "omeroweb.cli.main", "web", "clearsessions"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def collect() -> int:
    """Copy static files to omero.web.static_root."""
    from django.core.management import call_command

    configuration = load(os.environ)
    setup_django()
    try:
        call_command("collectstatic", interactive=False, verbosity=1)
    except OSError as error:
        raise CommandError(
            f"{configuration[catalogue.STATIC_ROOT]}: {error.strerror}; expected a folder to write "
            f"to, name another one with {catalogue.STATIC_ROOT.name}"
        ) from None
    return 0
