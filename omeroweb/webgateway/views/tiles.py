"""Tiles of a pyramid and regions of full resolution as JPEG."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from omeroweb.errors import BadRequest
from omeroweb.http.conditional import conditional
from omeroweb.http.direct import direct
from omeroweb.http.request import OmeroRequest
from omeroweb.rendering import encode
from omeroweb.webgateway.params import (
    RenderParams,
    plane_region,
    strict_params,
    tile_region,
)
from omeroweb.webgateway.pictures import check_plane, picture, pixels_of, stored_jpeg
from omeroweb.webgateway.plans import shown


@direct
@require_safe
def render_image_region(request: OmeroRequest, iid: int, z: int, t: int) -> HttpResponseBase:
    """`tile=LEVEL,COLUMN,ROW[,W,H]` of a pyramid level, or `region=X,Y,W,H` at full resolution."""
    return _region(request, RenderParams.from_query(request.GET), iid, z, t)


@direct
@require_safe
def render_image_region_rdef(request: OmeroRequest, iid: int, z: int, t: int) -> HttpResponseBase:
    """The same with settings that the query must give in full."""
    return _region(request, strict_params(request.GET), iid, z, t)


def _region(
    request: OmeroRequest, params: RenderParams, iid: int, z: int, t: int
) -> HttpResponseBase:
    image = request.gateway.image(iid)
    pixels = pixels_of(image)
    if "tile" in request.GET:
        level, region = tile_region(request.GET["tile"], pixels)
    elif "region" in request.GET:
        level, region = 0, plane_region(request.GET["region"], pixels)
    else:
        raise BadRequest("tile or region argument required")
    check_plane(pixels, z, t)
    wanted = shown(request.gateway, image, params)

    def make() -> bytes:
        tile = picture(request.gateway, image, wanted.plan, level, z, t, region)
        return encode(tile, quality=wanted.quality)

    return conditional(
        request,
        ("region", image.id, image.version, wanted.plan.text, wanted.quality, level, z, t, region),
        make,
        content_type="image/jpeg",
        is_explicit=wanted.is_explicit,
        stored=lambda: stored_jpeg(
            request.gateway, image, wanted.plan, level, z, t, region, wanted.quality
        ),
    )
