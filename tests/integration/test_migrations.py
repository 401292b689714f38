"""The store's tables, forward and backward, with rows in them."""

import json
import sys
from pathlib import Path

from tests.integration.migrating import CHANNELS, IMPORTED, MAGNIFICATIONS
from tests.server import environment, finished


def python(omerodir: Path, *arguments: str) -> str:
    (omerodir / "store").mkdir(parents=True, exist_ok=True)
    variables = environment(omerodir, DJANGO_SETTINGS_MODULE="omeroweb.settings")
    done = finished([sys.executable, *arguments], variables)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_was_imported_is_kept_forward_and_backward(unmade_store: Path) -> None:
    lines = python(unmade_store, "-m", "tests.integration.migrating").splitlines()
    model, first = map(json.loads, lines)
    for stop in (model, first):
        assert stop["magnifications"] == list(MAGNIFICATIONS)
        assert stop["channels"] == [list(channel) for channel in CHANNELS] * len(MAGNIFICATIONS)
    assert set(model["created"]) == {str(IMPORTED)}
    settings = model["objective_settings"]
    assert settings[0] == settings[2] != settings[1]
    assert settings[3] is None


def test_no_change_of_the_models_lacks_a_migration(omerodir: Path) -> None:
    python(omerodir, "-m", "django", "makemigrations", "--check", "--dry-run", "embedded")
