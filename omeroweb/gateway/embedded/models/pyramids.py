"""Pyramids that the store makes for large images whose files have none."""

from django.db import models

from omeroweb.gateway.embedded.models.images import Pixels


class Pyramid(models.Model):
    """How the pyramid of an image lies; whether it is made is known from its folder.

    first: the finest level that is its own. is_striped: the file's stored units are as wide as the
    image.
    """

    pixels = models.OneToOneField(Pixels, models.CASCADE, related_name="pyramid")
    first = models.IntegerField()
    is_striped = models.BooleanField()

    def __str__(self) -> str:
        return f"pyramid of pixels {self.pixels_id}"
