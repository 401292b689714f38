"""Images as OME-TIFF, made while they are sent."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe
from numpy.typing import NDArray

from omeroweb.errors import BadRequest, NotFound
from omeroweb.export.ome_tiff import OmeTiff
from omeroweb.gateway.base import Gateway, Image, Kind, Ref
from omeroweb.http.jsonp import script_answer
from omeroweb.http.params import ID
from omeroweb.http.request import OmeroRequest
from omeroweb.quantities import Region
from omeroweb.webgateway.attachments import Member, attachment, distinct, zipped
from omeroweb.webgateway.file_names import of_container, ome_tiff_name

# The letter of the path; any other one stands for an image.
KINDS = {"p": Kind.PROJECT, "d": Kind.DATASET, "w": Kind.WELL}


@require_safe
def render_ome_tiff(request: OmeroRequest, ctx: str, cid: int) -> HttpResponseBase:
    """One image as a file, several as a zip; `dryrun` only says how many there are."""
    target = Ref(KINDS.get(ctx, Kind.IMAGE), cid)
    images = _images(request, target)
    if request.GET.get("dryrun") in ("1", "true"):
        return script_answer(request, len(images))
    if not images:
        raise NotFound(f"{target} has no images for download")
    made = [OmeTiff(image, image.pixels) for image in images if image.pixels]
    if target.kind is Kind.IMAGE:
        (file,) = made
        name = ome_tiff_name(file.image)
        chunks = file.chunks(partial(_read, request.gateway, file.image))
        return attachment(request, chunks, name, file.length, "image/tiff")
    members = [
        Member(path, file.length, file.chunks(partial(_read, request.gateway, file.image)))
        for path, file in zip(distinct(ome_tiff_name(f.image) for f in made), made, strict=True)
    ]
    return zipped(request, members, of_container(request.gateway, target))


def _images(request: OmeroRequest, target: Ref) -> list[Image]:
    """Those that the caller may take away, of `selection` where it is given."""
    wanted = request.gateway.image_ids([target])
    selection = request.GET.get("selection")
    if selection:
        parts = selection.split(",")
        if not all(map(ID.fullmatch, parts)):
            raise BadRequest(f"selection={selection}: expected ids of images, e.g. selection=1,2")
        chosen = set(map(int, parts))
        wanted = [image_id for image_id in wanted if image_id in chosen]
    images = (request.gateway.image(image_id) for image_id in wanted)
    return [image for image in images if image.pixels and image.can_download]


def _read(
    gateway: Gateway,
    image: Image,
    level: int,
    z: int,
    t: int,
    channels: Sequence[int],
    region: Region,
) -> NDArray[Any]:
    return gateway.read(image, level, z, t, channels, region)
