"""Sessions and cookies."""

from omeroweb.config import parsers
from omeroweb.config.property import Differs, Property, Texts


def _with_certificate(texts: Texts) -> str:
    return "true" if texts.get("omero.web.nginx.ssl_certificate") else "false"


SAME_SITE = parsers.one_of("Lax", "Strict", "None")

SESSION_ENGINE = Property(
    "omero.web.session_engine",
    "django.contrib.sessions.backends.db",
    parsers.session_engine,
    "Where Django keeps sessions: django.contrib.sessions.backends.db, .file, .cache or "
    ".cached_db; the last two need omero.web.caches.",
    "session",
    differs=Differs(
        "django.contrib.sessions.backends.file",
        "the store's database is shared by all containers, and expired sessions do not pile up "
        "in a temporary folder",
    ),
)
SESSION_SERIALIZER = Property(
    "omero.web.session_serializer",
    "django.contrib.sessions.serializers.JSONSerializer",
    parsers.session_serializer,
    "Class that writes sessions as text; sessions written by another one end.",
    "session",
)
SESSION_COOKIE_AGE = Property(
    "omero.web.session_cookie_age",
    "86400",
    parsers.whole_number(1),
    "Seconds that a session lasts.",
    "session",
)
SESSION_EXPIRES_WITH_BROWSER = Property(
    "omero.web.session_expire_at_browser_close",
    "true",
    parsers.boolean,
    "Let sessions end when the browser is closed.",
    "session",
)
SESSION_COOKIE_NAME = Property(
    "omero.web.session_cookie_name",
    "sessionid",
    parsers.cookie_name,
    "Name of the session cookie; change it where two sites share one host.",
    "session",
)
SESSION_COOKIE_DOMAIN = Property(
    "omero.web.session_cookie_domain",
    None,
    parsers.text,
    "Domain of the session cookie. Unset: the host alone.",
    "session",
)
SESSION_COOKIE_PATH = Property(
    "omero.web.session_cookie_path",
    "/",
    parsers.url_path,
    "Path of the session cookie.",
    "session",
)
SESSION_COOKIE_SECURE = Property(
    "omero.web.session_cookie_secure",
    _with_certificate,
    parsers.boolean,
    "Send the session cookie over HTTPS only; turn it on where a proxy in front ends TLS.",
    "session",
    default_help="`true` where NGINX serves HTTPS (`omero.web.nginx.ssl_certificate`)",
    differs=Differs("false", "over HTTPS, a cookie has no business elsewhere"),
)
SESSION_COOKIE_SAMESITE = Property(
    "omero.web.session_cookie_samesite",
    "Lax",
    SAME_SITE,
    "SameSite of the session cookie; None needs omero.web.session_cookie_secure.",
    "session",
)
CSRF_COOKIE_SECURE = Property(
    "omero.web.csrf_cookie_secure",
    _with_certificate,
    parsers.boolean,
    "Send the CSRF cookie over HTTPS only; turn it on where a proxy in front ends TLS.",
    "session",
    default_help="`true` where NGINX serves HTTPS (`omero.web.nginx.ssl_certificate`)",
    differs=Differs("false", "over HTTPS, a cookie has no business elsewhere"),
)
CSRF_COOKIE_SAMESITE = Property(
    "omero.web.csrf_cookie_samesite",
    "Lax",
    SAME_SITE,
    "SameSite of the CSRF cookie; None needs omero.web.csrf_cookie_secure.",
    "session",
)
CSRF_COOKIE_HTTPONLY = Property(
    "omero.web.csrf_cookie_httponly",
    "false",
    parsers.boolean,
    "Hide the CSRF cookie from scripts; plug-ins that read it then fail.",
    "session",
)
PING_INTERVAL = Property(
    "omero.web.ping_interval",
    "60000",
    parsers.whole_number(-1),
    "Milliseconds between the pings by which an open page keeps its session; 0 for none.",
    "session",
)
