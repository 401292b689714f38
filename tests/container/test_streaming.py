"""Downloads through NGINX: first bytes arrive before the last are read, memory stays flat."""

import io
import threading
import time
import zipfile
from pathlib import Path

import requests

from tests.container.slow_reader import paused_download
from tests.container.stack import LARGE_IMAGES, Stack

MEBIBYTE = 1024 * 1024
# Reading has stopped when nothing more was read for this many seconds.
STANDSTILL = 1.0
MEMORY_GROWTH = 50 * MEBIBYTE


def large_file(large_images: Path, name: str) -> Path:
    return next(large_images.rglob(name))


def assert_waits_for_its_reader(stack: Stack, path: str, whole: int) -> None:
    """While the reader pauses, the stream pool stops reading long before the end.

    How early depends on the kernel: the sockets between file and reader may grow to tens of MiB.
    """
    before = stack.usage("stream").read
    with paused_download(stack.port, path) as download:
        assert download.first.startswith(b"HTTP/1.1 200 OK\r\n"), download.first[:300]
        read = bytes_read_until_standstill(stack) - before
    assert 0 < read < whole / 2, f"{read} of {whole} bytes were read for a reader that waits"


def bytes_read_until_standstill(stack: Stack) -> int:
    read = stack.usage("stream").read
    while True:
        time.sleep(STANDSTILL)
        now = stack.usage("stream").read
        if now == read:
            return now
        read = now


def test_a_file_is_sent_while_it_is_read(
    stack: Stack, image_ids: dict[str, int], large_images: Path
) -> None:
    file = large_file(large_images, "large.ome.tiff")
    path = f"/webgateway/archived_files/download/{image_ids[file.name]}/"
    assert_waits_for_its_reader(stack, path, file.stat().st_size)


def test_several_files_are_sent_while_they_are_zipped(
    stack: Stack, image_ids: dict[str, int], large_images: Path
) -> None:
    whole = sum(large_file(large_images, name).stat().st_size for name in LARGE_IMAGES)
    assert_waits_for_its_reader(stack, zip_path(image_ids), whole)


def test_a_download_is_complete_and_memory_stays_flat(
    stack: Stack, image_ids: dict[str, int], large_images: Path
) -> None:
    file = large_file(large_images, "large.ome.tiff")
    url = f"{stack.url}/webgateway/archived_files/download/{image_ids[file.name]}/"
    with MemoryWatch(stack) as watch, requests.get(url, stream=True, timeout=60) as answer:
        assert answer.status_code == 200
        with file.open("rb") as original:
            for part in answer.iter_content(4 * MEBIBYTE):
                assert part == original.read(len(part))
            assert original.read(1) == b""
    assert watch.growth < MEMORY_GROWTH


def test_a_zip_is_complete_and_memory_stays_flat(
    stack: Stack, image_ids: dict[str, int], large_images: Path
) -> None:
    received = io.BytesIO()
    url = stack.url + zip_path(image_ids)
    with MemoryWatch(stack) as watch, requests.get(url, stream=True, timeout=60) as answer:
        assert answer.status_code == 200
        for part in answer.iter_content(MEBIBYTE):
            received.write(part)
    with zipfile.ZipFile(received) as archive:
        assert {Path(name).name for name in archive.namelist()} == set(LARGE_IMAGES)
        assert archive.testzip() is None  # the checksum of every file
        for entry in archive.infolist():
            assert (
                entry.file_size
                == large_file(large_images, Path(entry.filename).name).stat().st_size
            )
    assert watch.growth < MEMORY_GROWTH


def test_a_slow_download_takes_no_render_worker(stack: Stack, image_ids: dict[str, int]) -> None:
    path = f"/webgateway/archived_files/download/{image_ids['large.ome.tiff']}/"
    with (
        paused_download(stack.port, path),
        paused_download(stack.port, path),
        paused_download(stack.port, path),
    ):
        before = stack.usage("web").read
        assert requests.get(f"{stack.url}/api/v0/", timeout=60).status_code == 200
        assert stack.usage("web").read - before < 4 * MEBIBYTE


def zip_path(image_ids: dict[str, int]) -> str:
    query = "&".join(f"image={image_ids[name]}" for name in LARGE_IMAGES)
    return f"/webgateway/archived_files/download/?{query}"


class MemoryWatch:
    """Measures the anonymous memory of the stream container while something else goes on."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._measure)
        self._seen: list[int] = []

    @property
    def growth(self) -> int:
        """Bytes above the first measurement, at the highest one."""
        return max(self._seen) - self._seen[0]

    def __enter__(self) -> "MemoryWatch":
        self._seen.append(self._stack.usage("stream").anonymous)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _measure(self) -> None:
        while not self._done.is_set():
            self._seen.append(self._stack.usage("stream").anonymous)
            self._done.wait(0.2)
