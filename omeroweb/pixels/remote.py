"""Reading over HTTP(S) and from S3-compatible stores: ranges of objects, through TensorStore.

TensorStore's key-value stores ask for byte ranges, sign, retry and wait outside the GIL; they are
there for Zarr already, so TIFF needs no library of its own.
"""

import functools
import io
import os
import sys
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from omeroweb.errors import Unreadable
from omeroweb.pixels.limits import beyond, limits
from omeroweb.pixels.local_files import reason
from omeroweb.pixels.location import Url
from omeroweb.pixels.pending import result

# The structure of a file is read in blocks of this size, of which the last ones are kept.
BLOCK = 64 * 1024
BLOCKS_KEPT = 256
# Ranges that are asked for at a time for one read.
AT_ONCE = 32
# Remote files are as long as their structure says: nobody asks for their size.
UNKNOWN_SIZE = 2**60
RETRIES = {"max_retries": 4, "initial_delay": "100ms", "max_delay": "2s"}
# Decoded chunks of Zarr kept per process, so that neighbouring tiles do not decode a chunk twice.
CHUNK_CACHE_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class RemoteAccess:
    """How remote stores are reached. timeout: seconds that one request may take.

    endpoint: of an S3-compatible store, empty for Amazon's own. Without a key the usual places are
    looked up (environment, ~/.aws, the machine's role), unless is_anonymous.
    """

    endpoint: str = ""
    region: str = "us-east-1"
    access_key_id: str = ""
    secret_access_key: str = ""
    session_token: str = ""
    is_anonymous: bool = False
    timeout: float = 30.0

    def __repr__(self) -> str:
        return f"RemoteAccess(endpoint={self.endpoint!r}, region={self.region!r}, ...)"


_current = [RemoteAccess()]


def remote_access() -> RemoteAccess:
    """How remote stores are reached by this process."""
    return _current[0]


def set_remote_access(access: RemoteAccess) -> None:
    """Called once, when the process begins, with what is configured."""
    _current[0] = access
    context.cache_clear()


@functools.cache
def context() -> Any:
    """Cache, threads, retries and credentials of a process; made after the server has forked."""
    # Loaded with the first Zarr or remote file: it takes more memory than the rest of reading.
    import tensorstore  # noqa: PLC0415

    return tensorstore.Context(
        {
            "cache_pool": {"total_bytes_limit": CHUNK_CACHE_BYTES},
            "http_request_retries": RETRIES,
            "s3_request_retries": RETRIES,
        }
    )


def store_spec(url: Url, *, is_folder: bool = False) -> dict[str, Any]:
    """What TensorStore needs to read an address, or what lies below it."""
    if is_folder:
        url = url / ""
    if url.scheme != "s3":
        return {"driver": "http", "base_url": url.text}
    parts, access = urlsplit(url.text), remote_access()
    spec: dict[str, Any] = {
        "driver": "s3",
        "bucket": parts.netloc,
        "path": unquote(parts.path.lstrip("/")),
        "aws_region": access.region,
        "aws_credentials": {"type": _credentials(access)},
    }
    if access.endpoint:
        spec["endpoint"] = access.endpoint
    return spec


def _credentials(access: RemoteAccess) -> str:
    """The kind of credentials. Those of ours are handed on in this process's environment.

    TensorStore takes them from nowhere else.
    """
    if access.is_anonymous:
        return "anonymous"
    if not access.access_key_id:
        return "default"
    os.environ["AWS_ACCESS_KEY_ID"] = access.access_key_id
    os.environ["AWS_SECRET_ACCESS_KEY"] = access.secret_access_key
    if access.session_token:
        os.environ["AWS_SESSION_TOKEN"] = access.session_token
    return "environment"


def wait(future: Any) -> Any:
    """What a TensorStore future gives. Raises TimeoutError after the time one request may take.

    Where greenlets serve many clients from one thread, it is another thread that waits.
    """
    seconds = remote_access().timeout
    monkey = sys.modules.get("gevent.monkey")
    if monkey is not None and monkey.is_module_patched("threading"):
        import gevent  # noqa: PLC0415

        # exception() and not result(): what a thread of gevent's raises, gevent prints.
        gevent.get_hub().threadpool.apply(lambda: future.exception(timeout=seconds))
    return result(future, seconds)


def read_remote(url: Url) -> bytes:
    """All of an object of metadata. Raises Unreadable, also where it is missing or too large."""
    found = find_remote(url)
    if found is None:
        raise Unreadable(url, "no such object")
    return found


