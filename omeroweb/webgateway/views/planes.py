"""Whole planes as JPEG: blended, or channel by channel."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from omeroweb.http.conditional import conditional
from omeroweb.http.direct import direct
from omeroweb.http.request import OmeroRequest
from omeroweb.rendering import encode
from omeroweb.webgateway.params import RenderParams, strict_params
from omeroweb.webgateway.pictures import check_plane, pixels_of, split_plane, whole_plane
from omeroweb.webgateway.plans import shown


@direct
@require_safe
def render_image(
    request: OmeroRequest, iid: int, z: int | None = None, t: int | None = None
) -> HttpResponseBase:
    """A whole plane; the default plane where z or t is not given."""
    return _plane(request, RenderParams.from_query(request.GET), iid, z, t)


@direct
@require_safe
def render_image_rdef(
    request: OmeroRequest, iid: int, z: int | None = None, t: int | None = None
) -> HttpResponseBase:
    """The same with settings that the query must give in full."""
    return _plane(request, strict_params(request.GET), iid, z, t)


@direct
@require_safe
def render_split_channel(request: OmeroRequest, iid: int, z: int, t: int) -> HttpResponseBase:
    """A panel for each active channel and, in colour, one with all of them."""
    params = RenderParams.from_query(request.GET)
    image = request.gateway.image(iid)
    pixels = pixels_of(image)
    check_plane(pixels, z, t)
    wanted = shown(request.gateway, image, params)

    def make() -> bytes:
        picture = split_plane(request.gateway, image, wanted.plan, z, t)
        return encode(picture, quality=wanted.quality)

    return conditional(
        request,
        ("split", image.id, image.version, wanted.plan, wanted.quality, z, t),
        make,
        content_type="image/jpeg",
        is_explicit=wanted.is_explicit,
    )


def _plane(
    request: OmeroRequest, params: RenderParams, iid: int, z: int | None, t: int | None
) -> HttpResponseBase:
    image = request.gateway.image(iid)
    wanted = shown(request.gateway, image, params, with_plane=None in (z, t))
    at_z = wanted.z if z is None else z
    at_t = wanted.t if t is None else t

    def make() -> bytes:
        whole = whole_plane(request.gateway, image, wanted.plan, params, at_z, at_t)
        return encode(whole, quality=wanted.quality)

    projection = (params.projection, params.z_range)
    return conditional(
        request,
        ("plane", image.id, image.version, wanted.plan, wanted.quality, projection, at_z, at_t),
        make,
        content_type="image/jpeg",
        is_explicit=wanted.is_explicit,
    )
