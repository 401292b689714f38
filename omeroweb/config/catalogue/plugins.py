"""Further Django apps."""

from omeroweb.config import parsers
from omeroweb.config.property import Property

APPS = Property(
    "omero.web.apps",
    "[]",
    parsers.app_names,
    'Further Django apps, e.g. ["omero_figure"]: their URLs appear under their label, and they '
    "bring their own properties.",
    "plugins",
)
ROOT_APPLICATION = Property(
    "omero.web.root_application",
    "",
    parsers.text,
    "Label of the app whose URLs are at / too, before our own start page.",
    "plugins",
)
