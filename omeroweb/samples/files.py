"""Files and folders that are either complete or absent."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Give a hidden name beside `path` to write to; rename it to `path` at the end.

    For a file and for a folder alike. When the body fails, what it wrote is
    removed; what a killed run left behind is removed by the next one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    remove(partial)
    try:
        yield partial
        partial.rename(path)
    finally:
        remove(partial)


def remove(path: Path) -> None:
    """Remove a file or a whole folder; fine where there is none."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
