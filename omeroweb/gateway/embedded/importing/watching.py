"""What happens below folders, told by the operating system, as paths that can be imported."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from watchfiles import watch
from watchfiles._rust_notify import WatchfilesRustInternalError
from watchfiles.main import FileChange

from omeroweb import pixels
from omeroweb.gateway.embedded.importing.walking import Start
from omeroweb.pixels.formats import is_image_name

# File systems over which other machines write: their changes are told to nobody here.
REMOTE = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "ceph", "lustre", "gpfs", "beegfs", "afs")
# Milliseconds: events are gathered for so long, looked for so often, waited for at most so long.
GATHER, STEP, WAIT = 500, 200, 1000


@dataclass(frozen=True)
class Local:
    """A path of this machine where a search begins, and the root of names."""

    path: Path
    root: Path

    @property
    def start(self) -> Start:
        return Start(self.path, self.root)


class Stop(Protocol):
    """Asked now and then whether it is time to end."""

    def is_set(self) -> bool: ...


def events(starts: Sequence[Local], stop: Stop) -> Iterator[set[Path]]:
    """Paths that have changed, every second or when something has; perhaps none.

    Raises OSError where the system has no watches left, and where the name of something that
    changed is not UTF-8: watchfiles does not say which, and goes no further.
    """
    folders = {start.path if start.path.is_dir() else start.path.parent for start in starts}
    try:
        yield from _told(folders, stop, is_strict=True)
    except PermissionError:
        yield from _told(folders, stop, is_strict=False)


def _told(folders: Iterable[Path], stop: Stop, *, is_strict: bool) -> Iterator[set[Path]]:
    """is_strict: whether a folder that may not be entered is an error, and is said before anything
    else. Without it watchfiles says nothing of any error, such as that no watches are left.
    """
    changes: Iterator[set[FileChange]] = watch(
        *folders,
        watch_filter=None,
        debounce=GATHER,
        step=STEP,
        rust_timeout=WAIT,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=False,
        force_polling=False,
        ignore_permission_denied=not is_strict,
    )
    try:
        for part in changes:
            yield {Path(path) for _, path in part}
    except WatchfilesRustInternalError as error:
        raise OSError(f"{error}") from None


def concerned(changed: Iterable[Path], starts: Sequence[Local]) -> Iterator[Local]:
    """What to import, or to look after, because of changes: files, Zarr folders and new folders."""
    for path in changed:
        start = next((start for start in starts if path.is_relative_to(start.path)), None)
        if start is None or _is_hidden(path, start.root):
            continue
        image = _enclosing_image(path, start)
        if image or path.is_dir() or is_image_name(path.name) or not os.path.lexists(path):
            yield Local(image or path, start.root)


def _is_hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def _enclosing_image(path: Path, start: Local) -> Path | None:
    """The outermost Zarr folder that a path lies in or is."""
    inside = [folder for folder in (path, *path.parents) if folder.is_relative_to(start.path)]
    return next((folder for folder in reversed(inside) if _is_image_folder(folder)), None)


def _is_image_folder(folder: Path) -> bool:
    try:
        return folder.is_dir() and pixels.candidate(folder) is not None
    except OSError:
        return False


def tells_of_changes(path: Path, mounts: Callable[[], str] | None = None) -> bool:
    """Whether the file system of a path tells of changes, whoever makes them."""
    text = mounts() if mounts else _mounts()
    resolved = path.resolve()
    kind, length = "", -1
    for line in text.splitlines():
        before, _, after = line.partition(" - ")
        point = Path(before.split()[4].encode().decode("unicode_escape"))
        if resolved.is_relative_to(point) and len(point.parts) >= length:
            kind, length = after.split()[0], len(point.parts)
    return not (kind in REMOTE or kind.startswith("fuse"))


def _mounts() -> str:
    try:
        return Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
