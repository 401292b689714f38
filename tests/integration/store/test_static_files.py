"""Making the static files ready."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from omeroweb.cli import collected


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder of one's own static files, with one file."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "lab.css").write_text("a {}", encoding="utf-8")
    return folder


@pytest.fixture
def root(tmp_path: Path, own: Path) -> Iterator[Path]:
    """The folder of collected files, filled."""
    folders = [*settings.STATICFILES_DIRS, own]
    folder = tmp_path / "static"
    with override_settings(STATIC_ROOT=folder, STATICFILES_DIRS=folders):
        assert collected.fill(folder)
        yield folder


def hashed(root: Path, name: str) -> Path:
    """The collected file under the name that has the hash of its content."""
    manifest = json.loads((root / collected.MANIFEST).read_text(encoding="utf-8"))
    path: str = manifest["paths"][name]
    return root / path


def test_files_that_an_image_lacks_are_found(root: Path) -> None:
    assert collected.missing(root) == []
    manifest = root / collected.MANIFEST
    said = json.loads(manifest.read_text(encoding="utf-8"))
    del said["paths"]["webclient/css/base.css"]
    manifest.write_text(json.dumps(said), encoding="utf-8")
    assert collected.missing(root) == ["webclient/css/base.css"]


def test_what_was_collected_is_not_collected_again(root: Path) -> None:
    assert not collected.fill(root)


def test_a_file_that_changes_is_collected(root: Path, own: Path) -> None:
    (own / "lab.css").write_text("a { color: red }", encoding="utf-8")
    assert collected.fill(root)
    assert hashed(root, "lab.css").read_text(encoding="utf-8") == "a { color: red }"


def test_a_file_that_is_new_is_collected(root: Path, own: Path) -> None:
    (own / "more.css").touch()
    assert collected.fill(root)
    assert hashed(root, "more.css").exists()


def test_a_file_that_somebody_removed_comes_back(root: Path) -> None:
    for file in (hashed(root, "lab.css"), root / collected.MANIFEST):
        file.unlink()
        assert collected.fill(root)
        assert hashed(root, "lab.css").exists()


def test_another_prefix_collects_anew(root: Path) -> None:
    with override_settings(STATIC_URL="/elsewhere/static/"):
        assert collected.fill(root)


def test_collecting_that_was_broken_off_is_done_again(root: Path, own: Path) -> None:
    first = (own / "lab.css").stat()
    (own / "lab.css").write_text("b {}", encoding="utf-8")
    (own / "bad.css").write_text("a { background: url(no-such.png) }", encoding="utf-8")
    with pytest.raises(Exception, match=r"no-such\.png"):
        collected.fill(root)
    (own / "bad.css").unlink()
    (own / "lab.css").write_text("a {}", encoding="utf-8")
    os.utime(own / "lab.css", ns=(first.st_atime_ns, first.st_mtime_ns))
    assert collected.fill(root)
