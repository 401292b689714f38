"""Every property of this product, declared once. docs/settings.md is written from this list."""

from omeroweb.config import parsers
from omeroweb.config.cores import available_cores
from omeroweb.config.property import Property

# --- the server --------------------------------------------------------------

SERVER_HOST = Property(
    "omero.web.application_server.host",
    "127.0.0.1",
    parsers.text,
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
MAX_REQUESTS = Property(
    "omero.web.application_server.max_requests",
    "0",
    parsers.whole_number(0),
    "Requests after which a worker is replaced; 0 for never.",
    "server",
)
WORKERS = Property(
    "omero.web.wsgi_workers",
    lambda: str(2 * available_cores() + 1),
    parsers.whole_number(1),
    "Number of Gunicorn workers; (2 x cores) + 1 by default.",
    "server",
)
WORKER_CLASS = Property(
    "omero.web.wsgi_worker_class",
    "gthread",
    parsers.one_of("sync", "gthread", "gevent"),
    "Kind of worker: sync or gthread for rendering, gevent for downloads.",
    "server",
)
THREADS = Property(
    "omero.web.wsgi_threads",
    "4",
    parsers.whole_number(1),
    "Threads of each gthread worker.",
    "server",
)
WORKER_CONNECTIONS = Property(
    "omero.web.wsgi_worker_connections",
    "1000",
    parsers.whole_number(1),
    "Clients that one gevent worker serves at the same time.",
    "server",
)
WSGI_TIMEOUT = Property(
    "omero.web.wsgi_timeout",
    "60",
    parsers.whole_number(1),
    "Seconds after which a silent worker is replaced.",
    "server",
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
)

# --- static files ------------------------------------------------------------

STATIC_ROOT = Property(
    "omero.web.static_root",
    "$OMERODIR/var/static",
    parsers.path,
    "Folder that collectstatic fills and NGINX or the embedded server serves.",
    "static",
)
STATIC_URL = Property(
    "omero.web.static_url",
    "/static/",
    parsers.url_folder,
    "URL under which static files are found.",
    "static",
)

# --- the store ---------------------------------------------------------------

STORE = Property(
    "omero.web.store",
    "$OMERODIR/store",
    parsers.path,
    "Folder of the embedded store: its database and the sample images.",
    "store",
)
OPEN_IMAGES = Property(
    "omero.web.open_images",
    "64",
    parsers.whole_number(1),
    "Image files that one process keeps open.",
    "store",
)

# --- security, sessions, cookies ---------------------------------------------

SECRET_KEY = Property(
    "omero.web.secret_key",
    None,
    parsers.text,
    "Key that signs cookies. Unset: made once and kept in $OMERODIR/var/django_secret_key.",
    "security",
    is_secret=True,
)
ALLOWED_HOSTS = Property(
    "omero.web.allowed_hosts",
    '["*"]',
    parsers.text_list,
    "Host names that the site answers to.",
    "security",
)
CSRF_TRUSTED_ORIGINS = Property(
    "omero.web.csrf_trusted_origins",
    "[]",
    parsers.text_list,
    "Origins (scheme://host) allowed to send unsafe requests, needed where a proxy ends TLS.",
    "security",
)
SECURE_PROXY_SSL_HEADER = Property(
    "omero.web.secure_proxy_ssl_header",
    "[]",
    parsers.header_pair,
    "[header, value] that marks a request as HTTPS behind a proxy.",
    "security",
)
USE_X_FORWARDED_HOST = Property(
    "omero.web.use_x_forwarded_host",
    "false",
    parsers.boolean,
    "Take the host from X-Forwarded-Host; only behind a proxy that sets it.",
    "security",
)
X_FRAME_OPTIONS = Property(
    "omero.web.x_frame_options",
    "SAMEORIGIN",
    parsers.one_of("SAMEORIGIN", "DENY"),
    "Who may show the pages in a frame.",
    "security",
)
SESSION_COOKIE_AGE = Property(
    "omero.web.session_cookie_age",
    "86400",
    parsers.whole_number(1),
    "Seconds that a session lasts.",
    "security",
)
SESSION_COOKIE_NAME = Property(
    "omero.web.session_cookie_name",
    "sessionid",
    parsers.text,
    "Name of the session cookie; change it where two sites share one host.",
    "security",
)
SESSION_COOKIE_SECURE = Property(
    "omero.web.session_cookie_secure",
    "false",
    parsers.boolean,
    "Send the session cookie over HTTPS only.",
    "security",
)
CSRF_COOKIE_SECURE = Property(
    "omero.web.csrf_cookie_secure",
    "false",
    parsers.boolean,
    "Send the CSRF cookie over HTTPS only.",
    "security",
)

# --- public access -----------------------------------------------------------

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
    parsers.text,
    "User whom visitors without a login become.",
    "public",
)
PUBLIC_URL_FILTER = Property(
    "omero.web.public.url_filter",
    "^/(webclient|webgateway|api)/",
    parsers.regular_expression,
    "Paths (below the prefix) that the public user may visit.",
    "public",
)
PUBLIC_GET_ONLY = Property(
    "omero.web.public.get_only",
    "true",
    parsers.boolean,
    "Limit the public user to GET and HEAD.",
    "public",
)

