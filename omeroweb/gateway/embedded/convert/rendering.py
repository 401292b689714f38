"""Rendering settings, from rows and back."""

from omeroweb.gateway import base
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.convert.people import experimenter
from omeroweb.gateway.embedded.convert.quantities import packed, rgb, rgba

OPAQUE = 255


def rendering_def(row: models.RenderingDef) -> base.RenderingDef:
    return base.RenderingDef(
        row.id,
        row.pixels.image_id,
        experimenter(row.owner),
        base.Rendering(
            tuple(_binding(one) for one in row.channel_bindings.all()),
            base.Model(row.model),
            row.default_z,
            row.default_t,
            row.compression,
        ),
        row.version,
        row.updated,
    )


def imported(image: models.Image) -> base.RenderingDef:
    """What an image with pixels and channels was imported with."""
    pixels = image.pixels
    channels = tuple(_first_shown(channel) for channel in pixels.channels.all())
    rendering = base.Rendering(channels, z=pixels.size_z // 2, t=0)
    return base.RenderingDef(base.UNSAVED, image.id, experimenter(image.owner), rendering)


def binding_row(row: models.RenderingDef, given: base.ChannelBinding) -> models.ChannelBinding:
    return models.ChannelBinding(
        rendering_def=row,
        index=given.index,
        is_active=given.is_active,
        input_start=given.start,
        input_end=given.end,
        color=packed(given.color),
        family=given.family,
        coefficient=given.coefficient,
        lookup_table=given.lut,
        is_inverted=given.is_inverted,
    )


def _binding(row: models.ChannelBinding) -> base.ChannelBinding:
    return base.ChannelBinding(
        row.index,
        row.is_active,
        row.input_start,
        row.input_end,
        rgba(row.color),
        base.Family(row.family),
        row.coefficient,
        row.lookup_table,
        row.is_inverted,
    )


def _first_shown(row: models.Channel) -> base.ChannelBinding:
    return base.ChannelBinding(
        row.index,
        row.is_active,
        row.start,
        row.end,
        (*rgb(row.color), OPAQUE),
        lut=row.lookup_table,
    )
