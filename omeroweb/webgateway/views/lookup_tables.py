"""The lookup tables that channels can be shown with, as a list and as a picture."""

from functools import cache
from typing import Any

import imagecodecs
from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from omeroweb.http.conditional import conditional
from omeroweb.http.json_view import json_view
from omeroweb.http.request import OmeroRequest
from omeroweb.rendering import Lut, luts

Json = dict[str, Any]

# Where OMERO keeps its tables; clients take the part behind it for a group.
FOLDER = "/luts/"
GRADIENT = "gradient.png"


@require_safe
@json_view
def lut_list(request: OmeroRequest) -> Json:
    """Every table, by name; with ?rgb=true its colours, too.

    png_index: the position in the picture of luts_png, which png_luts lists from above.
    """
    with_colors = request.GET.get("rgb") == "true"
    pictured = [*(FOLDER + lut.name for lut in _tables()), GRADIENT]
    return {
        "luts": [_described(number, lut, with_colors) for number, lut in enumerate(_tables())],
        "png_luts": pictured,
        "png_luts_new": pictured,
    }


@require_safe
def luts_png(request: OmeroRequest) -> HttpResponseBase:
    """Ten rows of 256 pixels for each table, and ten of a transparent gradient."""
    return conditional(
        request, ("luts", _tables()), _picture, content_type="image/png", is_explicit=False
    )


@cache
def _tables() -> tuple[Lut, ...]:
    return tuple(lut for name in luts.names() if (lut := luts.lut(name)))


@cache
def _picture() -> bytes:
    return bytes(imagecodecs.png_encode(luts.picture(_tables())))


def _described(number: int, lut: Lut, with_colors: bool) -> Json:
    return {
        "id": number + 1,
        "path": FOLDER,
        "name": lut.name,
        "size": len(lut.colors),
        "png_index": number,
        "png_index_new": number,
        **({"rgb": lut.table.tolist()} if with_colors else {}),
    }
