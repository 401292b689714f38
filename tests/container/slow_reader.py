"""A reader of a download that pauses behind the first bytes."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

FIRST = 4096


@dataclass(frozen=True)
class Download:
    """An answer under way. first: its first bytes, headers among them."""

    first: bytes
    _connection: socket.socket

    def rest(self) -> bytes:
        """Read on until the sender closes; returns the whole answer."""
        parts = [self.first]
        while part := self._connection.recv(1024 * 1024):
            parts.append(part)
        return b"".join(parts)


@contextmanager
def paused_download(port: int, path: str) -> Iterator[Download]:
    """Ask for a path, read the first bytes and then, unless the block does, nothing more."""
    with socket.socket() as connection:
        # Before connect: it limits what the kernel takes while nobody reads.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
        connection.settimeout(60)
        connection.connect(("127.0.0.1", port))
        head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode())
        received = b""
        while len(received) < FIRST:
            part = connection.recv(FIRST)
            assert part, f"the answer ended early: {received[:300]!r}"
            received += part
        yield Download(received, connection)
