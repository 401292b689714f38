"""Original files, as they are downloaded."""

from omeroweb.gateway import base
from omeroweb.gateway.embedded import models


def original_file(row: models.OriginalFile) -> base.OriginalFile:
    """A file by itself, outside of any folder."""
    return base.OriginalFile(row.name, row.size, row.path, row.id, row.mimetype)
