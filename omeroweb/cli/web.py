"""`omero web`: start, stop and status, with the lines that administrators know."""

import http.client
import os
import subprocess
import sys
import time
from pathlib import Path

from omeroweb.cli.instance import Instance
from omeroweb.cli.serve import become_gunicorn, check_port, take_over
from omeroweb.cli.store import collect_static
from omeroweb.config import Configuration, catalogue, load
from omeroweb.config.address import reachable
from omeroweb.errors import CommandError

LOG_NAME = "OMEROweb.log"

# Seconds until a server that was started has to answer.
START_TIMEOUT = 60

# Lines of the log that are shown when it does not.
SHOWN_LINES = 10


def run(action: str, *, is_foreground: bool) -> int:
    """One of the actions of `omero web`."""
    configuration = load(os.environ)
    match action:
        case "start" if is_foreground:
            take_over(configuration)
            become_gunicorn()
        case "start":
            return start(configuration)
        case "stop":
            return stop(configuration)
        case "status":
            return status(configuration)
        case _:
            collect_static(configuration)
            print(f"Static files are in {configuration[catalogue.STATIC_ROOT]}")
            return 0


def start(configuration: Configuration) -> int:
    """Start in the background; [OK] once Gunicorn answers."""
    print("Starting OMERO.web... ", end="", flush=True)
    try:
        Instance(configuration[catalogue.PID_FILE]).refuse_if_running()
        check_port(configuration)
        log = _log_file(configuration)
        with log.open("ab") as output:
            begin = output.tell()
            process = subprocess.Popen(
                [sys.executable, "-m", "omeroweb.cli.main", "web", "start", "--foreground"],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        _wait_until_it_answers(configuration, process, log, begin)
    except CommandError:
        print("[FAILED]", flush=True)
        raise
    print("[OK]")
    return 0


def stop(configuration: Configuration) -> int:
    """Stop and wait until the workers are gone."""
    print("Stopping OMERO.web... ", end="", flush=True)
    pid = Instance(configuration[catalogue.PID_FILE]).stop()
    if pid is None:
        print("[NOT STARTED]")
        return 0
    print("[OK]")
    print(f"OMERO.web WSGI workers (PID {pid}) killed.")
    return 0


def status(configuration: Configuration) -> int:
    """0 while it runs, 1 otherwise."""
    pid = Instance(configuration[catalogue.PID_FILE]).running_pid()
    if pid is None:
        print("OMERO.web status... [NOT STARTED]")
        return 1
    print(f"OMERO.web status... [RUNNING] (PID {pid})")
    return 0


def _log_file(configuration: Configuration) -> Path:
    folder = configuration[catalogue.LOG_FOLDER]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(
            f"{folder}: {error.strerror}; set omero.web.logdir to a folder to write to"
        ) from None
    return folder / LOG_NAME


def _wait_until_it_answers(
    configuration: Configuration, process: "subprocess.Popen[bytes]", log: Path, begin: int
) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while not _answers(configuration):
        if process.poll() is not None:
            raise CommandError(f"it ended with status {process.returncode}:\n{_tail(log, begin)}")
        if time.monotonic() > deadline:
            process.terminate()
            raise CommandError(f"no answer within {START_TIMEOUT} s:\n{_tail(log, begin)}")
        time.sleep(0.1)


def _answers(configuration: Configuration) -> bool:
    target = reachable(configuration[catalogue.SERVER_HOST])
    connection = http.client.HTTPConnection(target, configuration[catalogue.SERVER_PORT], timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def _tail(log: Path, begin: int) -> str:
    """What was logged since the start, its last lines."""
    with log.open("rb") as file:
        file.seek(begin)
        lines = file.read().decode("utf-8", "replace").splitlines()
    return "\n".join([*lines[-SHOWN_LINES:], f"(whole log: {log})"])
