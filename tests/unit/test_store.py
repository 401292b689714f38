"""Making the store ready."""

import json
from pathlib import Path

from omeroweb.cli.store import MANIFEST, not_collected


def test_files_that_an_image_lacks_are_found(tmp_path: Path) -> None:
    manifest = tmp_path / MANIFEST
    manifest.write_text(json.dumps({"paths": {}}))
    files = not_collected(tmp_path)
    assert "webclient/css/base.css" in files
    manifest.write_text(json.dumps({"paths": {path: path for path in files}}))
    assert not_collected(tmp_path) == []
