"""The Compose stack as tests see it: commands, containers and what goes on inside them."""

import json
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMPOSE_FILE = ROOT / "compose.yaml"
SERVICES = {"web", "stream", "nginx"}
# Built anew by the tests: an installed stack keeps its own images.
TAG = "test"
# The images that the stack shows: name -> number of planes of 2 MiB each.
LARGE_IMAGES = {"large.ome.tiff": 150, "second.ome.tiff": 40}

# Runs inside a container: (bytes read, bytes of anonymous memory) of Gunicorn and its workers.
# A health check that starts meanwhile reads megabytes of libraries; it does not count. Nor does the
# page cache count as memory: the kernel takes it back when it wants to.
USAGE = """
import json, pathlib
read = anonymous = 0
for folder in pathlib.Path("/proc").glob("[0-9]*"):
    try:
        if b"gunicorn" not in (folder / "cmdline").read_bytes():
            continue
        counters = dict(line.split(":") for line in (folder / "io").read_text().splitlines())
        status = (folder / "status").read_text().splitlines()
    except OSError:
        continue
    read += int(counters["rchar"])
    anonymous += sum(int(l.split()[1]) * 1024 for l in status if l.startswith("RssAnon:"))
print(json.dumps([read, anonymous]))
"""


@dataclass(frozen=True)
class Container:
    """One container of the stack, running or not."""

    service: str
    state: str
    health: str
    exit_code: int


@dataclass(frozen=True)
class Usage:
    """What Gunicorn of a container has read and holds, in bytes."""

    read: int
    anonymous: int


@dataclass
class Stack:
    """One project of Compose over the project's compose.yaml, or over other files."""

    project: str
    port: int
    settings: dict[str, str] = field(default_factory=dict)
    files: tuple[Path, ...] = (COMPOSE_FILE,)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of Compose: what a user would set, and nothing a user has set."""
        own = {
            "VERSION": TAG,
            "HTTP_PORT": str(self.port),
            "HTTP_ADDRESS": "127.0.0.1",
            # What a run that was killed leaves behind does not come back with the engine.
            "RESTART": "no",
        }
        foreign = {"IMAGES", "CONTAINER_USER", "OMERO_WEB_ROOT_PASSWORD"}
        kept = {name: value for name, value in os.environ.items() if name not in foreign}
        return {**kept, **own, **self.settings}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def compose(self, *arguments: str) -> str:
        """Run `docker compose`; a failure shows what it printed."""
        files = [word for file in self.files for word in ("-f", str(file))]
        command = ["docker", "compose", *files, "-p", self.project, *arguments]
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env=self.environment,
            timeout=900,
            check=False,
        )
        if done.returncode:
            raise AssertionError(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def up(self) -> None:
        """Start all services and wait until they are healthy; the log is in the error."""
        try:
            self.compose("up", "--wait", "--wait-timeout", "240")
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.compose('logs', '--tail', '50')}") from None

    def containers(self) -> list[Container]:
        lines = self.compose("ps", "--all", "--format", "json").splitlines()
        rows = [json.loads(line) for line in lines if line.strip()]
        return [
            Container(row["Service"], row["State"], row["Health"], int(row["ExitCode"]))
            for row in rows
        ]

    def run_in(self, service: str, *command: str) -> str:
        """Run a program in a running container; returns what it printed."""
        return self.compose("exec", "-T", service, *command)

    def usage(self, service: str) -> Usage:
        read, anonymous = json.loads(self.run_in(service, "python3", "-c", USAGE))
        return Usage(read, anonymous)
