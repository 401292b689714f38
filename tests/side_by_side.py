"""What `pytest -n 2` runs side by side, and what one process runs from its beginning to its end."""

from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

HERE = Path(__file__).parent
KINDS = ("sqlite", "postgresql")
# One after the other in one process, which begins with them: there is one container engine, whose
# networks come and go, and a browser breaks off what it loads when that happens. The tests of the
# Swarm come last: the engine forgets containers then.
TOGETHER = ("browser", "container")
# What comes first, with the long files before the short ones, so that both processes end together.
# Those of `webgateway` use the database of their process, which those of `integration` replace.
TURNS = (*TOGETHER, "webgateway", "integration", "peers", "nginx", "unit")


class Groups(LoadScopeScheduling):  # type: ignore[misc]
    """A process takes one group of tests after the other, in the order in which they lie."""

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)


def group(nodeid: str) -> str:
    """What stays together; elsewhere a file, once for every kind of database."""
    path, _, test = nodeid.partition("::")
    if _folder(path) in TOGETHER:
        return " ".join(TOGETHER)
    parameters = test.partition("[")[2].rstrip("]").split("-")
    return " ".join([path, *(kind for kind in KINDS if kind in parameters)])


def arrange(items: list[pytest.Item]) -> None:
    """Put what stays together first and what is quick last; in a folder the order stays."""
    items.sort(key=lambda item: _turn(_folder(item.path.relative_to(HERE.parent).as_posix())))


def _folder(path: str) -> str:
    """container of tests/container/test_stack.py."""
    return path.removeprefix(f"{HERE.name}/").partition("/")[0]


def _turn(folder: str) -> int:
    return TURNS.index(folder) if folder in TURNS else len(TURNS)
