"""Requests per second, by programs that everybody has: ab and curl."""

import re
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PACKAGES = {"ab": "apache2-utils", "curl": "curl"}
# Ends a run in which nothing is answered; nothing is measured with it.
PATIENCE = 240


class BenchFailed(Exception):
    """A measurement that means nothing: one sentence that says why."""


@dataclass(frozen=True)
class Load:
    """How hard a site is asked."""

    requests: int = 5000
    users: int = 100


def same(url: str, load: Load) -> float:
    """Requests per second of one URL, asked again and again as the install guide does (ab)."""
    said = _run("ab", "-q", "-n", str(load.requests), "-c", str(load.users), url)
    failed = int(_found(r"Failed requests:\s+(\d+)", said))
    other = re.search(r"Non-2xx responses:\s+(\d+)", said)
    if failed or other:
        raise BenchFailed(f"{url}: {failed} failed requests, {other[1] if other else 0} not 200")
    return float(_found(r"Requests per second:\s+([\d.]+)", said))


def many(urls: Sequence[str], load: Load) -> float:
    """Requests per second of these URLs, each of them once, on kept connections (curl --parallel).

    h2load would give every connection the same list from its beginning.
    """
    lines = "".join(f'url = "{url}"\noutput = "/dev/null"\n' for url in urls)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(lines)
        file.flush()
        begun = time.monotonic()
        said = _run(
            *("curl", "--silent", "--globoff", "--parallel", "--parallel-immediate"),
            *("--parallel-max", str(load.users), "--write-out", "%{http_code}\\n"),
            *("--config", file.name),
        )
        seconds = time.monotonic() - begun
    statuses = Counter(said.split())
    if statuses != {"200": len(urls)}:
        raise BenchFailed(f"{urls[0]} ...: {dict(statuses)}")
    return len(urls) / seconds


def need(*programs: str) -> None:
    """Raises BenchFailed where a program is missing, with the package that has it."""
    missing = [PACKAGES.get(program, program) for program in programs if not shutil.which(program)]
    if missing:
        raise BenchFailed(
            f"missing: {', '.join(missing)}; on Debian: apt-get install {' '.join(missing)}"
        )


def _run(*command: str) -> str:
    need(command[0])
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        raise BenchFailed(f"{command[0]}: no end after {PATIENCE} s") from None
    if done.returncode:
        raise BenchFailed(
            f"{Path(command[0]).name} failed: {done.stderr.strip() or done.stdout[-500:]}"
        )
    return done.stdout


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise BenchFailed(f"no {pattern!r} in:\n{text}")
    return match[1]
