"""Instruments with their parts, one row for all images of a fileset that were taken with one."""

from collections.abc import Collection, Sequence
from typing import Any

from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.registration.entry import Entry, Parts
from omeroweb.gateway.embedded.registration.values import length, nanometers, owned, word
from omeroweb.pixels import ImageDescription, acquisition


def save(entries: Sequence[Entry], replaced: Collection[int]) -> None:
    """Make the instruments of all images anew, and say in entry.parts which image has which."""
    if replaced:
        models.Instrument.objects.filter(images__fileset__in=replaced).delete()
    made = [parts for entry in entries for parts in _of_fileset(entry)]
    models.Instrument.objects.bulk_create(parts.instrument for parts in made)
    models.Objective.objects.bulk_create(row for parts in made for row in parts.objectives.values())
    models.Detector.objects.bulk_create(row for parts in made for row in parts.detectors.values())
    models.LightSource.objects.bulk_create(
        row for parts in made for row in parts.light_sources.values()
    )
    models.Filter.objects.bulk_create(row for parts in made for row in parts.filters.values())
    models.Dichroic.objects.bulk_create(row for parts in made for row in parts.dichroics.values())
    _save_filter_sets(made)
    models.ObjectiveSettings.objects.bulk_create(
        settings for entry in entries for settings in entry.objectives if settings
    )


def _save_filter_sets(made: Sequence[Parts]) -> None:
    models.FilterSet.objects.bulk_create(
        row for parts in made for row in parts.filter_sets.values()
    )
    excitation = models.FilterSet.excitation_filters.through
    excitation._default_manager.bulk_create(
        excitation(filterset_id=filter_set.id, filter_id=row.id)
        for parts in made
        for filter_set, row in parts.excitation
    )
    emission = models.FilterSet.emission_filters.through
    emission._default_manager.bulk_create(
        emission(filterset_id=filter_set.id, filter_id=row.id)
        for parts in made
        for filter_set, row in parts.emission
    )


def _of_fileset(entry: Entry) -> list[Parts]:
    """Images refer to one description object, or to equal ones, where they share an instrument."""
    made: dict[object, Parts] = {}
    for image in entry.read.description.images:
        described = image.instrument or _implied(image)
        parts = None
        if described:
            parts = made.get(described)
            if parts is None:
                parts = made[described] = _parts(described, entry.fileset)
        entry.parts.append(parts)
        entry.objectives.append(_settings(image, parts))
    return list(made.values())


def _implied(image: ImageDescription) -> acquisition.Instrument | None:
    """An instrument for formats that name a magnification and nothing else."""
    if image.magnification is None:
        return None
    objective = acquisition.Objective(nominal_magnification=image.magnification)
    return acquisition.Instrument(objectives=(objective,))


def _settings(image: ImageDescription, parts: Parts | None) -> models.ObjectiveSettings | None:
    if parts is None:
        return None
    said = image.objective_settings or acquisition.ObjectiveSettings()
    objective = parts.objectives.get(said.key)
    if objective is None:
        return None
    return models.ObjectiveSettings(
        objective=objective,
        correction_collar=said.correction_collar,
        medium=word(said.medium),
        refractive_index=said.refractive_index,
    )


def _parts(said: acquisition.Instrument, fileset: models.Fileset) -> Parts:
    stand = said.microscope or acquisition.Microscope()
    instrument = models.Instrument(**owned(fileset), **_made(stand), type=word(stand.type))
    parts = Parts(
        instrument,
        {part.key: _objective(part, instrument) for part in said.objectives},
        {part.key: _detector(part, instrument) for part in said.detectors},
        {part.key: _light_source(part, instrument) for part in said.light_sources},
        {part.key: _filter(part, instrument) for part in said.filters},
        {
            part.key: models.Dichroic(instrument=instrument, **_made(part))
            for part in said.dichroics
        },
    )
    for filter_set in said.filter_sets:
        _add_filter_set(filter_set, parts)
    return parts


def _add_filter_set(said: acquisition.FilterSet, parts: Parts) -> None:
    row = models.FilterSet(
        instrument=parts.instrument,
        **_made(said),
        dichroic=parts.dichroics.get(said.dichroic),
    )
    parts.filter_sets[said.key] = row
    filters = parts.filters
    parts.excitation += [(row, filters[key]) for key in set(said.excitation) & filters.keys()]
    parts.emission += [(row, filters[key]) for key in set(said.emission) & filters.keys()]


def _made(said: acquisition.Manufactured) -> dict[str, Any]:
    return {
        "manufacturer": word(said.manufacturer),
        "model": word(said.model),
        "serial_number": word(said.serial_number),
        "lot_number": word(said.lot_number),
    }


def _objective(said: acquisition.Objective, instrument: models.Instrument) -> models.Objective:
    return models.Objective(
        instrument=instrument,
        **_made(said),
        nominal_magnification=said.nominal_magnification,
        calibrated_magnification=said.calibrated_magnification,
        lens_na=said.lens_na,
        immersion=word(said.immersion),
        correction=word(said.correction),
        **length("working_distance", said.working_distance),
        iris=said.has_iris,
    )


def _detector(said: acquisition.Detector, instrument: models.Instrument) -> models.Detector:
    return models.Detector(
        instrument=instrument,
        **_made(said),
        type=word(said.type),
        gain=said.gain,
        **length("voltage", said.voltage),
        offset=said.offset,
        zoom=said.zoom,
        amplification_gain=said.amplification_gain,
    )


def _light_source(
    said: acquisition.LightSource, instrument: models.Instrument
) -> models.LightSource:
    return models.LightSource(
        instrument=instrument,
        **_made(said),
        kind=said.kind[:32],
        type=word(said.type),
        medium=word(said.laser_medium),
        **length("power", said.power),
        wavelength=nanometers(said.wavelength),
    )


def _filter(said: acquisition.Filter, instrument: models.Instrument) -> models.Filter:
    return models.Filter(
        instrument=instrument,
        **_made(said),
        type=word(said.type),
        cut_in=nanometers(said.cut_in),
        cut_out=nanometers(said.cut_out),
        transmittance=said.transmittance,
    )
