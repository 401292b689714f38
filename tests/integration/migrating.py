"""Go to the model of 2026-11 and back, with rows: a program, because Django is set up only once.

Said on stdout as JSON: what the store holds at each stop.
"""

import json
from datetime import UTC, datetime
from typing import Any

import django
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

FIRST, MODEL = "0001_initial", "0004_model_moved"
IMPORTED = datetime(2020, 2, 29, tzinfo=UTC)
SIZES = ("size_x", "size_y", "size_z", "size_c", "size_t", "tile_width", "tile_height")
SHOWN = {"color": 0xFF, "is_active": True, "minimum": 0, "maximum": 9, "start": 0, "end": 9}
MAGNIFICATIONS = (20.0, 40.0, 20.0, None)
CHANNELS = (("DAPI", 461.0), ("", None))


def migrate(name: str) -> Any:
    """Go to a migration; returns the models as they are there."""
    executor = MigrationExecutor(connection)
    # A fresh store is made by one migration that stands for these.
    executor.loader = MigrationLoader(connection, replace_migrations=False)
    executor.migrate([("embedded", name)])
    return executor.loader.project_state([("embedded", name)]).apps


def fill(apps: Any) -> None:
    user = _rows(apps, "Experimenter").create(user_name="owner")
    group = _rows(apps, "ExperimenterGroup").create(name="fins")
    owned = {"owner": user, "group": group}
    fileset = _rows(apps, "Fileset").create(**owned, path="/slides/a", modified_ns=1, size=1)
    _rows(apps, "Fileset").update(imported=IMPORTED)
    for series, magnification in enumerate(MAGNIFICATIONS):
        image = _rows(apps, "Image").create(
            **owned, fileset=fileset, name="a", series=series, magnification=magnification
        )
        pixels = _rows(apps, "Pixels").create(image=image, levels=[], **dict.fromkeys(SIZES, 1))
        for index, (name, emission) in enumerate(CHANNELS):
            _rows(apps, "Channel").create(
                pixels=pixels, index=index, name=name, emission=emission, **SHOWN
            )


def say(stop: str, apps: Any, magnification: str, channel: str, *image: str) -> None:
    images = _rows(apps, "Image").order_by("series")
    channels = _rows(apps, "Channel").order_by("pixels__image__series", "index")
    said = {
        "stop": stop,
        "magnifications": list(images.values_list(magnification, flat=True)),
        "channels": list(channels.values_list(f"{channel}name", f"{channel}emission")),
        **{name: list(images.values_list(name, flat=True)) for name in image},
    }
    print(json.dumps(said, default=str))


def _rows(apps: Any, name: str) -> Any:
    return apps.get_model("embedded", name)._default_manager


if __name__ == "__main__":
    django.setup()
    fill(migrate(FIRST))
    nominal = "objective_settings__objective__nominal_magnification"
    model = migrate(MODEL)
    say("model", model, nominal, "logical_channel__", "created", "objective_settings")
    say("first", migrate(FIRST), "magnification", "")
