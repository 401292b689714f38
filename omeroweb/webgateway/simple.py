"""The simple form of objects: what the lists of the webgateway say of each."""

from typing import Any

from omeroweb.gateway.base import Container, Image
from omeroweb.http.paths import view_path

Json = dict[str, Any]

THUMBNAIL = 96


def container(of: Container) -> Json:
    return {
        "type": type(of).__name__,
        "id": of.id,
        "name": of.name,
        "description": of.description,
    }


def image(of: Image, *, size: int = THUMBNAIL, with_size: bool = False) -> Json:
    return {
        "type": "Image",
        "id": of.id,
        "name": of.name,
        "description": of.description,
        "author": of.details.owner.full_name,
        "date": date(of),
        "thumb_url": view_path("webgateway_render_thumbnail", iid=of.id, w=size),
        **(_size(of) if with_size else {}),
    }


def date(of: Image) -> float | None:
    """When it was taken, else imported, in seconds since 1970; None where neither is known."""
    when = of.acquired or of.details.created
    return when.timestamp() if when else None


def _size(of: Image) -> Json:
    if of.pixels is None:
        return {"tiled": False}
    return {
        "size": {"width": of.pixels.size_x, "height": of.pixels.size_y},
        "tiled": len(of.pixels.resolutions) > 1,
    }
