"""Channels: names, colours, wavelengths and the windows shown at first."""

from collections.abc import Collection, Sequence

from omeroweb import pixels
from omeroweb.gateway.base import Kind
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.registration import light, rows
from omeroweb.gateway.embedded.registration.entry import Entry, Parts
from omeroweb.gateway.embedded.registration.values import length, word
from omeroweb.pixels.statistics import Window

# Colours for channels that name none, by emission in nanometers and else by position, as OMERO's.
BLUE, GREEN, RED, MAGENTA, CYAN = 0x0000FF, 0x00FF00, 0xFF0000, 0xFF00FF, 0x00FFFF
EMISSION_COLORS = ((500, BLUE), (580, GREEN))
INDEX_COLORS = (RED, GREEN, BLUE, MAGENTA, CYAN)
WHITE = 0xFFFFFF

# Channels shown at first where the file does not say which.
ACTIVE_AT_FIRST = 3


def save(entries: Sequence[Entry], replaced: Collection[int]) -> None:
    """A channel is known again by its place in the image."""
    stored = models.Channel.objects.filter(pixels__image__fileset__in=replaced)
    before = {(row.pixels_id, row.index): row for row in stored}
    made: list[models.Channel] = []
    settings = light.Settings()
    for entry in entries:
        images = entry.read.description.images
        for number, (row, image) in enumerate(zip(entry.pixels, images, strict=True)):
            windows = entry.read.windows[number]
            for index, (said, window) in enumerate(zip(image.channels, windows, strict=True)):
                known, parts = before.pop((row.id, index), None), entry.parts[number]
                channel = _channel(row, index, said, window, parts, known)
                made.append(channel)
                settings.add(channel.logical_channel, said, parts)
                entry.annotate(Kind.CHANNEL, channel, said.annotations)
    _delete(list(before.values()))
    light.delete(replaced)
    rows.save(models.LogicalChannel, [row.logical_channel for row in made])
    rows.save(models.Channel, made)
    settings.save()


def _delete(channels: Sequence[models.Channel]) -> None:
    models.Channel.objects.filter(id__in=[row.id for row in channels]).delete()
    ids = [row.logical_channel_id for row in channels]
    models.LogicalChannel.objects.filter(id__in=ids).delete()


def _channel(
    row: models.Pixels,
    index: int,
    channel: pixels.ChannelDescription,
    window: Window,
    parts: Parts | None,
    before: models.Channel | None,
) -> models.Channel:
    is_said = channel.is_active is not None
    return models.Channel(
        id=before.id if before else None,
        pixels=row,
        logical_channel=_logical(channel, parts, before),
        index=index,
        color=_color(channel, index, row.size_c),
        lookup_table=channel.lut,
        is_active=bool(channel.is_active) if is_said else index < ACTIVE_AT_FIRST,
        minimum=window.minimum,
        maximum=window.maximum,
        start=window.start,
        end=window.end,
    )


def _logical(
    channel: pixels.ChannelDescription, parts: Parts | None, before: models.Channel | None
) -> models.LogicalChannel:
    return models.LogicalChannel(
        id=before.logical_channel_id if before else None,
        name=word(channel.name),
        emission=channel.emission,
        excitation=channel.excitation,
        fluor=word(channel.fluor),
        nd_filter=channel.nd_filter,
        pockel_cell=channel.pockel_cell_setting,
        **length("pinhole_size", channel.pinhole_size),
        acquisition_mode=word(channel.acquisition_mode),
        contrast_method=word(channel.contrast_method),
        illumination=word(channel.illumination_type),
        filter_set=parts.filter_sets.get(channel.filter_set) if parts else None,
    )


def _color(channel: pixels.ChannelDescription, index: int, count: int) -> int:
    if channel.color is not None:
        red, green, blue = channel.color
        return red << 16 | green << 8 | blue
    if channel.emission is not None:
        return next((color for end, color in EMISSION_COLORS if channel.emission < end), RED)
    return WHITE if count == 1 else INDEX_COLORS[index % len(INDEX_COLORS)]