def find_remote(url: Url) -> bytes | None:
    """All of an object of metadata, None where it is missing. Raises Unreadable."""
    largest = limits().metadata_bytes
    try:
        remote = RemoteBytes(url)
        data = remote.up_to(0, largest + 1)
    except FileNotFoundError:
        return None
    except (ValueError, OSError) as error:
        raise Unreadable(url, reason(error)) from None
    if len(data) > largest:
        raise Unreadable(url, beyond("metadata_bytes", f"metadata of more than {largest} bytes"))
    return data


def open_remote(url: Url) -> "RemoteBytes":
    """Open an object for reading ranges of it. Raises Unreadable where there is none."""
    remote = RemoteBytes(url)
    try:
        remote.up_to(0, 16)
    except (ValueError, OSError) as error:
        raise Unreadable(url, reason(error)) from None
    return remote


def remote_chunks(url: Url, size: int) -> Iterator[bytes]:
    """All of an object, at most size bytes at a time. Raises Unreadable."""
    try:
        yield from RemoteBytes(url).chunks(size)
    except (ValueError, OSError) as error:
        raise Unreadable(url, reason(error)) from None


class RemoteBytes:
    """Ranges of a remote object; many are asked for at the same time."""

    size = UNKNOWN_SIZE

    def __init__(self, url: Url) -> None:
        import tensorstore  # noqa: PLC0415

        self._store = wait(tensorstore.KvStore.open(store_spec(url), context=context()))

    def read(self, offset: int, count: int) -> bytes:
        """Exactly count bytes. Raises ValueError or OSError."""
        return self._result(self._ask(offset, count), count)

    def read_into(self, offset: int, target: memoryview) -> None:
        """Fill all of target, of bytes. Raises ValueError or OSError."""
        target[:] = self.read(offset, target.nbytes)

    def read_many(self, ranges: Iterable[tuple[int, int]]) -> Iterator[bytes]:
        """(offset, count) ranges in their order, the next ones asked for before they are needed."""
        pending: OrderedDict[int, tuple[Any, int]] = OrderedDict()
        for number, (offset, count) in enumerate(ranges):
            pending[number] = (self._ask(offset, count), count)
            if len(pending) >= AT_ONCE:
                yield self._result(*pending.popitem(last=False)[1])
        while pending:
            yield self._result(*pending.popitem(last=False)[1])

    def up_to(self, offset: int, count: int) -> bytes:
        """At most count bytes: fewer where the object ends before."""
        try:
            return self._result(self._ask(offset, count), None)
        except ValueError as error:
            if not _is_behind_the_end(error):
                raise
        try:
            return self._result(self._ask(offset, None), None)
        except ValueError as error:
            if not _is_behind_the_end(error):
                raise
            return b""

    def chunks(self, size: int) -> Iterator[bytes]:
        """All of the object; its end is where less comes than was asked for."""
        offset = 0
        while data := self.up_to(offset, size):
            yield data
            offset += len(data)
            if len(data) < size:
                return

    def stream(self) -> io.RawIOBase:
        """The object as a file, for whoever reads structure."""
        return _Stream(self)

    def _ask(self, offset: int, count: int | None) -> Any:
        end = None if count is None else offset + count
        return self._store.read(b"", byte_range=slice(offset, end))

    def _result(self, future: Any, count: int | None) -> bytes:
        found = wait(future)
        if found.state == "missing":
            raise FileNotFoundError(2, "no such object")
        data = bytes(found.value)
        if count is not None and len(data) != count:
            raise ValueError(f"truncated: {count} bytes expected, {len(data)} found")
        return data


def _is_behind_the_end(error: ValueError) -> bool:
    return "OUT_OF_RANGE" in str(error) or "not satisfiable" in str(error).lower()


class _Stream(io.RawIOBase):
    """Reads in blocks, because structure is read in small pieces."""

    def __init__(self, remote: RemoteBytes) -> None:
        self._remote = remote
        self._position = 0
        self._blocks: OrderedDict[int, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: UNKNOWN_SIZE}[whence]
        self._position = max(0, start + offset)
        return self._position

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            raise ValueError("a remote file is not read as a whole")
        data = self._get(self._position, size)
        self._position += len(data)
        return data

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)

    def _get(self, offset: int, count: int) -> bytes:
        if count > BLOCK:
            return self._remote.up_to(offset, count)
        first, last = offset // BLOCK, (offset + max(1, count) - 1) // BLOCK
        data = b"".join(self._block(number) for number in range(first, last + 1))
        start = offset - first * BLOCK
        return data[start : start + count]

    def _block(self, number: int) -> bytes:
        with self._lock:
            if number not in self._blocks:
                self._blocks[number] = self._remote.up_to(number * BLOCK, BLOCK)
                if len(self._blocks) > BLOCKS_KEPT:
                    self._blocks.popitem(last=False)
            return self._blocks[number]
