"""`omero web stop` and `status`: what the pid file's lock says about the server."""

import os

from omeroweb.cli.instance import Instance
from omeroweb.config import Configuration, catalogue, load
from omeroweb.errors import CommandError


def stop() -> int:
    """Stop the server and wait until its last worker is gone. 0 also where none runs."""
    return stop_server(managed(load(os.environ)))


def stop_server(configuration: Configuration) -> int:
    print("Stopping OMERO.web... ", end="", flush=True)
    instance = Instance(configuration[catalogue.PID_FILE])
    is_stale = instance.pid_file.exists()
    pid = instance.stop()
    if pid is None:
        print("[NOT STARTED]")
        if is_stale:
            instance.pid_file.unlink(missing_ok=True)
            print(f"Removed stale {instance.pid_file}")
        return 0
    print("[OK]")
    print(f"OMERO.web WSGI workers (PID {pid}) killed.")
    return 0


def status() -> int:
    """0 while it runs, 1 otherwise."""
    configuration = managed(load(os.environ))
    pid = Instance(configuration[catalogue.PID_FILE]).running_pid()
    if pid is None:
        print("OMERO.web status... [NOT STARTED]")
        return 1
    print(f"OMERO.web status... [RUNNING] (PID {pid})")
    return 0


def managed(configuration: Configuration) -> Configuration:
    """The configuration, where `omero web` is what starts and stops the server.

    Raises CommandError where another WSGI host does.
    """
    if configuration[catalogue.APPLICATION_SERVER] == "wsgi":
        source = configuration.source(catalogue.APPLICATION_SERVER)
        raise CommandError(
            f"{catalogue.APPLICATION_SERVER.name}=wsgi (from {source}): another WSGI host loads "
            "omeroweb.wsgi:application, and starts and stops it; set it to wsgi-tcp for Gunicorn"
        )
    return configuration
