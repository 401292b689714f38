"""What other processes are at, as /proc tells it."""

import os
import time
from pathlib import Path

LOOKS, APART = 20, 0.05


def children(pid: int) -> list[int]:
    """The ids of the processes that any thread of a process has started."""
    found: list[int] = []
    for thread in _threads(pid):
        try:
            found += map(int, (thread / "children").read_text(encoding="ascii").split())
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def command_line(pid: int) -> bytes:
    """Its words, each with a null byte behind it; nothing where it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def cpu_seconds(pid: int) -> float:
    """The time for which a process has computed so far; 0 where it has ended."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return 0
    # Behind the name: utime and stime are the 14th and 15th field.
    user, system = stat.rpartition(") ")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def rests(*pids: int) -> bool:
    """Whether processes wait for something all the time that they are looked at, for a second.

    One that ends rests no more.
    """
    for _ in range(LOOKS):
        if not all(_sleeps(pid) for pid in pids):
            return False
        time.sleep(APART)
    return True


def _sleeps(pid: int) -> bool:
    states = [_state(thread) for thread in _threads(pid)]
    return bool(states) and set(states) == {"S"}


def _state(thread: Path) -> str:
    try:
        stat = (thread / "stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""
    # Behind the name, which is in brackets and may have any character.
    return stat.rpartition(") ")[2][0]


def _threads(pid: int) -> list[Path]:
    try:
        return list(Path(f"/proc/{pid}/task").iterdir())
    except (FileNotFoundError, ProcessLookupError):
        return []
