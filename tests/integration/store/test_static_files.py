"""Making the static files ready."""

import json
from pathlib import Path

from django.core.management import call_command
from django.test import override_settings

from omeroweb.cli.store import MANIFEST, not_collected


def test_files_that_an_image_lacks_are_found(tmp_path: Path) -> None:
    with override_settings(STATIC_ROOT=tmp_path):
        call_command("collectstatic", interactive=False, verbosity=0)
    assert not_collected(tmp_path) == []
    manifest = tmp_path / MANIFEST
    collected = json.loads(manifest.read_text(encoding="utf-8"))
    del collected["paths"]["webclient/css/base.css"]
    manifest.write_text(json.dumps(collected), encoding="utf-8")
    assert not_collected(tmp_path) == ["webclient/css/base.css"]
