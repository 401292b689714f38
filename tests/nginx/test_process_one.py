"""Process 1 of the nginx image: what it passes on, and what it ends with."""

import signal
import subprocess
import sys

import pytest

from nginx import process_one

PATIENCE = 60
# As NGINX: takes signals, blocked until it is ready, and says so.
CHILD = """
import signal, sys
wanted = {signal.SIGQUIT, signal.SIGHUP}
print("runs", flush=True)
while (got := signal.sigwait(wanted)) != signal.SIGQUIT:
    print(got.name, flush=True)
sys.exit(7)
"""


def start(code: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-I", "-S", process_one.__file__, sys.executable, "-c", code]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGQUIT])
def test_a_wish_to_end_is_passed_on_as_the_gentle_one(number: int) -> None:
    with start(CHILD) as process:
        assert process.stdout
        assert process.stdout.readline() == "runs\n"
        process.send_signal(signal.SIGHUP)
        assert process.stdout.readline() == "SIGHUP\n"
        process.send_signal(number)
        assert process.wait(PATIENCE) == 7


def test_a_program_that_a_signal_has_ended_is_told_as_shells_do() -> None:
    with start("import os, signal; os.kill(os.getpid(), signal.SIGKILL)") as process:
        assert process.wait(PATIENCE) == 128 + signal.SIGKILL
