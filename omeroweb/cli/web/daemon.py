"""The server in the background: takes the lock of the pid file and becomes Gunicorn.

Started by `omero web start`, which has prepared everything and waits for the first answer.
"""

import os
import sys

from omeroweb.cli.gunicorn import become_gunicorn
from omeroweb.cli.instance import Instance
from omeroweb.config import catalogue, load
from omeroweb.errors import OmeroError, exit_code


def main() -> int:
    """Returns only where it fails."""
    try:
        configuration = load(os.environ)
        Instance(configuration[catalogue.PID_FILE]).acquire()
        become_gunicorn(configuration)
    except OmeroError as error:
        print(f"omero: {error}", file=sys.stderr)
        return exit_code(error)


if __name__ == "__main__":
    sys.exit(main())
