"""A real server for tests: `omero serve` in a process of its own, on a port of its own."""

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.ports import free_port

OMERO = [sys.executable, "-m", "omeroweb.cli.main"]

# A generous bound that ends a hanging server; nothing is measured with it.
PATIENCE = 120

ANNOUNCEMENT = re.compile(r"OMERO\.web: (?P<url>\S+)/  \((?P<how>.*)\)")
PASSWORD = re.compile(r"password (?P<password>\S+) \(shown only now\)")


def environment(omerodir: Path, **more: str) -> dict[str, str]:
    """The environment of a command that must not see this machine's own configuration.

    Hundreds of commands are run: each reads the bytecode that the first one has written.
    """
    hidden = ("CONFIG_", "OMERO", "DJANGO", "PYTHONDONTWRITEBYTECODE", "PYTHONPATH")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    return {**kept, "OMERODIR": str(omerodir), "PYTHONUNBUFFERED": "1", **more}


def omero(*arguments: object, omerodir: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    """Run one `omero` command to its end."""
    return finished([*OMERO, *map(str, arguments)], environment(omerodir, **more))


def finished(
    command: Sequence[str], variables: Mapping[str, str], **options: Any
) -> "subprocess.CompletedProcess[str]":
    """Run any command to its end. options: more of subprocess.run."""
    return subprocess.run(
        command,
        env=variables,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        **options,
    )


@dataclass
class RunningServer:
    """A server that listens. output: what it has printed so far, line by line."""

    process: "subprocess.Popen[str]"
    url: str
    root_password: str
    omerodir: Path
    output: list[str] = field(default_factory=list)
    reader: threading.Thread | None = None

    def says(self, text: str, times: int = 1) -> bool:
        """Whether a text is in its output; waits, for a line may come after the answer it is of."""
        end = time.monotonic() + PATIENCE
        while "".join(self.output).count(text) < times:
            if time.monotonic() > end:
                return False
            time.sleep(0.01)
        return True

    def stop(self) -> int:
        """End it as a user does. Returns the exit code."""
        self.process.terminate()
        status = self.process.wait(PATIENCE)
        if self.reader:
            self.reader.join()
        if self.process.stdout:
            self.process.stdout.close()
        return status


def start(omerodir: Path, *arguments: object, **more: str) -> RunningServer:
    """Run `omero serve` until it says where it listens. Raises AssertionError if it ends before."""
    port = free_port()
    process = subprocess.Popen(
        [*OMERO, "serve", "--port", str(port), *map(str, arguments)],
        env=environment(omerodir, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    server = RunningServer(process, f"http://127.0.0.1:{port}", "", omerodir)
    timer = threading.Timer(PATIENCE, process.kill)
    timer.daemon = True
    timer.start()
    assert process.stdout is not None
    for line in process.stdout:
        server.output.append(line)
        match = ANNOUNCEMENT.match(line)
        if match:
            server.url = match["url"]
            password = PASSWORD.search(match["how"])
            server.root_password = password["password"] if password else ""
            break
    else:
        raise AssertionError("the server ended:\n" + "".join(server.output))
    timer.cancel()
    server.reader = threading.Thread(target=_collect, args=(server,), daemon=True)
    server.reader.start()
    return server


def _collect(server: RunningServer) -> None:
    """Keep reading, so that the server never waits for a full pipe."""
    assert server.process.stdout is not None
    server.output.extend(server.process.stdout)
