"""Where readers come from: new interpreters, or a process that has loaded what they need.

That process can be started before anything else, so that it loads while the store is prepared, and
readers are forked from it in no time: it has no threads, no database and no Django.
"""

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import forkserver, get_context
from multiprocessing.context import BaseContext

# Each reader loads by itself what it needs: for a few files now and then, as a watch finds them.
SPAWNED: BaseContext = get_context("spawn")
# The reader that most files need. TensorStore has threads and comes later, in a reader.
LOADED = ("omeroweb.gateway.embedded.importing.readers", "omeroweb.pixels.tiff")


def nursery(program: Sequence[str]) -> BaseContext:
    """Start the process that readers are forked from; it ends with this one.

    program: more modules, which readers would load one by one.
    Where there is no folder for temporary files, readers are spawned.
    """
    context = get_context("forkserver")
    context.set_forkserver_preload([*LOADED, *program])
    try:
        with without_interruption():
            forkserver.ensure_running()
    except OSError:
        return SPAWNED
    return context


@contextmanager
def without_interruption() -> Iterator[None]:
    """Ctrl-C is for this process alone: those that are started inside the block never see it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
