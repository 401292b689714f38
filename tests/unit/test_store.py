"""Making the store ready."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from omeroweb.cli.store import MANIFEST, not_collected


def test_files_that_an_image_lacks_are_found() -> None:
    call_command("collectstatic", interactive=False, verbosity=0)
    root = Path(str(settings.STATIC_ROOT))
    assert not_collected(root) == []
    manifest = root / MANIFEST
    collected = json.loads(manifest.read_text(encoding="utf-8"))
    del collected["paths"]["webclient/css/base.css"]
    manifest.write_text(json.dumps(collected), encoding="utf-8")
    assert not_collected(root) == ["webclient/css/base.css"]
