"""`omero import --watch` and the folder of a server: what is new appears, nothing half written."""

import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import requests

from tests.images import ramp, write_ome_tiff, write_ome_zarr
from tests.server import OMERO, PATIENCE, environment, start
from tests.store import rows

# Seconds that a file must not have changed; a test that writes slowly pauses for less.
SETTLE = {"CONFIG_omero_web_import_settle": "2"}
POLL = {"CONFIG_omero_web_import_watch": "poll", "CONFIG_omero_web_import_poll": "1"}
EVENTS = {"CONFIG_omero_web_import_watch": "events"}


@pytest.fixture
def omerodir(ready_omerodir: Path) -> Path:
    """These tests are about no first start."""
    return ready_omerodir


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "images"
    made.mkdir()
    return made


@pytest.fixture
def watching(folder: Path, omerodir: Path) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Starts a watch over the folder, which is stopped when the test ends.

    before: a program, with its arguments, that runs the watch.
    """
    started: list[subprocess.Popen[str]] = []

    def begin(*before: str, **settings: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [*before, *OMERO, "import", "--watch", str(folder)],
            env=environment(omerodir, **{**SETTLE, **settings}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.1)


def names(omerodir: Path) -> list[str]:
    if not (omerodir / "store" / "omero.db").exists():
        return []
    return [name for (name,) in rows(omerodir, "SELECT name FROM embedded_image ORDER BY name")]


def lines(process: "subprocess.Popen[str]") -> Iterator[str]:
    assert process.stdout is not None
    return iter(process.stdout)


def until_line(process: "subprocess.Popen[str]", part: str) -> str:
    """Read what the watch says until a line has some text in it."""
    return next(line for line in lines(process) if part in line)


@pytest.mark.parametrize("how", [EVENTS, POLL], ids=["events", "poll"])
def test_what_is_new_is_imported_and_what_is_gone_is_said(
    folder: Path,
    omerodir: Path,
    watching: Callable[..., "subprocess.Popen[str]"],
    how: dict[str, str],
) -> None:
    write_ome_tiff(folder / "before.ome.tif", ramp((1, 20, 20)))
    process = watching(**how)
    until_line(process, "Imported 1 file (1 image)")
    (folder / "Cells").mkdir()
    write_ome_tiff(folder / "Cells" / "new.ome.tif", ramp((1, 20, 20)))
    until_line(process, "Imported 1 file (1 image)")
    found = rows(
        omerodir,
        "SELECT p.name, d.name, i.name FROM embedded_image i"
        " JOIN embedded_image_datasets l ON l.image_id = i.id"
        " JOIN embedded_dataset d ON d.id = l.dataset_id"
        " JOIN embedded_dataset_projects m ON m.dataset_id = d.id"
        " JOIN embedded_project p ON p.id = m.project_id ORDER BY i.name",
    )
    assert found == [("images", "images", "before.ome.tif"), ("images", "Cells", "new.ome.tif")]
    (folder / "before.ome.tif").unlink()
    until_line(process, f"no longer there: {folder}/before.ome.tif")
    assert names(omerodir) == ["before.ome.tif", "new.ome.tif"]
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0


def test_a_file_that_is_still_written_is_left_alone_until_it_is_complete(
    folder: Path, omerodir: Path, watching: Callable[..., "subprocess.Popen[str]"], tmp_path: Path
) -> None:
    complete = write_ome_tiff(tmp_path / "slow.ome.tif", ramp((4, 90, 90)))
    content = complete.read_bytes()
    process = watching(**EVENTS, CONFIG_omero_web_import_settle="4")
    write_ome_tiff(folder / "first.ome.tif", ramp((1, 20, 20)))
    said = [until_line(process, "Imported 1 file")]
    with (folder / "slow.ome.tif").open("wb") as stream:
        for begin in range(0, len(content), len(content) // 8):
            stream.write(content[begin : begin + len(content) // 8])
            stream.flush()
            time.sleep(0.7)
    for line in lines(process):
        said.append(line)
        if "Imported" in line:
            break
    assert not [line for line in said if "not imported" in line]
    assert names(omerodir) == ["first.ome.tif", "slow.ome.tif"]


def test_a_zarr_that_grows_is_one_image_and_hidden_and_other_files_are_none(
    folder: Path, omerodir: Path, watching: Callable[..., "subprocess.Popen[str]"], tmp_path: Path
) -> None:
    whole = write_ome_zarr(tmp_path / "a.zarr", ramp((64, 64)), "yx")
    moved = tmp_path / "moved"
    moved.mkdir()
    write_ome_tiff(moved / "b.ome.tif", ramp((1, 20, 20)))
    process = watching(**EVENTS)
    write_ome_tiff(folder / "first.ome.tif", ramp((1, 20, 20)))
    until_line(process, "Imported 1 file")
    write_ome_tiff(folder / ".hidden.ome.tif", ramp((1, 20, 20)))
    (folder / "notes.txt").write_text("text")
    shutil.copy2(whole / "zarr.json", _made(folder / "a.zarr") / "zarr.json")
    time.sleep(0.5)
    shutil.copytree(whole / "0", folder / "a.zarr" / "0")
    moved.rename(folder / "moved")
    until(lambda: names(omerodir) == ["a.zarr", "b.ome.tif", "first.ome.tif"])
    process.terminate()
    output, _ = process.communicate(timeout=PATIENCE)
    assert "not imported" not in output


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_a_file_that_cannot_be_read_is_said_once_and_tried_again_when_it_changes(
    folder: Path, omerodir: Path, watching: Callable[..., "subprocess.Popen[str]"]
) -> None:
    broken = folder / "broken.tif"
    broken.write_text("not an image")
    process = watching(**POLL)
    until_line(process, "not imported: ")
    write_ome_tiff(folder / "other.ome.tif", ramp((1, 20, 20)))
    said = []
    for line in lines(process):
        said.append(line)
        if "Imported 1 file" in line:
            break
    assert not [line for line in said if "broken" in line]
    broken.unlink()
    write_ome_tiff(broken, ramp((1, 20, 20)))
    until_line(process, "Imported 1 file")
    assert names(omerodir) == ["broken.tif", "other.ome.tif"]


def with_two_watches(namespace: str) -> list[str]:
    limit = "echo 2 > /proc/sys/user/max_inotify_watches"
    return [namespace, "--user", "--map-root-user", "sh", "-ec", f'{limit}; exec "$@"', "sh"]


def test_without_watches_left_the_folder_is_looked_through(
    folder: Path,
    omerodir: Path,
    watching: Callable[..., "subprocess.Popen[str]"],
    namespace: str,
) -> None:
    for name in ("a", "b", "c"):
        (folder / name).mkdir()
    process = watching(*with_two_watches(namespace), CONFIG_omero_web_import_poll="1")
    said = until_line(process, "The system tells of no changes (")
    assert "OS file watch limit reached" in said
    assert until_line(process, "Looking") == "Looking for new files every 1 s\n"
    write_ome_tiff(folder / "c" / "new.ome.tif", ramp((1, 20, 20)))
    until_line(process, "Imported 1 file (1 image)")
    assert names(omerodir) == ["new.ome.tif"]


def test_without_watches_left_a_watch_for_events_alone_ends(
    folder: Path, watching: Callable[..., "subprocess.Popen[str]"], namespace: str
) -> None:
    for name in ("a", "b", "c"):
        (folder / name).mkdir()
    process = watching(*with_two_watches(namespace), **EVENTS)
    output, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "omero: the system tells of no changes (OS file watch limit reached" in output


def test_a_folder_that_may_not_be_entered_keeps_no_other_from_being_watched(
    folder: Path,
    omerodir: Path,
    watching: Callable[..., "subprocess.Popen[str]"],
    namespace: str,
) -> None:
    (folder / "open").mkdir()
    (folder / "closed").mkdir(mode=0)
    process = watching(namespace, "--user", **EVENTS)
    assert "Permission denied" in until_line(process, f"not imported: {folder}/closed")
    write_ome_tiff(folder / "open" / "new.ome.tif", ramp((1, 20, 20)))
    until_line(process, "Imported 1 file (1 image)")
    assert names(omerodir) == ["new.ome.tif"]


def opened(pid: str) -> list[str]:
    """Where what a process has opened leads; some of it is closed while this looks."""
    found = []
    for file in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            found.append(str(file.readlink()))
    return found


def followers(server: int) -> int:
    """How many children of Gunicorn run and are no workers, which alone have its sockets."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    running = [files for files in map(opened, children) if files]
    return sum(not any(file.startswith("socket:") for file in files) for files in running)


def test_new_files_of_a_shown_folder_appear_without_a_restart(folder: Path, omerodir: Path) -> None:
    def shown(url: str) -> list[str]:
        data = requests.get(f"{url}/api/v0/m/images/", timeout=60).json()["data"]
        return [image["Name"] for image in data]

    write_ome_tiff(folder / "a.ome.tif", ramp((1, 20, 20)))
    server = start(omerodir, "--images", folder, CONFIG_omero_web_import_settle="1")
    write_ome_tiff(folder / "b.ome.tif", ramp((1, 20, 20)))
    until(lambda: shown(server.url) == ["a.ome.tif", "b.ome.tif"])
    (folder / "a.ome.tif").unlink()
    until(lambda: shown(server.url) == ["b.ome.tif"])
    assert followers(server.process.pid) == 1
    assert server.stop() == 0
    still = start(omerodir, "--images", folder, CONFIG_omero_web_import_follow="false")
    write_ome_tiff(folder / "c.ome.tif", ramp((1, 20, 20)))
    assert followers(still.process.pid) == 0
    assert still.stop() == 0
