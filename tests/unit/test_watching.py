"""What the operating system tells of changes below a folder."""

import os
import threading
from pathlib import Path

import pytest

from omeroweb.gateway.embedded.importing import watching
from omeroweb.gateway.embedded.importing.watching import Local, events


def test_a_changed_name_that_is_not_utf_8_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever follows the folder polls it then: watchfiles tells of nothing more."""
    # Nothing has changed yet when it is first asked.
    monkeypatch.setattr(watching, "WAIT", 20)
    name = os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.tif")

    def follow() -> None:
        for _ in events([Local(tmp_path, tmp_path)], threading.Event()):
            Path(name).touch()

    with pytest.raises(OSError, match="decode"):
        follow()
