"""Small pictures of images, made from the smallest stored resolution that is large enough."""

from dataclasses import dataclass

from omeroweb.config import catalogue
from omeroweb.errors import BadRequest
from omeroweb.gateway.base import Gateway, Image, Pixels
from omeroweb.http.session import configuration
from omeroweb.quantities import Region
from omeroweb.rendering import encode, fit_inside, resize
from omeroweb.webgateway.pictures import check_plane, picture, pixels_of
from omeroweb.webgateway.plans import Shown

LARGEST = 2048


@dataclass(frozen=True)
class Thumbnail:
    """What one shows, and how large it is."""

    image: Image
    shown: Shown
    width: int
    height: int
    z: int
    t: int

    @property
    def key(self) -> tuple[object, ...]:
        """Everything that the picture depends on."""
        shown = (self.shown.plan, self.shown.quality)
        place = (self.width, self.height, self.z, self.t)
        return ("thumbnail", self.image.id, self.image.version, *shown, *place)

    def make(self, gateway: Gateway) -> bytes:
        """The JPEG. Raises BadRequest for a plane that the image does not have."""
        pixels = pixels_of(self.image)
        check_plane(pixels, self.z, self.t)
        level = level_for(pixels, max(self.width, self.height))
        region = Region(0, 0, *pixels.resolutions[level])
        full = picture(gateway, self.image, self.shown.plan, level, self.z, self.t, region)
        return encode(resize(full, self.width, self.height), quality=self.shown.quality)


def box(pixels: Pixels, width: int | None, height: int | None) -> tuple[int, int]:
    """``width`` alone is the longer side, both are exactly that box. Raises BadRequest."""
    if max(width or 0, height or 0) > LARGEST or 0 in (width, height):
        raise BadRequest(f"expected a size from 1 to {LARGEST} pixels")
    if width and height:
        return width, height
    return fit_inside(
        pixels.size_x, pixels.size_y, width or configuration()[catalogue.THUMBNAIL_SIZE]
    )


def level_for(pixels: Pixels, longest: int) -> int:
    """The coarsest level that is at least as large as the picture."""
    large_enough = [level for level, size in enumerate(pixels.resolutions) if max(size) >= longest]
    return large_enough[-1] if large_enough else 0
