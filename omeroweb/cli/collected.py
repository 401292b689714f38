"""Whether the collected static files are those of the site: collecting takes half a second."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from omeroweb import __version__

# What collectstatic leaves beside the files.
MANIFEST = "staticfiles.json"
# Ours, when it has come to its end.
STAMP = ".collected"


def fill(root: Path) -> bool:
    """Collect the static files into omero.web.static_root; False where that was done already."""
    from django.core.management import call_command

    stamp = root / STAMP
    digest = _digest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest and _is_whole(root):
        return False
    # Where collecting is broken off, it has to be done again.
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(digest, encoding="ascii")
    return True


def missing(root: Path) -> list[str]:
    """The static files that the site has and that were not collected into a folder."""
    return sorted({path for path, _ in _sources()} - _names(root).keys())


def _is_whole(root: Path) -> bool:
    if not (root / MANIFEST).exists():
        return False
    return all((root / file).is_file() for pair in _names(root).items() for file in pair)


def _names(root: Path) -> dict[str, str]:
    """Of every collected file: its own name and the one with the hash of its content."""
    found: dict[str, str] = json.loads((root / MANIFEST).read_text(encoding="utf-8"))["paths"]
    return found


def _sources() -> Iterator[tuple[str, Path]]:
    """The static files of the site: relative names, and where they are. Of equal names, the first
    is collected.
    """
    from django.contrib.staticfiles.apps import StaticFilesConfig
    from django.contrib.staticfiles.finders import get_finders

    for finder in get_finders():
        for path, storage in finder.list(StaticFilesConfig.ignore_patterns):
            yield path, Path(storage.path(path))


def _digest() -> str:
    """Of all that the collected files depend on."""
    from django.conf import settings

    found = hashlib.sha256(repr((__version__, settings.STATIC_URL, settings.STORAGES)).encode())
    for path, file in _sources():
        said = file.stat()
        found.update(repr((path, str(file), said.st_size, said.st_mtime_ns)).encode())
    return found.hexdigest()
