"""Fixtures that several kinds of tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import RunningServer, start


@pytest.fixture(scope="session")
def demo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server that shows the sample images, for the whole run; tests only look at it."""
    server = start(tmp_path_factory.mktemp("demo") / "var")
    yield server
    assert server.stop() == 0, "".join(server.output)


@pytest.fixture
def omerodir(tmp_path: Path) -> Path:
    """A state directory that does not exist yet."""
    return tmp_path / "var"
