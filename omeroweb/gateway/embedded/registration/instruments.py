"""Instruments: the objectives that images were taken with."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from omeroweb.gateway.embedded import models

if TYPE_CHECKING:
    from omeroweb.gateway.embedded.registration.batch import Entry


def save(entries: "Sequence[Entry]", replaced: set[int]) -> None:
    """An objective for each magnification that the images of a fileset name, of one instrument."""
    models.Instrument.objects.filter(images__fileset__in=replaced).delete()
    instruments: list[models.Instrument] = []
    objectives: list[models.Objective] = []
    for entry in entries:
        named = {image.magnification for image in entry.read.description.images}
        magnifications = sorted(number for number in named if number)
        if not magnifications:
            continue
        owned = {"owner_id": entry.fileset.owner_id, "group_id": entry.fileset.group_id}
        instruments.append(models.Instrument(**owned))
        for number in magnifications:
            objective = models.Objective(instrument=instruments[-1], nominal_magnification=number)
            objectives.append(objective)
            entry.objectives[number] = models.ObjectiveSettings(objective=objective)
    models.Instrument.objects.bulk_create(instruments)
    models.Objective.objects.bulk_create(objectives)
    models.ObjectiveSettings.objects.bulk_create(
        settings for entry in entries for settings in entry.objectives.values()
    )
