"""Requests per second, by programs that everybody has: ab and wrk."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

PACKAGES = {"ab": "apache2-utils"}
SCRIPT = Path(__file__).with_name("load.lua")
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
    """Requests per second of these URLs of one site, each of them once, on kept connections (wrk).

    From the first request to the last answer: wrk's own start is none of the site's time.

    curl --parallel takes half as much processor time as a stored tile does from the site's
    processes, wrk a tenth; h2load would give every connection the same list from its beginning.
    """
    parts = [urlsplit(url) for url in urls]
    base = f"{parts[0].scheme}://{parts[0].netloc}"
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.writelines(urlunsplit(("", "", *part[2:])) + "\n" for part in parts)
        file.flush()
        said = _run(
            *("wrk", "--threads", "1", "--connections", str(load.users)),
            *("--duration", f"{PATIENCE}s", "--timeout", f"{PATIENCE}s"),
            *("--script", str(SCRIPT), base, "--", file.name),
        )
    statuses = dict(re.findall(r"^(\d{3})\t(\d+)$", said, re.MULTILINE))
    if statuses != {"200": str(len(urls))}:
        raise BenchFailed(f"{urls[0]} ...: {statuses or said}")
    return len(urls) / float(_found(r"^seconds\t([\d.]+)$", said))


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
    match = re.search(pattern, text, re.MULTILINE)
    if match is None:
        raise BenchFailed(f"no {pattern!r} in:\n{text}")
    return match[1]
