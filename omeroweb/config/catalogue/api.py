"""The JSON API."""

from omeroweb.config import parsers
from omeroweb.config.property import Property

API_LIMIT = Property(
    "omero.web.api.limit",
    "200",
    parsers.whole_number(1),
    "Objects on a page of the JSON API where the request says nothing.",
    "api",
)
API_MAX_LIMIT = Property(
    "omero.web.api.max_limit",
    "500",
    parsers.whole_number(1),
    "Most objects on a page of the JSON API.",
    "api",
)
API_ABSOLUTE_URL = Property(
    "omero.web.api.absolute_url",
    None,
    parsers.text,
    "Start of the URLs in the JSON API. Unset: taken from the request; empty: paths only.",
    "api",
)
