"""Rendering settings of users for images."""

from django.db import models

from omeroweb.gateway.base import Family, Model
from omeroweb.gateway.embedded.models.fields import Owned, word
from omeroweb.gateway.embedded.models.images import Pixels


class RenderingDef(Owned):
    """default_z, default_t: the plane shown first. compression: quality of JPEG, 0 to 1.

    version: grows with every save; thumbnails are told apart by it.
    """

    pixels = models.ForeignKey(
        Pixels, models.CASCADE, db_index=False, related_name="rendering_defs"
    )
    model = models.CharField(
        max_length=16, choices=[(model.value, model.value) for model in Model], default=Model.COLOR
    )
    default_z = models.IntegerField()
    default_t = models.IntegerField()
    compression = models.FloatField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pixels", "owner"], name="one_rendering_def")
        ]

    def __str__(self) -> str:
        return f"settings of {self.owner_id} for pixels {self.pixels_id}"


class ChannelBinding(models.Model):
    """How one channel is shown. color: 0xRRGGBBAA."""

    rendering_def = models.ForeignKey(
        RenderingDef, models.CASCADE, db_index=False, related_name="channel_bindings"
    )
    index = models.IntegerField()
    is_active = models.BooleanField()
    input_start = models.FloatField()
    input_end = models.FloatField()
    color = models.BigIntegerField()
    family = models.CharField(
        max_length=16,
        choices=[(family.value, family.value) for family in Family],
        default=Family.LINEAR,
    )
    coefficient = models.FloatField(default=1.0)
    lookup_table = word()
    is_inverted = models.BooleanField(default=False)

    class Meta:
        ordering = ["index"]
        constraints = [
            models.UniqueConstraint(fields=["rendering_def", "index"], name="one_binding")
        ]

    def __str__(self) -> str:
        return f"channel {self.index} of settings {self.rendering_def_id}"
