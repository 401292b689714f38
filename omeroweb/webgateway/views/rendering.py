"""Whole planes, tiles and regions as JPEG."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from omeroweb.errors import BadRequest
from omeroweb.http.conditional import conditional
from omeroweb.http.request import OmeroRequest
from omeroweb.rendering import encode
from omeroweb.webgateway.params import RenderParams, plane_region, tile_region
from omeroweb.webgateway.pictures import check_plane, picture, pixels_of, plan, whole_plane


@require_safe
def render_image(
    request: OmeroRequest, iid: int, z: int | None = None, t: int | None = None
) -> HttpResponseBase:
    """A whole plane; the default plane where z or t is not given."""
    params = RenderParams.from_query(request.GET)
    image = request.gateway.image(iid)
    pixels = pixels_of(image)
    at_z = pixels.default_z if z is None else z
    at_t = pixels.default_t if t is None else t
    wanted = plan(image, params)

    def make() -> bytes:
        whole = whole_plane(request.gateway, image, wanted, params, at_z, at_t)
        return encode(whole, quality=params.quality)

    return conditional(
        request,
        ("plane", image.id, image.version, wanted, params, at_z, at_t),
        make,
        content_type="image/jpeg",
        is_explicit=params.channels is not None,
    )


@require_safe
def render_image_region(request: OmeroRequest, iid: int, z: int, t: int) -> HttpResponseBase:
    """`tile=LEVEL,COLUMN,ROW[,W,H]` of a pyramid level, or `region=X,Y,W,H` at full resolution."""
    params = RenderParams.from_query(request.GET)
    image = request.gateway.image(iid)
    pixels = pixels_of(image)
    if "tile" in request.GET:
        level, region = tile_region(request.GET["tile"], pixels)
    elif "region" in request.GET:
        level, region = 0, plane_region(request.GET["region"], pixels)
    else:
        raise BadRequest("tile or region argument required")
    check_plane(pixels, z, t)
    wanted = plan(image, params)

    def make() -> bytes:
        tile = picture(request.gateway, image, wanted, level, z, t, region)
        return encode(tile, quality=params.quality)

    return conditional(
        request,
        ("region", image.id, image.version, wanted, params.quality, level, z, t, region),
        make,
        content_type="image/jpeg",
        is_explicit=params.channels is not None,
    )
