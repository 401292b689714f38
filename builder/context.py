"""The build context: the files that `.dockerignore` lets through, and what belongs to one build."""

import io
import tarfile
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO

from docker.utils.build import exclude_paths

IGNORE = ".dockerignore"
DOCKERFILE = "Dockerfile"
MODE = 0o644


def archive(source: Path, extra: Mapping[str, bytes]) -> IO[bytes]:
    """A tar of a folder as an engine takes it, in a temporary file that is gone when it is closed.

    extra: path -> content; it takes the place of a file of the folder with the same path.
    """
    file = tempfile.TemporaryFile(prefix="omero-builder-")  # noqa: SIM115 - the caller closes it
    # buildx does not take a tar for one that begins with an extended header.
    with tarfile.open(mode="w", fileobj=file, format=tarfile.GNU_FORMAT) as tar:
        for path in _paths(source):
            # The rules were applied here; an engine would apply them to what is added, too.
            if path not in extra and path != IGNORE:
                tar.add(source / path, arcname=path, recursive=False, filter=_of_root)
        for path, content in extra.items():
            entry = tarfile.TarInfo(path)
            entry.size, entry.mode = len(content), MODE
            tar.addfile(entry, io.BytesIO(content))
    file.seek(0)
    return file


def _paths(source: Path) -> Iterable[str]:
    """What belongs to the context, by name: the engine's rules, `!` and `**` among them."""
    try:
        lines = (source / IGNORE).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        lines = []
    patterns = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return sorted(exclude_paths(str(source), patterns, dockerfile=DOCKERFILE))


def _of_root(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Whoever builds leaves no user or group behind."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mtime = int(entry.mtime)
    return entry
