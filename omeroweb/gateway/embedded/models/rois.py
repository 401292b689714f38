"""Regions of interest and their shapes."""

from django.db import models

from omeroweb.gateway.embedded.models.fields import Owned, number, unit, word
from omeroweb.gateway.embedded.models.images import Image


class Roi(Owned):
    """is_from_file: the image's file has it; a new version of the file replaces it."""

    image = models.ForeignKey(Image, models.CASCADE, related_name="rois")
    name = word()
    description = models.TextField(blank=True)
    is_from_file = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name or f"ROI {self.pk}"


class Shape(models.Model):
    """One shape in pixels of the full resolution; which columns count follows from its kind.

    kind: the OME-XML element, e.g. Rectangle. points: "x,y x,y ...". Colours: 0xRRGGBBAA.
    transform: [a00, a10, a01, a11, a02, a12]. mask: rows without padding, the highest bit first.
    """

    roi = models.ForeignKey(Roi, models.CASCADE, related_name="shapes")
    kind = models.CharField(max_length=16)
    the_z = models.IntegerField(null=True)
    the_c = models.IntegerField(null=True)
    the_t = models.IntegerField(null=True)
    x = number()
    y = number()
    width = number()
    height = number()
    radius_x = number()
    radius_y = number()
    x1 = number()
    y1 = number()
    x2 = number()
    y2 = number()
    points = models.TextField(blank=True, default="")
    marker_start = word()
    marker_end = word()
    text = models.TextField(blank=True, default="")
    fill_color = models.BigIntegerField(null=True)
    fill_rule = word()
    stroke_color = models.BigIntegerField(null=True)
    stroke_width = number()
    stroke_width_unit = unit()
    stroke_dash_array = word()
    font_family = word()
    font_style = word()
    font_size = number()
    font_size_unit = unit()
    is_locked = models.BooleanField(null=True)
    transform = models.JSONField(null=True)
    mask = models.BinaryField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
