"""Who makes the blocks of a pyramid: threads of this process, or the workers of a Dask cluster."""

import os
from collections.abc import Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from omeroweb.errors import CommandError
from omeroweb.pixels.pyramids.building import Pyramid
from omeroweb.pixels.pyramids.layout import Block

if TYPE_CHECKING:
    import distributed

# Seconds until a scheduler must have answered.
CONNECT_TIMEOUT = 10
# Blocks that a cluster knows of at a time; the rest waits here, where it costs nothing.
HANDED_OUT = 256


class Workers(Protocol):
    """Make blocks side by side."""

    def make(self, pyramid: Pyramid, blocks: Iterator[Block]) -> Iterator[Block]:
        """Give each block when it is made, in any order. Raises Unreadable."""
        ...


def make_pyramid(pyramid: Pyramid, workers: Workers) -> Generator[Block, None, None]:
    """Make what is missing; gives each block when it is made, and finishes the pyramid.

    Closing the iterator interrupts the work; the next call goes on from there. Raises Unreadable.
    """
    for level in pyramid.levels():
        yield from workers.make(pyramid, pyramid.missing(level))
    pyramid.finish()


class Threads:
    """Threads of this process: reading, halving and writing happen outside the GIL."""

    def __init__(self, count: int | None = None) -> None:
        self._count = count or len(os.sched_getaffinity(0))

    def make(self, pyramid: Pyramid, blocks: Iterator[Block]) -> Iterator[Block]:
        source = pyramid.open()
        pool = ThreadPoolExecutor(self._count, thread_name_prefix="pyramid")

        def submit(count: int) -> set["Future[Block]"]:
            return {pool.submit(one, block) for block in islice(blocks, count)}

        def one(block: Block) -> Block:
            pyramid.make(block, source)
            return block

        try:
            pending = submit(self._count + 1)
            while pending:
                done, pending = wait(pending, return_when=FIRST_COMPLETED)
                pending |= submit(len(done))
                for future in done:
                    yield future.result()
        finally:
            # Blocks under way are finished: their files appear as a whole in any case.
            pool.shutdown(cancel_futures=True)
            source.close()


class Cluster:
    """The workers of a Dask cluster, which see files and pyramids under the same paths."""

    def __init__(self, scheduler: str) -> None:
        self._scheduler = scheduler

    def make(self, pyramid: Pyramid, blocks: Iterator[Block]) -> Iterator[Block]:
        with self._connected() as client:
            from distributed import as_completed  # noqa: PLC0415 - an extra

            def submit(count: int) -> list["distributed.Future[Block]"]:
                # A block that is made twice is made anew: Dask would take it from its memory.
                return [
                    client.submit(_make, pyramid, block, pure=False)
                    for block in islice(blocks, count)
                ]

            running = as_completed(submit(HANDED_OUT))
            for future in running:
                yield future.result()
                running.update(submit(1))

    def _connected(self) -> "distributed.Client":
        try:
            from distributed import Client  # noqa: PLC0415 - an extra
        except ModuleNotFoundError:
            raise CommandError(
                "a Dask cluster needs a package that is not installed: pip install 'omeroweb[dask]'"
            ) from None
        try:
            return Client(self._scheduler, timeout=CONNECT_TIMEOUT)
        except (OSError, ValueError) as error:
            raise CommandError(
                f"no Dask scheduler answers at {self._scheduler} ({error}): expected an address "
                "such as tcp://scheduler:8786"
            ) from None


def _make(pyramid: Pyramid, block: Block) -> Block:
    pyramid.make(block)
    return block
