"""Channels: names, colours, wavelengths and the windows shown at first."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from omeroweb import pixels
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.models import NAME_LENGTH
from omeroweb.gateway.embedded.registration import rows
from omeroweb.pixels.statistics import Window

if TYPE_CHECKING:
    from omeroweb.gateway.embedded.registration.batch import Entry

# Colours for channels that name none, by emission in nanometers and else by position, as OMERO's.
BLUE, GREEN, RED, MAGENTA, CYAN = 0x0000FF, 0x00FF00, 0xFF0000, 0xFF00FF, 0x00FFFF
EMISSION_COLORS = ((500, BLUE), (580, GREEN))
INDEX_COLORS = (RED, GREEN, BLUE, MAGENTA, CYAN)
WHITE = 0xFFFFFF

# Channels shown at first where the file does not say which.
ACTIVE_AT_FIRST = 3


def save(entries: "Sequence[Entry]", replaced: Collection[int]) -> None:
    stored = models.Channel.objects.filter(pixels__image__fileset__in=replaced)
    before = {(row.pixels_id, row.index): row for row in stored}
    made = [
        _channel(row, index, channel, window, before.pop((row.id, index), None))
        for entry in entries
        for row, image, windows in zip(
            entry.pixels, entry.read.description.images, entry.read.windows, strict=True
        )
        for index, (channel, window) in enumerate(zip(image.channels, windows, strict=True))
    ]
    models.Channel.objects.filter(id__in=[row.id for row in before.values()]).delete()
    gone = [row.logical_channel_id for row in before.values()]
    models.LogicalChannel.objects.filter(id__in=gone).delete()
    rows.save(models.LogicalChannel, [row.logical_channel for row in made])
    rows.save(models.Channel, made)


def _channel(
    row: models.Pixels,
    index: int,
    channel: pixels.ChannelDescription,
    window: Window,
    before: models.Channel | None,
) -> models.Channel:
    is_said = channel.is_active is not None
    logical_channel = models.LogicalChannel(
        id=before.logical_channel_id if before else None,
        name=channel.name[:NAME_LENGTH],
        emission=channel.emission,
        excitation=channel.excitation,
        fluor=channel.fluor[:NAME_LENGTH],
    )
    return models.Channel(
        id=before.id if before else None,
        pixels=row,
        logical_channel=logical_channel,
        index=index,
        color=_color(channel, index, row.size_c),
        is_active=bool(channel.is_active) if is_said else index < ACTIVE_AT_FIRST,
        minimum=window.minimum,
        maximum=window.maximum,
        start=window.start,
        end=window.end,
    )


def _color(channel: pixels.ChannelDescription, index: int, count: int) -> int:
    if channel.color is not None:
        red, green, blue = channel.color
        return red << 16 | green << 8 | blue
    if channel.emission is not None:
        return next((color for end, color in EMISSION_COLORS if channel.emission < end), RED)
    return WHITE if count == 1 else INDEX_COLORS[index % len(INDEX_COLORS)]
