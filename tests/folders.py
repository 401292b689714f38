"""Temporary folders that other users may look into."""

import tempfile
from pathlib import Path


def open_to_others(folder: Path) -> None:
    """Let everybody read a temporary folder: pytest keeps it, and those above it, to their owner.

    How many are above it depends on whether pytest runs tests in several processes.
    """
    top = Path(tempfile.gettempdir()).resolve()
    folder = folder.resolve()
    for one in (folder, *(above for above in folder.parents if top in above.parents)):
        one.chmod(one.stat().st_mode | 0o055)
