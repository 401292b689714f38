"""What a query says of rendering, completed from the stored settings."""

import logging
from dataclasses import replace

from omeroweb.gateway.base import Channel, Pixels
from omeroweb.rendering import ChannelSettings, Lut, Plan, luts
from omeroweb.webgateway.params import ChannelEntry, MapEntry, RenderParams

log = logging.getLogger(__name__)


def plan(pixels: Pixels, params: RenderParams) -> Plan:
    """The effective settings of a picture. Of a channel that is listed twice, the last counts."""
    stored = {channel.index: _stored(channel) for channel in pixels.channels}
    if params.channels is None:
        shown = {c.index: stored[c.index] for c in pixels.channels if c.is_active}
    else:
        shown = {}
        for position, entry in enumerate(params.channels):
            if entry.is_active and entry.index in stored:
                mapped = params.maps[position] if position < len(params.maps) else MapEntry()
                shown[entry.index] = asked(stored[entry.index], entry, mapped)
    indices = tuple(sorted(shown))
    return Plan(indices, tuple(shown[index] for index in indices), bool(params.is_grey))


def asked(stored: ChannelSettings, entry: ChannelEntry, mapped: MapEntry) -> ChannelSettings:
    """The stored settings of a channel, changed by what its entries in `c` and `maps` say."""
    start, end = entry.window or (stored.start, stored.end)
    return replace(
        stored,
        start=start,
        end=end,
        color=entry.color or stored.color,
        lut=stored.lut if entry.lut is None else found_lut(entry.lut),
        is_inverted=stored.is_inverted if mapped.is_inverted is None else mapped.is_inverted,
        family=mapped.family or stored.family,
        coefficient=mapped.coefficient or stored.coefficient,
    )


def found_lut(name: str) -> Lut | None:
    """A lookup table by its file name; None, and a line in the log, where there is none."""
    if not name:
        return None
    found = luts.lut(name)
    if found is None:
        log.info("c: there is no lookup table %s: the channel's colour is shown", name)
    return found


def _stored(channel: Channel) -> ChannelSettings:
    return ChannelSettings(channel.start, channel.end, channel.color)
