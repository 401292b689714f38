"""Static files: where they are collected and under which URL."""

from omeroweb.config import parsers
from omeroweb.config.property import Differs, Property, Texts


def _static_url(texts: Texts) -> str:
    return texts.get("omero.web.prefix", "").rstrip("/") + "/static/"


STATIC_ROOT = Property(
    "omero.web.static_root",
    "$OMERODIR/var/static",
    parsers.path,
    "Folder that collectstatic fills and NGINX or the embedded server serves.",
    "static",
)
STATIC_URL = Property(
    "omero.web.static_url",
    _static_url,
    parsers.url_folder,
    "URL under which static files are found; a whole URL where another host serves them.",
    "static",
    default_help="`/static/` below `omero.web.prefix`",
    differs=Differs(
        "/static/", "one property moves the site; it was two that had to be changed together"
    ),
)
STATICFILE_FOLDERS = Property(
    "omero.web.staticfile_dirs",
    "[]",
    parsers.path_list,
    "More folders of static files, the first one wins.",
    "static",
)
