"""How images were taken: settings of the instrument's parts, place and surroundings."""

from django.db import models

from omeroweb.gateway.embedded.models.fields import number, unit, word
from omeroweb.gateway.embedded.models.images import Image, LogicalChannel, Pixels
from omeroweb.gateway.embedded.models.instruments import Detector, Dichroic, Filter, LightSource


class DetectorSettings(models.Model):
    logical_channel = models.OneToOneField(
        LogicalChannel, models.CASCADE, related_name="detector_settings"
    )
    detector = models.ForeignKey(Detector, models.CASCADE, related_name="settings")
    binning = word()
    gain = number()
    offset = number()
    voltage = number()
    voltage_unit = unit()
    zoom = number()
    integration = models.IntegerField(null=True)
    readout_rate = number()
    readout_rate_unit = unit()

    def __str__(self) -> str:
        return f"settings of detector {self.detector_id}"


class LightSettings(models.Model):
    """attenuation: from 0 to 1. wavelength: in nanometers."""

    logical_channel = models.OneToOneField(
        LogicalChannel, models.CASCADE, related_name="light_settings"
    )
    light_source = models.ForeignKey(LightSource, models.CASCADE, related_name="settings")
    attenuation = number()
    wavelength = number()

    def __str__(self) -> str:
        return f"settings of light source {self.light_source_id}"


class LightPath(models.Model):
    """The filters of a channel in the order in which light passes them."""

    logical_channel = models.OneToOneField(
        LogicalChannel, models.CASCADE, related_name="light_path"
    )
    dichroic = models.ForeignKey(Dichroic, models.SET_NULL, null=True, related_name="light_paths")

    def __str__(self) -> str:
        return f"light path of channel {self.logical_channel_id}"


class LightPathFilter(models.Model):
    """A filter on a light path, before the sample (excitation) or after it."""

    light_path = models.ForeignKey(LightPath, models.CASCADE, related_name="filters")
    filter = models.ForeignKey(Filter, models.CASCADE, related_name="light_paths")
    is_excitation = models.BooleanField()
    index = models.IntegerField()

    class Meta:
        ordering = ["index"]

    def __str__(self) -> str:
        return f"filter {self.filter_id} of light path {self.light_path_id}"


class StageLabel(models.Model):
    """Where the stage was, by a name; lengths with OME units."""

    image = models.OneToOneField(Image, models.CASCADE, related_name="stage_label")
    name = word()
    position_x = number()
    position_x_unit = unit()
    position_y = number()
    position_y_unit = unit()
    position_z = number()
    position_z_unit = unit()

    def __str__(self) -> str:
        return self.name


class ImagingEnvironment(models.Model):
    """humidity, co2: from 0 to 1."""

    image = models.OneToOneField(Image, models.CASCADE, related_name="environment")
    temperature = number()
    temperature_unit = unit()
    air_pressure = number()
    air_pressure_unit = unit()
    humidity = number()
    co2 = number()

    def __str__(self) -> str:
        return f"environment of image {self.image_id}"


class PlaneInfo(models.Model):
    """When, for how long and where one plane was taken; only planes that say so have one."""

    pixels = models.ForeignKey(Pixels, models.CASCADE, db_index=False, related_name="planes")
    the_z = models.IntegerField()
    the_c = models.IntegerField()
    the_t = models.IntegerField()
    delta_t = number()
    delta_t_unit = unit()
    exposure_time = number()
    exposure_time_unit = unit()
    position_x = number()
    position_x_unit = unit()
    position_y = number()
    position_y_unit = unit()
    position_z = number()
    position_z_unit = unit()

    class Meta:
        ordering = ["the_t", "the_z", "the_c"]
        constraints = [
            models.UniqueConstraint(fields=["pixels", "the_t", "the_z", "the_c"], name="one_plane")
        ]

    def __str__(self) -> str:
        return f"plane z={self.the_z} c={self.the_c} t={self.the_t}"
