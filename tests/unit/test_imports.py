"""Libraries that take much memory are loaded when a file needs them, and not by every worker."""

import subprocess
import sys

HEAVY = ("tensorstore", "openslide", "ome_types", "nd2", "liffile", "pylibCZIrw")


def test_reading_is_imported_without_what_only_some_files_need() -> None:
    code = f"import sys, omeroweb.pixels; print(*[name for name in {HEAVY} if name in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).split() == []
