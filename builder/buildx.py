"""Builds through `docker buildx`: cache mounts, secrets, caches elsewhere, several platforms."""

import json
import re
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from builder.classic import failed
from builder.request import Request
from builder.steps import CACHED, Steps

VERTEX = re.compile(r"^#(\d+) (.*)$")
STEP = re.compile(r"^\[")
DONE = re.compile(r"^DONE ([\d.]+)s$")
OUTPUT = re.compile(r"^\d+\.\d+ (.*)$")
DIGEST = "containerimage.digest"


def command(request: Request, answers: Path) -> list[str]:
    """The command line. answers: a folder for what buildx tells of the result."""
    pushed = f"type=image,name={request.push_to},push-by-digest=true,name-canonical=true,push=true"
    return [
        *("docker", "buildx", "build", "--progress", "plain", "--target", request.stage),
        *(f"--build-arg={name}={value}" for name, value in sorted(request.arguments.items())),
        *(f"--label={name}={value}" for name, value in sorted(request.labels.items())),
        *(f"--cache-from={source}" for source in request.cache_from),
        *(f"--secret={secret}" for secret in request.secrets),
        *([f"--platform={','.join(request.platforms)}"] if request.platforms else []),
        *(["--no-cache"] if request.no_cache else []),
        *([f"--output={pushed}"] if request.push_to else ["--load"]),
        f"--iidfile={answers / 'id'}",
        f"--metadata-file={answers / 'metadata.json'}",
        "-",
    ]


def build(request: Request, context: IO[bytes], steps: Steps) -> str:
    """Build one target; returns the image's id, or the digest where it was pushed.

    Raises BuildFailed with the log's last lines.
    """
    with tempfile.TemporaryDirectory(prefix="omero-builder-") as name:
        answers = Path(name)
        log = _Log(steps)
        try:
            process = subprocess.Popen(
                command(request, answers),
                stdin=context,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
            )
        except FileNotFoundError:
            raise failed(
                request.target, "there is no program docker, which brings buildx", steps
            ) from None
        with process:
            for line in process.stdout or ():
                log.take(line.rstrip("\n"))
        if process.returncode:
            raise failed(request.target, log.reason(process.returncode), steps)
        steps.close()
        if request.push_to:
            return str(json.loads((answers / "metadata.json").read_text())[DIGEST])
        return (answers / "id").read_text().strip()


@dataclass
class _Log:
    """The plain log of BuildKit, whose steps go on at the same time."""

    steps: Steps
    labels: dict[str, str] = field(default_factory=dict)
    error: str = ""

    def take(self, line: str) -> None:
        """Show one line, or keep it."""
        vertex = VERTEX.match(line)
        if not vertex:
            self._loose(line)
            return
        number, text = vertex.groups()
        done = DONE.match(text)
        if STEP.match(text):
            self.labels.setdefault(number, text)
        elif done or text == "CACHED":
            label = self.labels.pop(number, "")
            if label:
                self.steps.show(label, f"{float(done[1]):.1f} s" if done else CACHED)
        else:
            output = OUTPUT.match(text)
            self.steps.log(output[1] if output else text)

    def reason(self, code: int) -> str:
        """What went wrong in one line."""
        return self.error or f"docker buildx ended with code {code}"

    def _loose(self, line: str) -> None:
        """A line of buildx itself."""
        if line.startswith("ERROR: "):
            self.error = line.removeprefix("ERROR: ")
        elif line.strip():
            self.steps.log(line)
