"""Files that go or are replaced while an import reads them, and what is said of unreadable ones."""

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from omeroweb.errors import Unreadable
from omeroweb.pixels import FilesetDescription, Location, location, reading
from omeroweb.pixels.formats import describe
from tests.images import ramp, write_ome_tiff


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_ome_tiff(tmp_path / "a.ome.tif", ramp((1, 20, 20)))


def after_describing(act: Callable[[], object]) -> Callable[[Location], FilesetDescription]:
    """describe(), and then somebody else is at the file."""

    def described(path: Location) -> FilesetDescription:
        found = describe(path)
        act()
        return found

    return described


def test_a_file_that_is_replaced_while_it_is_read_is_read_as_it_is_now(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = [write_ome_tiff(path.with_name("new"), ramp((2, 30, 30)))]
    replace = after_describing(lambda: newer and newer.pop().replace(path))
    monkeypatch.setattr(reading, "describe", replace)
    found = reading.read(path)
    image = found.description.images[0]
    assert (image.size_c, image.size_x, len(found.windows[0])) == (2, 30, 2)
    assert found.files[0].size == path.stat().st_size


def test_one_that_is_replaced_again_and_again_is_named(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = iter(range(1, 10))
    write = after_describing(lambda: write_ome_tiff(path, ramp((next(data), 20, 20))))
    monkeypatch.setattr(reading, "describe", write)
    with pytest.raises(Unreadable, match=r"a\.ome\.tif: it changed while it was read"):
        reading.read(path)


def test_one_that_goes_while_it_is_read_is_named(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "describe", after_describing(path.unlink))
    assert reading.read_or_say(path) == f"{path}: No such file or directory"


def test_visitors_are_told_the_name_of_an_address_without_what_is_secret_in_it() -> None:
    error = Unreadable(location("https://a.example/lab/my%20cells.tif?token=secret"), "status 403")
    assert error.for_visitors == "my cells.tif cannot be read: the server's log says why"
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert again.for_visitors == error.for_visitors
