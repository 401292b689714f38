"""docs/install-debian.md, typed line by line on a clean Debian."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.container.stack import ROOT
from tests.images import ramp, write_ome_tiff

PAGE = ROOT / "docs" / "install-debian.md"
BASE = os.environ.get("BASE", "debian:trixie-slim")
BLOCK = re.compile(r"^```console (?P<user>[\w-]+)\n(?P<lines>.*?)^```$", re.MULTILINE | re.DOTALL)
CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
# A generous bound that ends what hangs; nothing is measured with it.
PATIENCE = 900


@dataclass(frozen=True)
class Step:
    """One line of the guide and who types it."""

    user: str
    command: str


def steps() -> list[Step]:
    text = PAGE.read_text(encoding="utf-8")
    return [
        Step(block["user"], line)
        for block in BLOCK.finditer(text)
        for line in block["lines"].splitlines()
    ]


@dataclass(frozen=True)
class Machine:
    """A container that stands for the administrator's machine."""

    name: str

    def type(self, step: Step) -> str:
        """Type one command in a login shell of its user; returns what was shown."""
        shell = ["runuser", "-l", step.user, "-c", step.command]
        command = shell if step.user != "root" else ["bash", "-lc", step.command]
        done = subprocess.run(
            ["docker", "exec", self.name, *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, f"{step.user}: {step.command}\n{done.stdout}"
        return done.stdout

    def has(self, source: Path, target: str) -> None:
        """Copy a file or folder onto the machine, readable for everybody."""
        subprocess.run(["docker", "cp", str(source), f"{self.name}:{target}"], check=True)
        subprocess.run(["docker", "exec", self.name, "chmod", "-R", "a+rX", target], check=True)


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `make wheel` writes."""
    subprocess.run(["make", "wheel"], cwd=ROOT, stdin=subprocess.DEVNULL, check=True)
    kept = tmp_path_factory.mktemp("wheel") / "omeroweb"
    shutil.copytree(ROOT / "dist", kept)
    return kept


@pytest.fixture(scope="module")
def machine(
    engine: None, stack: object, dist: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Machine]:
    """A clean Debian with the wheel and a folder of images; `stack` has provided the base image."""
    name = f"omeroweb-guide-{os.getpid()}"
    certificates = ["--env", f"PIP_CERT={CERTIFICATES}"]
    run = ["docker", "run", "--detach", "--rm", "--name", name, *certificates, BASE]
    subprocess.run([*run, "sleep", "infinity"], check=True, stdout=subprocess.DEVNULL)
    made = Machine(name)
    try:
        made.has(dist, "/tmp/omeroweb")  # noqa: S108 - the folder that the guide names
        images = tmp_path_factory.mktemp("images") / "images"
        (images / "Lab" / "Monday").mkdir(parents=True)
        write_ome_tiff(images / "Lab" / "Monday" / "cells.ome.tiff", ramp((2, 64, 64)))
        made.has(images, "/srv/images")
        yield made
    finally:
        subprocess.run(["docker", "rm", "--force", name], check=True, stdout=subprocess.DEVNULL)


def test_every_command_of_the_guide_works(machine: Machine) -> None:
    shown = {step.command: machine.type(step) for step in steps()}
    assert "omero.web.wsgi_timeout=90" in shown["omero config get"]
    assert re.search(r"password \S+ \(shown only now\)", "".join(shown.values()))
    assert shown["omero web start"].endswith("Starting OMERO.web... [OK]\n")
    assert "OMERO.web status... [RUNNING]" in shown["omero web status"]
    answer = next(text for line, text in shown.items() if line.endswith("/api/v0/"))
    assert '"url:projects":"http://localhost/api/v0/m/projects/"' in answer
    # What the guide promises: visitors see the imported image, and the link in the header.
    images = machine.type(Step("root", "curl --fail -s http://localhost/api/v0/m/images/"))
    assert "cells.ome.tiff" in images
    page = machine.type(Step("root", "curl --fail -s http://localhost/webclient/"))
    assert "https://example.org/" in page
    style = re.search(r'href="(/static/[^"]+\.css)"', page)
    assert style
    machine.type(Step("root", f"curl --fail -s -o /dev/null http://localhost{style[1]}"))
    # The maintenance page, once Gunicorn is gone.
    machine.type(Step("omero-web", "omero web stop"))
    down = machine.type(Step("root", "curl -s -w '%{http_code}' http://localhost/webclient/"))
    assert down.endswith("502")
    assert "<html" in down
