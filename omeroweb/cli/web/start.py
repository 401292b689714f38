"""`omero web start` and `restart`."""

import http.client
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from omeroweb.cli.announce import say_root_password
from omeroweb.cli.command_line import configure, say_notes
from omeroweb.cli.gunicorn import become_gunicorn, check_arguments
from omeroweb.cli.instance import Instance
from omeroweb.cli.serve import check_port, take_over
from omeroweb.cli.store import Prepared, collect_static, prepare
from omeroweb.cli.web import development, log, upkeep
from omeroweb.cli.web.running import managed, stop_server
from omeroweb.config import Configuration, catalogue
from omeroweb.config.address import reachable
from omeroweb.errors import OmeroError

# Seconds until a server that was started has to answer.
START_TIMEOUT = 60


@dataclass(frozen=True)
class Options:
    """What the command line says; None: nothing."""

    is_foreground: bool = False
    clears_sessions: bool = True
    waits: bool = True
    workers: str | None = None
    worker_connections: str | None = None
    wsgi_args: str | None = None


class NotStarted(OmeroError):
    """The server could not be started; the text says why."""


def start(options: Options) -> int:
    """Start the server. In the foreground, this process becomes it."""
    return _start(_checked(options), options)


def restart(options: Options) -> int:
    """Stop the server where it runs, and start it. A wrong configuration stops nothing."""
    configuration = _checked(options)
    stop_server(configuration)
    return _start(configuration, options)


def _start(configuration: Configuration, options: Options) -> int:
    if configuration[catalogue.APPLICATION_SERVER] == "development":
        return development.run(configuration)
    if options.is_foreground:
        _tidy(take_over(configuration), options)
        become_gunicorn(configuration)
    _start_in_background(configuration, options)
    return 0


def _checked(options: Options) -> Configuration:
    configuration = managed(
        configure(
            {
                catalogue.WORKERS: options.workers,
                catalogue.WORKER_CONNECTIONS: options.worker_connections,
                catalogue.WSGI_ARGS: options.wsgi_args,
            }
        )
    )
    check_arguments(configuration)
    return configuration


def _start_in_background(configuration: Configuration, options: Options) -> None:
    """[OK] once Gunicorn answers. Raises NotStarted with the reason and the log's last lines."""
    try:
        Instance(configuration[catalogue.PID_FILE]).refuse_if_running()
        check_port(configuration)
        file = log.writable_log(configuration)
        prepared = prepare()
        collect_static(configuration)
    except OmeroError:
        print("Starting OMERO.web... [FAILED]", flush=True)
        raise
    say_notes(configuration)
    _tidy(prepared, options)
    print("Starting OMERO.web... ", end="", flush=True)
    try:
        _spawn(configuration, file)
    except NotStarted:
        print("[FAILED]", flush=True)
        raise
    print("[OK]")


def _tidy(prepared: Prepared, options: Options) -> None:
    """Show a password that was made up now; clear expired sessions."""
    say_root_password(prepared)
    if not options.clears_sessions:
        return
    if options.waits:
        upkeep.clear_now()
    else:
        upkeep.clear_in_background(prepared.configuration)


def _spawn(configuration: Configuration, file: Path) -> None:
    with file.open("ab") as output:
        begin = output.tell()
        process = subprocess.Popen(
            [sys.executable, "-m", "omeroweb.cli.web.daemon"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    _wait_until_it_answers(configuration, process, file, begin)


def _wait_until_it_answers(
    configuration: Configuration, process: "subprocess.Popen[bytes]", file: Path, begin: int
) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while not _answers(configuration):
        if process.poll() is not None:
            said = log.tail(file, begin)
            raise NotStarted(f"Gunicorn ended with status {process.returncode}:\n{said}")
        if time.monotonic() > deadline:
            process.terminate()
            raise NotStarted(f"no answer within {START_TIMEOUT} s:\n{log.tail(file, begin)}")
        time.sleep(0.1)


def _answers(configuration: Configuration) -> bool:
    target = reachable(configuration[catalogue.SERVER_HOST])
    connection = http.client.HTTPConnection(target, configuration[catalogue.SERVER_PORT], timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
