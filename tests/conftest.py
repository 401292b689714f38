"""Fixtures that several kinds of tests share."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from xdist.remote import Producer

from tests import postgresql, side_by_side
from tests.ready import name_database, ready, ready_on
from tests.server import RunningServer, start


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=(*side_by_side.KINDS, "both"),
        default="both",
        help="run tests of the store on one kind of database only",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whatever uses the store through the fixtures below is run once on every database."""
    if "kind_of_database" in metafunc.fixturenames:
        wanted = metafunc.config.getoption("--database")
        kinds = side_by_side.KINDS if wanted == "both" else (wanted,)
        metafunc.parametrize("kind_of_database", kinds, indirect=True, scope="session")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Collect without the garbage collector, which would go through thousands of tests in vain.

    It leaves them alone afterwards, too.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):  # a process of `pytest -n`
        side_by_side.arrange(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> side_by_side.Groups:
    config.option.loadscopereorder = False  # the order in which tests lie is meant
    return side_by_side.Groups(config, log)


@pytest.fixture(scope="session")
def kind_of_database(request: pytest.FixtureRequest) -> str:
    """The kind of database that a test runs on: sqlite or postgresql."""
    kind: str = request.param
    return kind


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[postgresql.PostgreSQL]:
    """A PostgreSQL server for the whole run."""
    server = postgresql.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def new_database(
    kind_of_database: str, request: pytest.FixtureRequest
) -> Callable[[], dict[str, str]]:
    """Makes an empty database. Returns the environment variables that name it to a command."""
    if kind_of_database == "sqlite":
        return dict
    server: postgresql.PostgreSQL = request.getfixturevalue("postgresql_server")
    return lambda: {"DATABASE_URL": server.new_database()}


@pytest.fixture(scope="session")
def demo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server that shows the sample images, for the whole run; tests only look at it."""
    server = start(tmp_path_factory.mktemp("demo") / "var")
    yield server
    assert server.stop() == 0, "".join(server.output)


@pytest.fixture
def omerodir(tmp_path: Path) -> Path:
    """A state directory that does not exist yet: what is done first there is a first start."""
    return tmp_path / "var"


@pytest.fixture
def ready_omerodir(tmp_path: Path) -> Path:
    """A state directory with an empty store on SQLite that has been made before."""
    return ready(tmp_path / "var")


@pytest.fixture(scope="session")
def new_store(kind_of_database: str, request: pytest.FixtureRequest) -> Callable[[Path], Path]:
    """Makes a state directory with an empty store on every kind of database."""
    if kind_of_database == "sqlite":
        return ready
    server: postgresql.PostgreSQL = request.getfixturevalue("postgresql_server")
    return lambda omerodir: ready_on(server, omerodir)


@pytest.fixture
def store(tmp_path: Path, new_store: Callable[[Path], Path]) -> Path:
    """A state directory with an empty store on every kind of database."""
    return new_store(tmp_path / "var")


@pytest.fixture
def unmade_store(tmp_path: Path, new_database: Callable[[], dict[str, str]]) -> Path:
    """A state directory whose database, of every kind, has no tables yet."""
    omerodir = tmp_path / "var"
    for url in new_database().values():
        name_database(url, omerodir)
    return omerodir
