"""Keys, hosts, proxies and what browsers are told about other sites."""

from omeroweb.config import parsers
from omeroweb.config.property import Differs, Property, Texts

NGINX_SETS_PROTOCOL = ("omero.web.nginx.ssl_certificate", "omero.web.nginx.trusted_proxies")


def _proxy_header(texts: Texts) -> str:
    is_behind = any(texts.get(name, "[]").strip() not in ("", "[]") for name in NGINX_SETS_PROTOCOL)
    return '["HTTP_X_FORWARDED_PROTO", "https"]' if is_behind else "[]"


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
    parsers.origins,
    "Origins (scheme://host) allowed to send unsafe requests, needed where a proxy ends TLS.",
    "security",
)
SECURE_PROXY_SSL_HEADER = Property(
    "omero.web.secure_proxy_ssl_header",
    _proxy_header,
    parsers.header_pair,
    "[header, value] that marks a request as HTTPS behind a proxy.",
    "security",
    default_help='`["HTTP_X_FORWARDED_PROTO", "https"]` where NGINX serves HTTPS or trusts a '
    "proxy, for it sets that header itself; else `[]`",
    differs=Differs("[]", "logins over HTTPS failed until somebody knew of it"),
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
HTML_META_REFERRER = Property(
    "omero.web.html_meta_referrer",
    "same-origin",
    parsers.referrer_policy,
    "How much of a page's address a browser tells the sites that are linked to (also sent as the "
    "header Referrer-Policy). Not no-referrer: it hides where a form comes from.",
    "security",
    differs=Differs(
        "origin-when-crossorigin",
        "an old spelling; addresses of private data are nobody else's business",
    ),
)
REDIRECT_ALLOWED_HOSTS = Property(
    "omero.web.redirect_allowed_hosts",
    "[]",
    parsers.text_list,
    "Other hosts that a login may lead to.",
    "security",
)
CORS_ALLOW_ALL = Property(
    "omero.web.cors_origin_allow_all",
    "false",
    parsers.boolean,
    "Let scripts of every site read what anybody may read; cookies are not sent along.",
    "security",
)
CORS_WHITELIST = Property(
    "omero.web.cors_origin_whitelist",
    "[]",
    parsers.origins,
    "Origins (scheme://host) whose scripts may read answers as the visitor who is signed in; to "
    "write, they must be in omero.web.csrf_trusted_origins, too.",
    "security",
)
