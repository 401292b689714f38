"""The login page and what it leads to."""

import json

from omeroweb.config import parsers
from omeroweb.config.property import Property, Texts


def _server_list(texts: Texts) -> str:
    host = texts.get("omero.master.host") or texts.get("Ice.Default.Host") or "localhost"
    return json.dumps([[host, 4064, "omero"]])


SERVER_LIST = Property(
    "omero.web.server_list",
    _server_list,
    parsers.server_list,
    "Servers offered at login: [host, port, name]. The first one is the embedded store.",
    "login",
    default_help='`[["localhost", 4064, "omero"]]`, the host by `omero.master.host` or '
    "`Ice.Default.Host`",
)
LOGIN_INCORRECT_TEXT = Property(
    "omero.web.login_incorrect_credentials_text",
    "Connection not available, please check your user name and password.",
    parsers.text,
    "Message on a refused login.",
    "login",
)
LOGIN_LOGO = Property(
    "omero.web.login_logo",
    None,
    parsers.link,
    "URL of another logo on the login page, at most 150 pixels high.",
    "login",
)
LOGIN_REDIRECT = Property(
    "omero.web.login_redirect",
    "{}",
    parsers.login_redirect,
    'Where a login leads: {"redirect": [URL names or paths that are replaced], '
    '"viewname": name or path, "args": [...], "query_string": ...}.',
    "login",
)
LOGIN_VIEW = Property(
    "omero.web.login_view",
    "weblogin",
    parsers.dotted_name,
    "URL name of the page that visitors are sent to for logging in.",
    "login",
)
