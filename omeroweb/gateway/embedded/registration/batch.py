"""All rows of a batch of filesets, in the order in which they refer to each other."""

from collections.abc import Sequence

from omeroweb.gateway.embedded.registration import (
    annotations,
    channels,
    containers,
    files,
    images,
    instruments,
    pixels,
    plates,
    pyramids,
    rois,
)
from omeroweb.gateway.embedded.registration.entry import Entry


def register(entries: Sequence[Entry]) -> None:
    """Write filesets and all that belongs to them.

    Of one that was there before, images, channels, plates and wells keep their ids, and with them
    links, annotations and rendering settings; what is not in the files any more goes.
    """
    replaced = {entry.fileset.id for entry in entries if entry.fileset.id is not None}
    images.save_filesets(entries)
    files.save(entries, replaced)
    instruments.save(entries, replaced)
    images.save(entries, replaced)
    pixels.save(entries, replaced)
    pyramids.save(entries, replaced)
    channels.save(entries, replaced)
    plates.save(entries, replaced)
    containers.link_images(entries)
    rois.save(entries, replaced)
    files.save_metadata(entries, replaced)
    annotations.save(entries, replaced)
