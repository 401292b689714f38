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
OPEN_WITH = Property(
    "omero.web.open_with",
    '[["Image viewer", "webgateway", {"supported_objects": ["image"], '
    '"script_url": "webclient/javascript/ome.openwith_viewer.js"}]]',
    parsers.open_with,
    "Programs that objects can be opened with, as webgateway/open_with/ tells apps: [id, URL name "
    'or URL, {"supported_objects": [...], "script_url", "target", "label"}]. Our own pages have no '
    "such menu yet.",
    "plugins",
    default_help="Image viewer",
)
