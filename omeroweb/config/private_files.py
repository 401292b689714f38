"""Files that hold passwords: replaced at once, and readable for whom they were readable before."""

import errno
import os
import stat
from pathlib import Path

from omeroweb.errors import ConfigurationError

GROUP_WRITE = 0o020


def replace(file: Path, content: bytes) -> None:
    """Put another content in the place of a file; whoever reads sees the old one or the new one.

    Owner and mode stay. A new file is its owner's alone; its group may use it, too, where the umask
    lets the group write, as in containers, whose UID may change between two starts.
    Raises ConfigurationError where that is not possible; the old file is then as it was.
    """
    target = file.resolve()
    draft = target.with_name(f"{target.name}.temp")
    try:
        before = _status(target)
        if before and not os.access(target, os.W_OK):
            raise ConfigurationError(
                f"Cannot modify {target}: user {os.getuid()} may not write to it"
            )
        # What a writer left that was killed; it may be another user's.
        draft.unlink(missing_ok=True)
        _write(draft, target, content, before)
        draft.replace(target)
    except OSError as error:
        raise ConfigurationError(f"{target}: cannot be written ({_reason(error)})") from None
    finally:
        _remove(draft)


def open_lock(lock: Path) -> int:
    """The descriptor of a lock file, made where there is none; whoever may write next to it may
    open it."""
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o660)
    if os.geteuid() == 0 and os.fstat(descriptor).st_uid == 0:
        _give(descriptor, lock.parent.stat(), lock)
    return descriptor


def _write(draft: Path, target: Path, content: bytes, before: os.stat_result | None) -> None:
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as output:
        output.write(content)
        output.flush()
        if before:
            _give(descriptor, before, target)
        elif os.geteuid() == 0:
            # root helps; the server runs as the owner of the folder.
            _give(descriptor, target.parent.stat(), target)
        os.fchmod(descriptor, stat.S_IMODE(before.st_mode) if before else _new_mode())
        os.fsync(descriptor)


def _give(descriptor: int, like: os.stat_result, name: Path) -> None:
    """Give a file to the owner of another one.

    Raises ConfigurationError where only root could and that owner could not read it any more.
    """
    own = os.fstat(descriptor)
    if (own.st_uid, own.st_gid) == (like.st_uid, like.st_gid):
        return
    try:
        os.fchown(descriptor, like.st_uid, like.st_gid)
    except PermissionError:
        stays_readable = like.st_mode & stat.S_IRGRP and own.st_gid == like.st_gid
        if not stays_readable:
            raise ConfigurationError(
                f"{name}: belongs to user {like.st_uid}, who could not read it any more: run the "
                "command as that user"
            ) from None


def _new_mode() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o600 if mask & GROUP_WRITE else 0o660


def _status(file: Path) -> os.stat_result | None:
    try:
        return file.stat()
    except FileNotFoundError:
        return None


def _remove(draft: Path) -> None:
    try:
        draft.unlink(missing_ok=True)
    except OSError:
        return


def _reason(error: OSError) -> str:
    if error.errno == errno.EBUSY:
        return "it is mounted on its own: mount its folder instead"
    return error.strerror or str(error)
