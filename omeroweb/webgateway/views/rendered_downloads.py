"""Rendered planes to be saved: JPEG, PNG, TIFF, WebP."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from omeroweb.errors import BadRequest
from omeroweb.gateway.base import Image
from omeroweb.http.request import OmeroRequest
from omeroweb.rendering import CONTENT_TYPES, encode
from omeroweb.webgateway.attachments import Member, attachment, zipped
from omeroweb.webgateway.file_names import file_name
from omeroweb.webgateway.params import RenderParams
from omeroweb.webgateway.pictures import whole_plane
from omeroweb.webgateway.plans import shown
from omeroweb.webgateway.selection import image_ids

FORMATS = ("jpeg", "png", "tif", "webp")
OF_ONE, OF_SEVERAL = "jpeg", "png"


@require_safe
def download_as(request: OmeroRequest, iid: int | None = None) -> HttpResponseBase:
    """The default plane as ?format=, of one image as a file, of several as a zip."""
    ids = image_ids(request, iid)
    kind = request.GET.get("format") or (OF_ONE if len(ids) == 1 else OF_SEVERAL)
    if kind not in FORMATS:
        raise BadRequest(f"format={kind}: expected one of {', '.join(FORMATS)}")
    params = RenderParams.from_query(request.GET)
    images = [request.gateway.image(image_id) for image_id in ids]
    if len(images) == 1:
        content = _picture(request, images[0], params, kind)
        name = file_name(images[0].name, f".{kind}")
        return attachment(request, [content], name, len(content), CONTENT_TYPES[kind])
    members = []
    for path, image in zip(_names(images, kind), images, strict=True):
        content = _picture(request, image, params, kind)
        members.append(Member(path, len(content), [content]))
    name = request.GET.get("zipname") or f"Download_as_{kind}.zip"
    return zipped(request, members, name)


def _picture(request: OmeroRequest, image: Image, params: RenderParams, kind: str) -> bytes:
    """Blended and encoded once: PNG and TIFF lose nothing."""
    wanted = shown(request.gateway, image, params, with_plane=True)
    plane = whole_plane(request.gateway, image, wanted.plan, params, wanted.z, wanted.t)
    return encode(plane, kind, wanted.quality)


def _names(images: list[Image], kind: str) -> list[str]:
    """Of images with the same name, later ones have a number."""
    seen: dict[str, int] = {}
    names = []
    for image in images:
        stem = image.name
        number = seen.get(stem, 0)
        seen[stem] = number + 1
        names.append(file_name(stem, f"_({number}).{kind}" if number else f".{kind}"))
    return names
