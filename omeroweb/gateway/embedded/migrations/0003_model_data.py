"""Channels say what they show in LogicalChannels, images name an Objective, objects their birth.

On its own, because PostgreSQL changes no table in a transaction that has changed its rows.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Manager, OuterRef, QuerySet, Subquery

AT_A_TIME = 500
MOVED = ("name", "emission", "excitation", "fluor")


def forward(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    _date_objects(apps)
    logical_channel = apps.get_model("embedded", "LogicalChannel")
    for rows in _batches(_rows(apps, "Channel").filter(logical_channel=None)):
        made = [logical_channel(**{name: getattr(row, name) for name in MOVED}) for row in rows]
        logical_channel.objects.bulk_create(made)
        for row, new in zip(rows, made, strict=True):
            row.logical_channel = new
        type(rows[0]).objects.bulk_update(rows, ["logical_channel"])
    _make_objectives(apps)


def backward(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    channels = _rows(apps, "Channel").select_related("logical_channel")
    for rows in _batches(channels):
        for row in rows:
            for name in MOVED:
                setattr(row, name, getattr(row.logical_channel, name))
        type(rows[0]).objects.bulk_update(rows, MOVED)
    images = _rows(apps, "Image")
    objectives = _rows(apps, "Objective")
    images.update(
        magnification=Subquery(
            objectives.filter(settings__images=OuterRef("id")).values("nominal_magnification")[:1]
        )
    )


def _date_objects(apps: Apps) -> None:
    """What came with a fileset is as old as that."""
    filesets = _rows(apps, "Fileset")
    filesets.update(created=F("imported"))
    imported = Subquery(filesets.filter(id=OuterRef("fileset_id")).values("imported"))
    for name in ("Image", "Plate"):
        _rows(apps, name).update(created=imported)


def _make_objectives(apps: Apps) -> None:
    """One instrument for each fileset that names a magnification, an objective for each of them."""
    named = (
        _rows(apps, "Image")
        .exclude(magnification=None)
        .values_list("fileset_id", "owner_id", "group_id", "magnification")
        .order_by("fileset_id", "magnification")
        .distinct()
    )
    instruments: dict[int, Any] = {}
    for fileset_id, owner_id, group_id, magnification in list(named):
        if fileset_id not in instruments:
            instruments[fileset_id] = _rows(apps, "Instrument").create(
                owner_id=owner_id, group_id=group_id
            )
        objective = _rows(apps, "Objective").create(
            instrument=instruments[fileset_id], nominal_magnification=magnification
        )
        settings = _rows(apps, "ObjectiveSettings").create(objective=objective)
        _rows(apps, "Image").filter(fileset_id=fileset_id, magnification=magnification).update(
            instrument=instruments[fileset_id], objective_settings=settings
        )


def _rows(apps: Apps, name: str) -> Manager[Any]:
    manager: Manager[Any] = apps.get_model("embedded", name)._default_manager
    return manager


def _batches(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """The rows by id, some at a time."""
    ids = iter(list(rows.order_by("id").values_list("id", flat=True)))
    while batch := list(islice(ids, AT_A_TIME)):
        yield list(rows.filter(id__in=batch).order_by("id"))


class Migration(migrations.Migration):
    dependencies = [("embedded", "0002_model")]

    operations = [migrations.RunPython(forward, backward)]
