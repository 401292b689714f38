"""Rendered answers that are kept on the disk."""

from omeroweb.config import parsers
from omeroweb.config.property import Property

KEPT_FOLDER = Property(
    "omero.web.kept.folder",
    "$OMERODIR/var/kept",
    parsers.path,
    "Folder of rendered tiles and thumbnails, shared by all processes. It may be emptied at any "
    "time, and may be memory (tmpfs).",
    "kept",
)
KEPT_PICTURES = Property(
    "omero.web.kept.pictures",
    "1g",
    parsers.size,
    "Most bytes of rendered tiles and planes, with k, m or g; 0 keeps none. The least recently "
    "used ones are removed.",
    "kept",
)
KEPT_THUMBNAILS = Property(
    "omero.web.kept.thumbnails",
    "256m",
    parsers.size,
    "Most bytes of thumbnails, with k, m or g; 0 keeps none.",
    "kept",
)
