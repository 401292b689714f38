"""Thumbnails: as pictures, and as data URLs many at a time."""

import base64
import logging

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from omeroweb.config import catalogue
from omeroweb.errors import BadRequest, NotFound, Unreadable
from omeroweb.http.conditional import conditional, digest
from omeroweb.http.direct import direct
from omeroweb.http.json_view import json_view
from omeroweb.http.kept import Kept, kept
from omeroweb.http.params import ids, whole_number
from omeroweb.http.request import OmeroRequest
from omeroweb.http.session import configuration
from omeroweb.webgateway.params import RenderParams
from omeroweb.webgateway.pictures import pixels_of
from omeroweb.webgateway.plans import shown_as_asked
from omeroweb.webgateway.thumbnail import Thumbnail, box

log = logging.getLogger(__name__)


@direct
@require_safe
def render_thumbnail(
    request: OmeroRequest, iid: int, w: int | None = None, h: int | None = None
) -> HttpResponseBase:
    """JPEG: `w` alone is the longer side, `w` and `h` are exactly that box."""
    thumbnail = _thumbnail(request, iid, w, h)
    return conditional(
        request,
        thumbnail.key,
        lambda: thumbnail.make(request.gateway),
        content_type="image/jpeg",
        is_explicit=thumbnail.shown.is_explicit,
        keep=Kept.THUMBNAILS,
    )


@direct
@require_safe
def render_birds_eye_view(
    request: OmeroRequest, iid: int, size: int | None = None
) -> HttpResponseBase:
    """The whole image, its longer side as given."""
    return render_thumbnail(request, iid, size)


@require_safe
@json_view
def get_thumbnail(
    request: OmeroRequest, iid: int, w: int | None = None, h: int | None = None
) -> str:
    """A JPEG as a data URL."""
    return _data_url(request, _thumbnail(request, iid, w, h))


@require_safe
@json_view
def get_thumbnails(request: OmeroRequest, w: int | None = None) -> dict[int, str | None]:
    """A data URL for every ?id=, null where there is no such image or it cannot be shown."""
    wanted = ids(request.GET, "id")
    limit = configuration()[catalogue.THUMBNAILS_BATCH]
    if len(wanted) > limit:
        raise BadRequest(f"Max {limit} thumbnails at a time.")
    return {iid: _data_url_or_none(request, iid, w) for iid in wanted}


def _thumbnail(request: OmeroRequest, iid: int, w: int | None, h: int | None) -> Thumbnail:
    params = RenderParams.from_query(request.GET)
    image = request.gateway.image(iid)
    width, height = box(pixels_of(image), w, h)
    wanted = shown_as_asked(request, image, params)
    z = whole_number(request.GET, "z", wanted.z)
    t = whole_number(request.GET, "t", wanted.t)
    return Thumbnail(image, wanted, width, height, z, t)


def _data_url_or_none(request: OmeroRequest, iid: int, w: int | None) -> str | None:
    """One image that cannot be shown must not take the others with it."""
    try:
        return _data_url(request, _thumbnail(request, iid, w, None))
    except (NotFound, Unreadable) as error:
        log.info("get_thumbnails: none of image %d: %s", iid, error)
        return None


def _data_url(request: OmeroRequest, thumbnail: Thumbnail) -> str:
    key = digest(thumbnail.key)
    jpeg = kept(request, Kept.THUMBNAILS, key, lambda: thumbnail.make(request.gateway))
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode("ascii")
