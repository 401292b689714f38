"""Intensities as they are stored, for programs that measure."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from omeroweb.errors import BadRequest, NotFound
from omeroweb.http.conditional import conditional
from omeroweb.http.kept import Kept
from omeroweb.http.request import OmeroRequest
from omeroweb.rendering import RAW_CONTENT_TYPES, encode_raw
from omeroweb.webgateway.params import given_region
from omeroweb.webgateway.pictures import check_channel, check_plane, check_size, pixels_of

# numpy.dtype understands these; raw bytes are little-endian.
DTYPES = {
    "int8": "|i1",
    "uint8": "|u1",
    "int16": "<i2",
    "uint16": "<u2",
    "int32": "<i4",
    "uint32": "<u4",
    "float": "<f4",
    "double": "<f8",
}


@require_safe
def tile(request: OmeroRequest, iid: int, z: int, c: int, t: int) -> HttpResponseBase:
    """One channel of a plane, or the part of it that x, y, w, h and resolution name.

    format: raw (rows from the top, little-endian), png (uint8, uint16) or tif. The headers
    X-Pixels-Type, X-Pixels-Dtype and X-Pixels-Shape (rows, columns) say what raw bytes are.
    """
    image = request.gateway.image(iid)
    if not image.can_download:
        raise NotFound(f"the pixels of image {iid} are not for download")
    pixels = pixels_of(image)
    kind = request.GET.get("format") or "raw"
    if kind not in RAW_CONTENT_TYPES:
        raise BadRequest(f"format={kind}: expected one of {', '.join(RAW_CONTENT_TYPES)}")
    level, region = given_region(request.GET, pixels)
    check_channel(pixels, c)
    check_plane(pixels, z, t)
    check_size(region)
    if kind == "png" and pixels.type not in ("uint8", "uint16"):
        raise BadRequest(
            f"format=png holds uint8 and uint16, image {iid} is {pixels.type}: "
            "ask for format=raw or format=tif"
        )

    def make() -> bytes:
        return encode_raw(request.gateway.read(image, level, z, t, (c,), region), kind)

    response = conditional(
        request,
        ("raw", image.id, image.version, kind, level, z, c, t, region),
        make,
        content_type=RAW_CONTENT_TYPES[kind],
        is_explicit=True,
        keep=Kept.NOWHERE,
    )
    response.headers["X-Pixels-Type"] = pixels.type
    response.headers["X-Pixels-Dtype"] = DTYPES[pixels.type]
    response.headers["X-Pixels-Shape"] = f"{region.height},{region.width}"
    return response
