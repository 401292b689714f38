"""Original files, as they are downloaded."""

from omeroweb.gateway import base
from omeroweb.gateway.embedded import models
from omeroweb.pixels import Url, location


def original_file(row: models.OriginalFile) -> base.OriginalFile:
    """A file by itself, outside of any folder."""
    size = None if isinstance(location(row.path), Url) else row.size
    return base.OriginalFile(row.name, size, row.path, row.id, row.mimetype)
