"""Small pictures of ROIs and shapes."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from omeroweb.gateway.base import Shape
from omeroweb.http.conditional import conditional
from omeroweb.http.request import OmeroRequest
from omeroweb.rendering import encode
from omeroweb.webgateway.params import RenderParams
from omeroweb.webgateway.plans import Shown, shown
from omeroweb.webgateway.shape_picture import COLORS, preferred, shape_picture

WHITE, RED = "fff", "f00"


@require_safe
def render_roi_thumbnail(request: OmeroRequest, roi_id: int) -> HttpResponseBase:
    """JPEG of one of its shapes, its outline in ?color=."""
    roi = request.gateway.rois.get(roi_id)
    image_id = roi.image_id
    wanted = _shown(request, image_id)
    return _answer(request, image_id, wanted, preferred(roi, wanted.z, wanted.t))


@require_safe
def render_shape_thumbnail(request: OmeroRequest, shape_id: int) -> HttpResponseBase:
    found = request.gateway.rois.shape(shape_id)
    image_id = found.roi.image_id
    return _answer(request, image_id, _shown(request, image_id), found.shape)


def _shown(request: OmeroRequest, image_id: int) -> Shown:
    image = request.gateway.image(image_id)
    return shown(request.gateway, image, RenderParams.from_query(request.GET), with_plane=True)


def _answer(request: OmeroRequest, image_id: int, wanted: Shown, shape: Shape) -> HttpResponseBase:
    image = request.gateway.image(image_id)
    color = COLORS.get(request.GET.get("color", WHITE), COLORS[RED])

    def make() -> bytes:
        picture = shape_picture(request.gateway, image, wanted, shape, color)
        return encode(picture, quality=wanted.quality)

    return conditional(
        request,
        ("shape", image.id, image.version, wanted, shape, color),
        make,
        content_type="image/jpeg",
        is_explicit=False,
    )