# --- pages, JSON API, downloads ----------------------------------------------

SERVER_LIST = Property(
    "omero.web.server_list",
    '[["localhost", 4064, "omero"]]',
    parsers.server_list,
    "Servers offered at login: [host, port, name].",
    "login",
)
LOGIN_INCORRECT_TEXT = Property(
    "omero.web.login_incorrect_credentials_text",
    "Connection not available, please check your user name and password.",
    parsers.text,
    "Message on a refused login.",
    "login",
)
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
PLATE_LAYOUT = Property(
    "omero.web.plate_layout",
    "expand",
    parsers.one_of("expand", "trim", "shrink"),
    "Grid of a plate: expand to a standard plate, trim to the last well, or shrink to the wells.",
    "pages",
)
RENDER_MAX_PIXELS = Property(
    "omero.web.render_max_pixels",
    str(8192 * 4096),
    parsers.whole_number(1),
    "Most pixels that one rendered picture may have; larger requests are told to ask for tiles.",
    "rendering",
)
DOWNLOAD_CHUNK = Property(
    "omero.web.chunk_size",
    "1048576",
    parsers.whole_number(1024),
    "Bytes that a download reads at a time.",
    "download",
)
MAX_ZIP = Property(
    "omero.web.maximum_multifile_download_size",
    "1073741824",
    parsers.whole_number(0),
    "Most bytes of files in one zip; 0 for no limit.",
    "download",
)

# --- NGINX -------------------------------------------------------------------

NGINX_PORT = Property(
    "omero.web.nginx.port",
    "8080",
    parsers.whole_number(1, 65535),
    "Port that NGINX listens on.",
    "nginx",
)
NGINX_WEB = Property(
    "omero.web.nginx.web",
    "web:4080",
    parsers.host_and_port,
    "Gunicorn that answers pages, the API and tiles: HOST:PORT, looked up again while NGINX runs.",
    "nginx",
)
NGINX_STREAM = Property(
    "omero.web.nginx.stream",
    "stream:4080",
    parsers.host_and_port,
    "Gunicorn that answers downloads: HOST:PORT, looked up again while NGINX runs.",
    "nginx",
)
NGINX_MAX_BODY_SIZE = Property(
    "omero.web.nginx.max_body_size",
    "16m",
    parsers.body_size,
    "Largest request body; 0 for no limit.",
    "nginx",
)
NGINX_TRUSTED_PROXIES = Property(
    "omero.web.nginx.trusted_proxies",
    "[]",
    parsers.networks,
    "Proxies in front of NGINX whose X-Forwarded headers are believed: addresses or networks.",
    "nginx",
)
NGINX_SERVER_EXTRA_CONFIG = Property(
    "omero.web.nginx_server_extra_config",
    "[]",
    parsers.text_list,
    "Lines added to NGINX's server block.",
    "nginx",
)

PROPERTIES: tuple[Property[object], ...] = tuple(
    value for value in list(globals().values()) if isinstance(value, Property)
)
