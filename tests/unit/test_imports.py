"""Libraries that take much memory are loaded when a file needs them, and not by every worker."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "library", ["tensorstore", "openslide", "ome_types", "nd2", "liffile", "pylibCZIrw"]
)
def test_reading_is_imported_without_what_only_some_files_need(library: str) -> None:
    code = f"import sys, omeroweb.pixels; sys.exit({library!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
