"""What `pytest -n 2` runs side by side, and what one process runs from its beginning to its end."""

from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

HERE = Path(__file__).parent
KINDS = ("sqlite", "postgresql")
# What each has once: a container engine, whose Swarm tests come last, and a browser.
# They take longest, so they begin first: nobody waits for their end.
TOGETHER = ("container", "browser")


class Groups(LoadScopeScheduling):  # type: ignore[misc]
    """A process takes one group of tests after the other, in the order in which they lie."""

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)


def group(nodeid: str) -> str:
    """A folder that stays together; elsewhere a file, once for every kind of database."""
    path, _, test = nodeid.partition("::")
    folder = _folder(path)
    if folder in TOGETHER:
        return folder
    parameters = test.partition("[")[2].rstrip("]").split("-")
    return " ".join([path, *(kind for kind in KINDS if kind in parameters)])


def arrange(items: list[pytest.Item]) -> None:
    """Put the folders that stay together first, and leave everything else in its order."""
    items.sort(key=lambda item: _turn(_folder(item.path.relative_to(HERE.parent).as_posix())))


def _folder(path: str) -> str:
    """container of tests/container/test_stack.py."""
    return path.removeprefix(f"{HERE.name}/").partition("/")[0]


def _turn(folder: str) -> int:
    return TOGETHER.index(folder) if folder in TOGETHER else len(TOGETHER)
