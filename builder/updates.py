"""Debian packages of an image for which there are newer ones, said by its own apt."""

import re
from dataclasses import dataclass

import docker

from builder import inside

# apt-get -s: Inst NAME [OLD] (NEW ORIGIN[, ORIGIN] [ARCHITECTURE])
LINE = re.compile(
    r"^Inst (?P<name>\S+) \[(?P<old>[^\]]+)\] \((?P<new>\S+) (?P<origin>[^\[)]+)", re.M
)
CODE = """
import subprocess, sys
for command in (["apt-get", "-q", "update"], ["apt-get", "-q", "-s", "dist-upgrade"]):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode or "\\nW: Failed to fetch" in done.stdout or "\\nErr:" in done.stdout:
        sys.exit(done.stdout[-2000:])
print(done.stdout)
"""


@dataclass(frozen=True)
class Update:
    """One package that is behind its archive."""

    name: str
    old: str
    new: str
    is_security: bool


def updates(client: docker.DockerClient, image: str) -> list[Update]:
    """What an upgrade would bring now. Raises BuilderError where the archives are not reached."""
    said = inside.run_python(client, image, CODE, is_root=True)
    return [
        Update(found["name"], found["old"], found["new"], "security" in found["origin"].lower())
        for found in LINE.finditer(said)
    ]
