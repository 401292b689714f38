"""Python packages of lock files in a database of vulnerabilities, through pip-audit."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.errors import BuilderError

MODULE = "pip_audit"
OPTIONS = ("--progress-spinner", "off", "--disable-pip", "--require-hashes", "--format", "json")
INSTALL = "pip install 'omeroweb[scan]'"
NEXT_STEP = "check the network and its proxy, or run it where https://pypi.org is reached"


@dataclass(frozen=True)
class Vulnerability:
    """One that is known of a package. fixed_in: versions without it."""

    package: str
    version: str
    name: str
    fixed_in: tuple[str, ...]


@dataclass(frozen=True)
class Findings:
    """looked_up: packages that the database answered for. unknown: those it did not."""

    looked_up: tuple[str, ...]
    unknown: tuple[str, ...]
    vulnerabilities: tuple[Vulnerability, ...]


def audit(locks: Sequence[Path]) -> Findings:
    """Look every package up. Raises BuilderError where there is no answer."""
    files = [word for lock in locks for word in ("--requirement", str(lock))]
    command = [sys.executable, "-m", MODULE, *OPTIONS, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return findings(done.stdout, done.stderr)


def findings(output: str, errors: str = "") -> Findings:
    """What pip-audit has printed. Raises BuilderError where that is no result."""
    try:
        packages = json.loads(output)["dependencies"]
    except (ValueError, KeyError):
        step = INSTALL if f"No module named {MODULE}" in errors else NEXT_STEP
        raise BuilderError(f"nothing was looked up: {_last(errors)}; {step}") from None
    return Findings(
        looked_up=tuple(one["name"] for one in packages if "skip_reason" not in one),
        unknown=tuple(one["name"] for one in packages if "skip_reason" in one),
        vulnerabilities=tuple(
            Vulnerability(one["name"], one["version"], found["id"], tuple(found["fix_versions"]))
            for one in packages
            for found in one.get("vulns", ())
        ),
    )


def _last(errors: str) -> str:
    """The line that says why: the last one."""
    lines = errors.strip().splitlines()
    return lines[-1] if lines else "pip-audit gave no answer"
