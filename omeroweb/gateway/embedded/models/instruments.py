"""Instruments and their parts. Words and units as OME-XML has them; wavelengths in nanometers."""

from django.db import models

from omeroweb.gateway.embedded.models.fields import Owned, number, unit, word


class Equipment(models.Model):
    """What every piece may say of itself."""

    manufacturer = word()
    model = word()
    serial_number = word()
    lot_number = word()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.manufacturer} {self.model}".strip() or f"{type(self).__name__} {self.pk}"


class Instrument(Owned, Equipment):
    """A microscope with its parts; what it says of itself is the stand's."""

    type = word()


class Objective(Equipment):
    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="objectives")
    nominal_magnification = number()
    calibrated_magnification = number()
    lens_na = number()
    immersion = word()
    correction = word()
    working_distance = number()
    working_distance_unit = unit()
    iris = models.BooleanField(null=True)


class Detector(Equipment):
    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="detectors")
    type = word()
    gain = number()
    voltage = number()
    voltage_unit = unit()
    offset = number()
    zoom = number()
    amplification_gain = number()


class Filter(Equipment):
    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="filters")
    type = word()
    cut_in = number()
    cut_out = number()
    transmittance = number()


class Dichroic(Equipment):
    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="dichroics")


class FilterSet(Equipment):
    """Filters and a dichroic that are used together."""

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="filter_sets")
    dichroic = models.ForeignKey(Dichroic, models.SET_NULL, null=True, related_name="filter_sets")
    excitation_filters = models.ManyToManyField(Filter, related_name="excitation_in")
    emission_filters = models.ManyToManyField(Filter, related_name="emission_in")


class LightSource(Equipment):
    """kind: the OME-XML element, e.g. Laser."""

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="light_sources")
    kind = models.CharField(max_length=32)
    type = word()
    medium = word()
    power = number()
    power_unit = unit()
    wavelength = number()
