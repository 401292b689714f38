"""The server: how it is run, where it listens, how Django is set up."""

from omeroweb.config import parsers
from omeroweb.config.property import Differs, Property

APPLICATION_SERVER = Property(
    "omero.web.application_server",
    "wsgi-tcp",
    parsers.one_of("wsgi-tcp", "wsgi", "development"),
    "wsgi-tcp: Gunicorn; development: Django's server, for testing only; "
    "wsgi: another WSGI host loads omeroweb.wsgi, and `omero web` starts nothing.",
    "server",
)
SERVER_HOST = Property(
    "omero.web.application_server.host",
    "127.0.0.1",
    parsers.host,
    "Address that Gunicorn listens on.",
    "server",
)
SERVER_PORT = Property(
    "omero.web.application_server.port",
    "4080",
    parsers.port,
    "Port that Gunicorn listens on.",
    "server",
)
PREFIX = Property(
    "omero.web.prefix",
    "",
    parsers.url_prefix,
    "Path under which the site lives, e.g. /omero; empty for the root.",
    "server",
)
DEBUG = Property(
    "omero.web.debug",
    "false",
    parsers.boolean,
    "Django's debug mode. Never for production: it shows settings and code to visitors.",
    "server",
)
TIME_ZONE = Property(
    "omero.web.time_zone",
    "UTC",
    parsers.time_zone,
    "Time zone of the dates on pages.",
    "server",
    differs=Differs("Europe/London", "no site is more likely than another"),
)
PID_FILE = Property(
    "omero.web.pid_file",
    "$OMERODIR/var/django.pid",
    parsers.path,
    "File that holds the process id of Gunicorn.",
    "server",
)
LOG_FOLDER = Property(
    "omero.web.logdir",
    "$OMERODIR/var/log",
    parsers.path,
    "Folder of OMEROweb.log, written by a server in the background.",
    "server",
)
MASTER_HOST = Property(
    "omero.master.host",
    "",
    parsers.text,
    "Host in the default of omero.web.server_list.",
    "server",
)
DEFAULT_HOST = Property(
    "Ice.Default.Host",
    "",
    parsers.text,
    "Host in the default of omero.web.server_list where omero.master.host is unset.",
    "server",
    default_help="unset",
)
MIDDLEWARE = Property(
    "omero.web.middleware",
    '[{"index": 0, "class": "django.middleware.security.SecurityMiddleware"}, '
    '{"index": 0.1, "class": "whitenoise.middleware.WhiteNoiseMiddleware"}, '
    '{"index": 2, "class": "django.middleware.common.CommonMiddleware"}, '
    '{"index": 3, "class": "django.contrib.sessions.middleware.SessionMiddleware"}, '
    '{"index": 4, "class": "django.middleware.csrf.CsrfViewMiddleware"}, '
    '{"index": 6, "class": "django.middleware.clickjacking.XFrameOptionsMiddleware"}]',
    parsers.middleware,
    'Django middleware, sorted by index: {"index": number, "class": dotted path}. '
    "What the site cannot do without is added where it is missing.",
    "server",
    differs=Differs(
        "six classes of Django",
        "security headers and static files without NGINX come with it; mails about broken links "
        "and messages kept between pages do not",
    ),
)
SYSTEM_CHECKS = Property(
    "omero.web.system_checks",
    "[]",
    parsers.text_list,
    'Checks of Django that stay silent, e.g. ["security.W004"].',
    "server",
    differs=Differs('["1_8.W001"]', "no such check is left in Django"),
)
ADDITIONAL_SETTINGS = Property(
    "omero.web.django_additional_settings",
    "[]",
    parsers.named_values,
    'Settings of Django, set after all others: [["NAME", value], ...].',
    "server",
)
