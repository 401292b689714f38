"""The health check's pauses: often at the start, every few seconds later."""

import os
from pathlib import Path

import pytest

from builder import health

TICKS = os.sysconf("SC_CLK_TCK")


def process(folder: Path, *, began: float, now: float) -> tuple[Path, Path]:
    """Files as /proc has them for a process that began some seconds after the machine."""
    stat, uptime = folder / "stat", folder / "uptime"
    before = " ".join(["S", *["0"] * 18])
    stat.write_text(f"1 (a (strange) name) {before} {int(began * TICKS)} 0 0\n")
    uptime.write_text(f"{now:.2f} 1.00\n")
    return stat, uptime


def test_a_container_is_as_old_as_its_first_process(tmp_path: Path) -> None:
    assert health.age(*process(tmp_path, began=100, now=130)) == 30


def test_a_container_that_is_no_longer_young_is_asked_less_often(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(health, "age", lambda: health.YOUNG - 1)
    assert health.pause(10) == 0
    monkeypatch.setattr(health, "age", lambda: health.YOUNG + 1)
    assert health.pause(10) == 10
    assert health.pause(0) == 0
