"""Rendering settings as they are saved and copied: from a query, and back into one."""

from dataclasses import replace
from typing import Any

from omeroweb.errors import BadRequest
from omeroweb.gateway.base import ChannelBinding, Family, Image, Model, Rendering
from omeroweb.http.params import optional_number
from omeroweb.http.request import OmeroRequest
from omeroweb.rendering import luts
from omeroweb.webgateway.described import hex_color, pixel_range
from omeroweb.webgateway.params import ChannelEntry, MapEntry, RenderParams, strict_params
from omeroweb.webgateway.pictures import check_plane, pixels_of

Json = dict[str, Any]

OPAQUE = 255


def complete_rendering(request: OmeroRequest, image: Image, stored: Rendering) -> Rendering:
    """What is to be saved: every channel must be listed. Raises BadRequest.

    z and t of the query count from 1 and become the plane that is shown first.
    """
    params = strict_params(request.GET)
    listed = {entry.index for entry in params.channels or ()}
    missing = [n + 1 for n in range(len(stored.channels)) if n not in listed]
    if missing:
        raise BadRequest(f"c lists no channel {missing[0]}: expected all {len(stored.channels)}")
    z, t = (optional_number(request.GET, name) for name in "zt")
    changed = replace(
        with_entries(stored, params),
        z=stored.z if z is None else z - 1,
        t=stored.t if t is None else t - 1,
    )
    check_plane(pixels_of(image), changed.z, changed.t)
    return changed


def with_entries(stored: Rendering, params: RenderParams) -> Rendering:
    """Settings changed by the entries of `c` and `maps`, also of channels that are off."""
    channels = {binding.index: replace(binding, is_active=False) for binding in stored.channels}
    for position, entry in enumerate(params.channels or ()):
        if entry.index in channels:
            mapped = params.maps[position] if position < len(params.maps) else MapEntry()
            channels[entry.index] = _changed(channels[entry.index], entry, mapped)
    model = stored.model
    if params.is_grey is not None:
        model = Model.GREYSCALE if params.is_grey else Model.COLOR
    return replace(stored, channels=tuple(channels.values()), model=model)


def as_query(rendering: Rendering, image: Image) -> Json:
    """The settings as the parameters that give them again."""
    low, high = pixel_range(pixels_of(image))
    return {
        "c": ",".join(map(_entry, rendering.channels)),
        "m": "greyscale" if rendering.model is Model.GREYSCALE else "color",
        "pixel_range": f"{low:g}:{high:g}",
        "maps": [
            {
                "inverted": {"enabled": binding.is_inverted},
                "quantization": {
                    "family": binding.family.value,
                    "coefficient": binding.coefficient,
                },
            }
            for binding in rendering.channels
        ],
    }


def _entry(binding: ChannelBinding) -> str:
    off = "" if binding.is_active else "-"
    color = binding.lut or hex_color(binding)
    return f"{off}{binding.index + 1}|{binding.start}:{binding.end}${color}"


def _changed(binding: ChannelBinding, entry: ChannelEntry, mapped: MapEntry) -> ChannelBinding:
    start, end = entry.window or (binding.start, binding.end)
    is_known = entry.lut is not None and (entry.lut == "" or luts.lut(entry.lut) is not None)
    return replace(
        binding,
        is_active=entry.is_active,
        start=start,
        end=end,
        color=(*entry.color, OPAQUE) if entry.color else binding.color,
        lut=(entry.lut or "") if is_known else binding.lut,
        is_inverted=binding.is_inverted if mapped.is_inverted is None else mapped.is_inverted,
        family=Family(mapped.family.value) if mapped.family else binding.family,
        coefficient=mapped.coefficient or binding.coefficient,
    )
