"""A server that is asked to end before it serves."""

import subprocess
import sys

LOST = """
import os, signal, weakref
from omeroweb.cli.ending import end_when_asked, leave_if_asked

class Thing: pass

end_when_asked()
thing = Thing()
reference = weakref.ref(thing, lambda _: os.kill(os.getpid(), signal.SIGTERM))
del thing
print("it goes on")
leave_if_asked()
print("it serves")
"""


def test_a_signal_whose_exception_is_swallowed_ends_the_start_all_the_same() -> None:
    done = subprocess.run([sys.executable, "-c", LOST], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "it goes on\n")
