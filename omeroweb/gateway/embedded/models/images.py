"""Images with their Pixels and Channels."""

from django.db import models
from django.db.models.functions import Lower

from omeroweb.gateway.embedded.models.containers import Dataset
from omeroweb.gateway.embedded.models.fields import NAME_LENGTH, Named, number, unit, word
from omeroweb.gateway.embedded.models.files import PATH_LENGTH, Fileset
from omeroweb.gateway.embedded.models.instruments import FilterSet, Instrument, Objective


class ObjectiveSettings(models.Model):
    """The objective of an image and how it was set."""

    objective = models.ForeignKey(Objective, models.CASCADE, related_name="settings")
    correction_collar = number()
    medium = word()
    refractive_index = number()

    def __str__(self) -> str:
        return f"settings of objective {self.objective_id}"


class Image(Named):
    """path and series name the image inside its fileset for the reader."""

    fileset = models.ForeignKey(Fileset, models.CASCADE, related_name="images")
    datasets = models.ManyToManyField(Dataset, related_name="images")
    path = models.CharField(max_length=PATH_LENGTH)
    series = models.IntegerField()
    acquired = models.DateTimeField(null=True)
    instrument = models.ForeignKey(Instrument, models.SET_NULL, null=True, related_name="images")
    objective_settings = models.ForeignKey(
        ObjectiveSettings, models.SET_NULL, null=True, related_name="images"
    )

    class Meta(Named.Meta):
        # The images of one owner in the same order, without a walk past those of others.
        indexes = [
            *Named.Meta.indexes,
            models.Index("owner", Lower("name"), "id", "name", "group", name="image_of_owner"),
        ]


class Pixels(models.Model):
    """levels: [[size_x, size_y], ...] from full resolution down. Physical sizes with OME units."""

    image = models.OneToOneField(Image, models.CASCADE, related_name="pixels")
    size_x = models.IntegerField()
    size_y = models.IntegerField()
    size_z = models.IntegerField()
    size_c = models.IntegerField()
    size_t = models.IntegerField()
    type = models.CharField(max_length=16)
    dimension_order = models.CharField(max_length=5, default="XYZCT")
    levels = models.JSONField()
    tile_width = models.IntegerField()
    tile_height = models.IntegerField()
    significant_bits = models.IntegerField(null=True)
    physical_size_x = number()
    physical_size_x_unit = unit()
    physical_size_y = number()
    physical_size_y_unit = unit()
    physical_size_z = number()
    physical_size_z_unit = unit()
    time_increment = number()
    time_increment_unit = unit()

    def __str__(self) -> str:
        return f"{self.size_x} x {self.size_y} {self.type}"


class LogicalChannel(models.Model):
    """What a channel shows. Wavelengths in nanometers."""

    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    emission = number()
    excitation = number()
    fluor = word()
    samples_per_pixel = models.IntegerField(default=1)
    nd_filter = number()
    pockel_cell = models.IntegerField(null=True)
    pinhole_size = number()
    pinhole_size_unit = unit()
    acquisition_mode = word()
    contrast_method = word()
    illumination = word()
    filter_set = models.ForeignKey(
        FilterSet, models.SET_NULL, null=True, related_name="logical_channels"
    )

    def __str__(self) -> str:
        return self.name or f"channel {self.pk}"


class Channel(models.Model):
    """color: 0xRRGGBB. minimum, maximum: of a sample of the pixels; start, end: first shown.

    lookup_table: the file name of one that takes the place of the colour.
    """

    pixels = models.ForeignKey(Pixels, models.CASCADE, related_name="channels")
    logical_channel = models.ForeignKey(LogicalChannel, models.PROTECT, related_name="channels")
    index = models.IntegerField()
    color = models.IntegerField()
    lookup_table = word()
    is_active = models.BooleanField()
    minimum = models.FloatField()
    maximum = models.FloatField()
    start = models.FloatField()
    end = models.FloatField()

    class Meta:
        ordering = ["index"]
        constraints = [models.UniqueConstraint(fields=["pixels", "index"], name="one_channel")]

    def __str__(self) -> str:
        return f"channel {self.index} of pixels {self.pixels_id}"
