"""Screens, Plates, their runs, Wells and fields."""

from django.db import models

from omeroweb.gateway.embedded.models.fields import Named, number, unit, word
from omeroweb.gateway.embedded.models.files import Fileset
from omeroweb.gateway.embedded.models.images import Image


class Screen(Named):
    type = word()
    protocol_identifier = word()
    protocol_description = models.TextField(blank=True, default="")
    reagent_set_identifier = word()
    reagent_set_description = models.TextField(blank=True, default="")

    class Meta(Named.Meta):
        pass


class Plate(Named):
    screens = models.ManyToManyField(Screen, related_name="plates")
    rows = models.IntegerField()
    columns = models.IntegerField()
    row_naming = models.CharField(max_length=16, default="letter")
    column_naming = models.CharField(max_length=16, default="number")
    fields = models.IntegerField()
    fileset = models.ForeignKey(Fileset, models.CASCADE, related_name="plates")
    status = word()
    external_identifier = word()
    field_index = models.IntegerField(null=True)
    well_origin_x = number()
    well_origin_x_unit = unit()
    well_origin_y = number()
    well_origin_y_unit = unit()

    class Meta(Named.Meta):
        pass


class PlateAcquisition(Named):
    """A run: fields of a plate that were taken together. Often without a name."""

    plate = models.ForeignKey(Plate, models.CASCADE, related_name="acquisitions")
    maximum_field_count = models.IntegerField(null=True)
    start_time = models.DateTimeField(null=True)
    end_time = models.DateTimeField(null=True)

    class Meta(Named.Meta):
        pass


class Well(models.Model):
    """row and column count from 0. color: 0xRRGGBBAA."""

    plate = models.ForeignKey(Plate, models.CASCADE, related_name="wells")
    row = models.IntegerField()
    column = models.IntegerField()
    type = word()
    status = word()
    external_description = word()
    external_identifier = word()
    color = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["column", "row", "id"]
        constraints = [models.UniqueConstraint(fields=["plate", "row", "column"], name="one_well")]

    def __str__(self) -> str:
        return f"row {self.row}, column {self.column}"


class WellSample(models.Model):
    """One field of a well, counted from 0. Positions with OME units, where the file gives them."""

    well = models.ForeignKey(Well, models.CASCADE, related_name="samples")
    image = models.OneToOneField(Image, models.CASCADE, related_name="well_sample")
    plate_acquisition = models.ForeignKey(
        PlateAcquisition, models.SET_NULL, null=True, related_name="samples"
    )
    field = models.IntegerField()
    timepoint = models.DateTimeField(null=True)
    position_x = number()
    position_x_unit = unit()
    position_y = number()
    position_y_unit = unit()

    class Meta:
        ordering = ["field", "id"]

    def __str__(self) -> str:
        return f"field {self.field}"
