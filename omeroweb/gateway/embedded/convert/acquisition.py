"""How images were taken: instruments, their parts and settings."""

from typing import Any

from omeroweb.gateway import base
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.convert.quantities import length


def instrument(row: models.Instrument) -> base.Instrument:
    return base.Instrument(
        id=row.id,
        microscope=base.Equipment(**_equipment(row)),
        type=row.type,
        objectives=tuple(objective(one) for one in row.objectives.all()),
        detectors=tuple(detector(one) for one in row.detectors.all()),
        filters=tuple(optical_filter(one) for one in row.filters.all()),
        dichroics=tuple(dichroic(one) for one in row.dichroics.all()),
        light_sources=tuple(light_source(one) for one in row.light_sources.all()),
    )


def objective(row: models.Objective) -> base.Objective:
    return base.Objective(
        **_equipment(row),
        nominal_magnification=row.nominal_magnification,
        calibrated_magnification=row.calibrated_magnification,
        lens_na=row.lens_na,
        immersion=row.immersion,
        correction=row.correction,
        working_distance=length(row.working_distance, row.working_distance_unit),
        has_iris=row.iris,
    )


def detector(row: models.Detector) -> base.Detector:
    return base.Detector(
        **_equipment(row),
        type=row.type,
        gain=row.gain,
        voltage=length(row.voltage, row.voltage_unit),
        offset=row.offset,
        zoom=row.zoom,
        amplification_gain=row.amplification_gain,
    )


def optical_filter(row: models.Filter) -> base.OpticalFilter:
    return base.OpticalFilter(
        **_equipment(row),
        type=row.type,
        cut_in=row.cut_in,
        cut_out=row.cut_out,
        transmittance=row.transmittance,
    )


def dichroic(row: models.Dichroic) -> base.Dichroic:
    return base.Dichroic(**_equipment(row))


def filter_set(row: models.FilterSet) -> base.FilterSet:
    return base.FilterSet(
        **_equipment(row),
        excitation_filters=tuple(optical_filter(one) for one in row.excitation_filters.all()),
        dichroic=dichroic(row.dichroic) if row.dichroic else None,
        emission_filters=tuple(optical_filter(one) for one in row.emission_filters.all()),
    )


def light_source(row: models.LightSource) -> base.LightSource:
    return base.LightSource(
        **_equipment(row),
        kind=row.kind,
        type=row.type,
        medium=row.medium,
        power=length(row.power, row.power_unit),
        wavelength=row.wavelength,
    )


def objective_settings(row: models.ObjectiveSettings) -> base.ObjectiveSettings:
    return base.ObjectiveSettings(
        objective=objective(row.objective),
        correction_collar=row.correction_collar,
        medium=row.medium,
        refractive_index=row.refractive_index,
    )


def channel(row: models.Channel) -> base.ChannelAcquisition:
    logical = row.logical_channel
    detected = getattr(logical, "detector_settings", None)
    lit = getattr(logical, "light_settings", None)
    path = getattr(logical, "light_path", None)
    passed = list(path.filters.all()) if path else []
    return base.ChannelAcquisition(
        index=row.index,
        **(_detector_settings(detected) if detected else {}),
        light_source=light_source(lit.light_source) if lit else None,
        attenuation=lit.attenuation if lit else None,
        wavelength=lit.wavelength if lit else None,
        excitation_filters=_filters(passed, is_excitation=True),
        dichroic=dichroic(path.dichroic) if path and path.dichroic else None,
        emission_filters=_filters(passed, is_excitation=False),
        filter_set=filter_set(logical.filter_set) if logical.filter_set else None,
    )


def stage_label(row: models.StageLabel) -> base.StageLabel:
    return base.StageLabel(
        name=row.name,
        x=length(row.position_x, row.position_x_unit),
        y=length(row.position_y, row.position_y_unit),
        z=length(row.position_z, row.position_z_unit),
    )


def environment(row: models.ImagingEnvironment) -> base.ImagingEnvironment:
    return base.ImagingEnvironment(
        temperature=length(row.temperature, row.temperature_unit),
        air_pressure=length(row.air_pressure, row.air_pressure_unit),
        humidity=row.humidity,
        co2=row.co2,
    )


def plane(row: models.PlaneInfo) -> base.Plane:
    return base.Plane(
        z=row.the_z,
        c=row.the_c,
        t=row.the_t,
        delta_t=length(row.delta_t, row.delta_t_unit),
        exposure_time=length(row.exposure_time, row.exposure_time_unit),
        position_x=length(row.position_x, row.position_x_unit),
        position_y=length(row.position_y, row.position_y_unit),
        position_z=length(row.position_z, row.position_z_unit),
    )


def _equipment(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "manufacturer": row.manufacturer,
        "model": row.model,
        "serial_number": row.serial_number,
        "lot_number": row.lot_number,
    }


def _detector_settings(row: models.DetectorSettings) -> dict[str, Any]:
    return {
        "detector": detector(row.detector),
        "binning": row.binning,
        "detector_gain": row.gain,
        "detector_offset": row.offset,
        "detector_voltage": length(row.voltage, row.voltage_unit),
        "detector_zoom": row.zoom,
        "integration": row.integration,
        "readout_rate": length(row.readout_rate, row.readout_rate_unit),
    }


def _filters(
    passed: list[models.LightPathFilter], *, is_excitation: bool
) -> tuple[base.OpticalFilter, ...]:
    return tuple(optical_filter(one.filter) for one in passed if one.is_excitation is is_excitation)
