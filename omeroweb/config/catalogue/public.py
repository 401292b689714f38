"""Looking without a login."""

from omeroweb.config import parsers
from omeroweb.config.property import Differs, Property

PUBLIC_ENABLED = Property(
    "omero.web.public.enabled",
    "false",
    parsers.boolean,
    "Let visitors look without logging in, as the public user.",
    "public",
)
PUBLIC_USER = Property(
    "omero.web.public.user",
    "public",
    parsers.user_name,
    "User whom visitors without a login become; made where there is none.",
    "public",
    differs=Differs("unset", "the switch alone is enough"),
)
PUBLIC_URL_FILTER = Property(
    "omero.web.public.url_filter",
    "^/(webclient|webgateway|api)/",
    parsers.regular_expression,
    "Paths (below the prefix) that the public user may visit: a regular expression, searched.",
    "public",
    differs=Differs(
        "matches nothing",
        "enabling the public user is the decision; a second lock that is closed by default only "
        "hides why nothing is shown",
    ),
)
PUBLIC_GET_ONLY = Property(
    "omero.web.public.get_only",
    "true",
    parsers.boolean,
    "Limit the public user to GET and HEAD.",
    "public",
)
