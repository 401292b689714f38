"""A real Swarm of one node, and a stack in it."""

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 180
LOADER = Path(__file__).with_name("loader.py")


def docker(*arguments: str) -> str:
    """Run one command; a failure shows what it printed."""
    done = subprocess.run(
        ["docker", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode:
        raise AssertionError(f"docker {' '.join(arguments)}:\n{done.stdout}\n{done.stderr}")
    return done.stdout


@contextmanager
def one_node() -> Iterator[None]:
    """The engine in a Swarm; one that is made here is left again."""
    is_member = docker("info", "--format", "{{.Swarm.LocalNodeState}}").strip() == "active"
    if not is_member:
        docker("swarm", "init", "--advertise-addr", "127.0.0.1")
    try:
        yield
    finally:
        if not is_member:
            docker("swarm", "leave", "--force")


@dataclass(frozen=True)
class Task:
    """One container that a service wants or wanted."""

    id: str
    name: str
    desired: str
    current: str
    error: str

    @property
    def runs(self) -> bool:
        """Whether it is there and healthy, or not yet gone."""
        return self.current.startswith("Running")


@dataclass(frozen=True)
class SwarmStack:
    """One stack by its name."""

    name: str

    def deploy(self, file: Path) -> None:
        # The images are this machine's own: no registry is asked about them.
        docker("stack", "deploy", "--resolve-image", "never", "-c", str(file), self.name)

    def tasks(self) -> list[Task]:
        fields = '{"id":{{json .ID}},"name":{{json .Name}},"desired":{{json .DesiredState}},'
        fields += '"current":{{json .CurrentState}},"error":{{json .Error}}}'
        lines = docker("stack", "ps", self.name, "--no-trunc", "--format", fields).splitlines()
        return [Task(**json.loads(line)) for line in lines]

    def wait(self, until: Callable[[list[Task]], bool]) -> None:
        """Wait for a state of all tasks; the error shows the last one and the logs."""
        deadline = time.monotonic() + PATIENCE
        while not until(self.tasks()):
            if time.monotonic() > deadline:
                seen = "\n".join(map(str, self.tasks()))
                raise AssertionError(f"after {PATIENCE} s:\n{seen}\n{self.logs()}")
            time.sleep(0.5)

    def logs(self) -> str:
        services = docker("stack", "services", self.name, "--format", "{{.Name}}").split()
        return "\n".join(docker("service", "logs", "--tail", "20", one) for one in services)

    def remove(self) -> None:
        """Remove it and wait until its last container is gone, and so its volumes can go."""
        docker("stack", "rm", self.name)
        label = f"label=com.docker.stack.namespace={self.name}"
        deadline = time.monotonic() + PATIENCE
        while docker("ps", "-aq", "--filter", label) and time.monotonic() < deadline:
            time.sleep(0.5)
        for volume in docker("volume", "ls", "-q", "--filter", label).split():
            docker("volume", "rm", volume)


@contextmanager
def loaded(network: str, image: str, url: str) -> Iterator[dict[str, object]]:
    """Ask a site from a container in a network, as long as the block runs.

    Yields a dictionary that holds the summary of tests/container/loader.py once the block is left.
    """
    options = ["--interactive", "--rm", "--network", network, "--entrypoint", "python"]
    command = ["docker", "run", *options, image, "-c", LOADER.read_text(encoding="utf-8"), url]
    summary: dict[str, object] = {}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            first = process.stdout.readline()
            assert first == "running\n", (first, process.stderr.read() if process.stderr else "")
            yield summary
        finally:
            output, errors = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, errors
        summary |= json.loads(output)
