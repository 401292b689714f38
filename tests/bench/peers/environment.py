"""The Python environment of the peers, beside the project's own: nothing of theirs gets into it."""

import subprocess
import sys
from pathlib import Path

from tests.bench.load import BenchFailed

ROOT = Path(__file__).resolve().parents[3]
ENVIRONMENT = ROOT / ".venv-bench"
LOCK = ROOT / "requirements" / "bench.lock"


def run(script: Path, *arguments: object) -> str:
    """Run a script with the peers installed; returns what it printed."""
    python = _installed()
    command = [str(python), str(script), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchFailed(f"{script.name} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def _installed() -> Path:
    python = ENVIRONMENT / "bin" / "python"
    stamp = ENVIRONMENT / ".installed"
    if not stamp.exists() or stamp.stat().st_mtime < LOCK.stat().st_mtime:
        print(f"Installing the peers into {ENVIRONMENT.name}", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
        pip = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
        subprocess.run([*pip, "--require-hashes", "-r", str(LOCK)], check=True)
        stamp.touch()
    return python
