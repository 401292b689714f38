"""How an image is shown: what a query says, completed from the settings that count for the caller.

An entry of `c` with a window and a colour says all there is of its channel: what `maps` leaves out
is then linear and not inverted. So a picture whose URL says everything depends on no settings.
"""

import logging
from dataclasses import dataclass, replace
from functools import lru_cache

from omeroweb.errors import NotFound
from omeroweb.gateway.base import ChannelBinding, Gateway, Image, Model, Rendering
from omeroweb.http.params import optional_number
from omeroweb.http.request import OmeroRequest
from omeroweb.rendering import ChannelSettings, Family, Lut, Plan, luts
from omeroweb.webgateway.params import ChannelEntry, MapEntry, RenderParams
from omeroweb.webgateway.pictures import pixels_of

log = logging.getLogger(__name__)

# Settings of images and queries; all tiles of a viewer have the same.
REMEMBERED = 256

WHITE = (255, 255, 255)


@dataclass(frozen=True)
class Shown:
    """Everything that a picture depends on beside the image and the place in it.

    z, t: the plane to show where the request names none. is_explicit: the query said it all.
    """

    plan: Plan
    quality: float | None
    z: int
    t: int
    is_explicit: bool


def shown(
    gateway: Gateway, image: Image, params: RenderParams, *, with_plane: bool = False
) -> Shown:
    """The effective settings. Of a channel that is listed twice, the last entry counts.

    with_plane: the request leaves it to the settings which plane is shown.
    """
    pixels = pixels_of(image)
    if params.is_complete and not with_plane:
        plan = asked_plan(params, pixels.size_c)
        return Shown(plan, params.quality, pixels.default_z, pixels.default_t, is_explicit=True)
    return completed(stored_rendering(gateway, image), params)


def stored_rendering(gateway: Gateway, image: Image) -> Rendering:
    """The settings that count for the caller, as far as they fit the image as it is now.

    A file that was replaced may have other channels and planes than when somebody saved them.
    """
    found = gateway.renderings.of(image.id).rendering
    if not fits(found, image):
        found = gateway.renderings.imported(image.id).rendering
    return found


def fits(rendering: Rendering, image: Image) -> bool:
    pixels = pixels_of(image)
    has_plane = rendering.z < pixels.size_z and rendering.t < pixels.size_t
    return len(rendering.channels) == pixels.size_c and has_plane


def shown_as_asked(request: OmeroRequest, image: Image, params: RenderParams) -> Shown:
    """The same, where `rdefId` may name somebody's settings for the image. Raises NotFound."""
    rdef_id = optional_number(request.GET, "rdefId")
    if rdef_id is None:
        with_plane = not {"z", "t"} <= request.GET.keys()
        return shown(request.gateway, image, params, with_plane=with_plane)
    rdef = request.gateway.renderings.get(rdef_id)
    if rdef.image_id != image.id or not fits(rdef.rendering, image):
        raise NotFound(f"rdefId={rdef_id}: image {image.id} has no such rendering settings")
    return completed(rdef.rendering, params)


def asked_plan(params: RenderParams, size_c: int) -> Plan:
    """What a query alone says. Which lookup tables there are may change, the rest is kept."""
    return planned((), params, size_c) if names_tables(params) else _remembered_plan(params, size_c)


def completed(stored: Rendering, params: RenderParams) -> Shown:
    """Settings completed by a query; what is kept is as in asked_plan."""
    is_open = names_tables(params) or any(binding.lut for binding in stored.channels)
    return _completed(stored, params) if is_open else _remembered(stored, params)


def names_tables(params: RenderParams) -> bool:
    return any(entry.lut for entry in params.channels or ())


def _completed(stored: Rendering, params: RenderParams) -> Shown:
    is_grey = stored.model is Model.GREYSCALE if params.is_grey is None else params.is_grey
    plan = planned(stored.channels, params, len(stored.channels))
    quality = stored.quality if params.quality is None else params.quality
    return Shown(replace(plan, is_grey=is_grey), quality, stored.z, stored.t, is_explicit=False)


_remembered = lru_cache(maxsize=REMEMBERED)(_completed)


def planned(stored: tuple[ChannelBinding, ...], params: RenderParams, size_c: int) -> Plan:
    """The channels that are on. stored: of every channel, or of none where `c` is complete."""
    by_index = {binding.index: binding for binding in stored}
    chosen: dict[int, ChannelSettings] = {}
    if params.channels is None:
        chosen = {b.index: settings(b) for b in stored if b.is_active}
    else:
        for position, entry in enumerate(params.channels):
            if entry.is_active and entry.index < size_c:
                mapped = params.maps[position] if position < len(params.maps) else MapEntry()
                chosen[entry.index] = asked(by_index.get(entry.index), entry, mapped)
    indices = tuple(sorted(chosen))
    return Plan(indices, tuple(chosen[index] for index in indices), bool(params.is_grey))


@lru_cache(maxsize=REMEMBERED)
def _remembered_plan(params: RenderParams, size_c: int) -> Plan:
    return planned((), params, size_c)


def asked(stored: ChannelBinding | None, entry: ChannelEntry, mapped: MapEntry) -> ChannelSettings:
    """One channel as its entries in `c` and `maps` say, completed from what is stored."""
    base = ChannelSettings(0, 255, WHITE)
    if stored is not None and not entry.is_complete:
        base = settings(stored)
    start, end = entry.window or (base.start, base.end)
    return replace(
        base,
        start=start,
        end=end,
        color=entry.color or (base.color if stored is None else stored.color[:3]),
        lut=base.lut if entry.lut is None else found_lut(entry.lut),
        is_inverted=base.is_inverted if mapped.is_inverted is None else mapped.is_inverted,
        family=mapped.family or base.family,
        coefficient=mapped.coefficient or base.coefficient,
    )


def settings(stored: ChannelBinding) -> ChannelSettings:
    return ChannelSettings(
        stored.start,
        stored.end,
        stored.color[:3],
        stored.is_inverted,
        found_lut(stored.lut),
        Family(stored.family.value),
        stored.coefficient,
    )


def found_lut(name: str) -> Lut | None:
    """A lookup table by its file name; None, and a line in the log, where there is none."""
    if not name:
        return None
    found = luts.lut(name)
    if found is None:
        log.info("there is no lookup table %s: the channel's colour is shown", name)
    return found
