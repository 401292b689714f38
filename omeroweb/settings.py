"""Django's settings, all of them taken from the properties in omeroweb.config.

Importing this file reads and checks the configuration and changes nothing on disk.
"""

import os
from pathlib import Path
from typing import Any

from omeroweb.config import apps, catalogue, load
from omeroweb.config.databases import databases
from omeroweb.config.secret_key import secret_key
from omeroweb.http.chain import CORS, middleware
from omeroweb.http.cors import exact_origins, patterns

OMERO_CONFIGURATION = load(os.environ)
_of = OMERO_CONFIGURATION

# What apps declare; none of it replaces a setting below.
globals().update(_of.app_settings)

# The server behind the Gateway protocol; nothing else in the web names it.
OMERO_SERVER = "omeroweb.gateway.embedded.server.EmbeddedServer"

SECRET_KEY = secret_key(_of)
DEBUG = _of[catalogue.DEBUG]
ALLOWED_HOSTS = _of[catalogue.ALLOWED_HOSTS]
ROOT_URLCONF = "omeroweb.urls"
WSGI_APPLICATION = "omeroweb.wsgi.application"
FORCE_SCRIPT_NAME = _of[catalogue.PREFIX] or None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The app at the root has its URLs twice, and so its names.
_of_root = ["urls.W005"] if _of[catalogue.ROOT_APPLICATION] else []
SILENCED_SYSTEM_CHECKS = [*_of[catalogue.SYSTEM_CHECKS], *_of_root]

_is_open_to_other_sites = bool(
    _of[catalogue.CORS_ALLOW_ALL]
    or _of[catalogue.CORS_WHITELIST]
    or CORS in _of[catalogue.MIDDLEWARE]
)
_apps = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "omeroweb.gateway.embedded",
    "omeroweb.webclient",
    *(["corsheaders"] if _is_open_to_other_sites else []),
    *(apps.package(app) for app in _of[catalogue.APPS]),
]
INSTALLED_APPS = list(dict.fromkeys(_apps))
MIDDLEWARE = middleware(_of[catalogue.MIDDLEWARE], with_cors=_is_open_to_other_sites)
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": _of[catalogue.TEMPLATE_FOLDERS],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.contrib.messages.context_processors.messages",
                "omeroweb.http.site.context",
            ]
        },
    }
]

AUTH_USER_MODEL = "embedded.Experimenter"
DATABASES = databases(_of)
CACHES = _of[catalogue.CACHES]

SESSION_ENGINE = _of[catalogue.SESSION_ENGINE]
SESSION_SERIALIZER = _of[catalogue.SESSION_SERIALIZER]
SESSION_FILE_PATH = str(_of.omerodir / "var" / "sessions")
SESSION_COOKIE_AGE = _of[catalogue.SESSION_COOKIE_AGE]
SESSION_COOKIE_NAME = _of[catalogue.SESSION_COOKIE_NAME]
SESSION_COOKIE_DOMAIN = _of.optional(catalogue.SESSION_COOKIE_DOMAIN) or None
SESSION_COOKIE_PATH = _of[catalogue.SESSION_COOKIE_PATH]
SESSION_COOKIE_SECURE = _of[catalogue.SESSION_COOKIE_SECURE]
SESSION_COOKIE_SAMESITE = _of[catalogue.SESSION_COOKIE_SAMESITE]
SESSION_EXPIRE_AT_BROWSER_CLOSE = _of[catalogue.SESSION_EXPIRES_WITH_BROWSER]
CSRF_COOKIE_SECURE = _of[catalogue.CSRF_COOKIE_SECURE]
CSRF_COOKIE_SAMESITE = _of[catalogue.CSRF_COOKIE_SAMESITE]
CSRF_COOKIE_HTTPONLY = _of[catalogue.CSRF_COOKIE_HTTPONLY]
CSRF_TRUSTED_ORIGINS = _of[catalogue.CSRF_TRUSTED_ORIGINS]
CSRF_FAILURE_VIEW = "omeroweb.http.csrf.failure"
SECURE_PROXY_SSL_HEADER = _of[catalogue.SECURE_PROXY_SSL_HEADER]
SECURE_REFERRER_POLICY = _of[catalogue.HTML_META_REFERRER]
USE_X_FORWARDED_HOST = _of[catalogue.USE_X_FORWARDED_HOST]
X_FRAME_OPTIONS = _of[catalogue.X_FRAME_OPTIONS]

CORS_ALLOW_ALL_ORIGINS = _of[catalogue.CORS_ALLOW_ALL]
CORS_ALLOWED_ORIGINS = exact_origins(_of[catalogue.CORS_WHITELIST])
CORS_ALLOWED_ORIGIN_REGEXES = patterns(_of[catalogue.CORS_WHITELIST])
# A site that is let in by name may act as its visitor, one that nobody named may not.
CORS_ALLOW_CREDENTIALS = not CORS_ALLOW_ALL_ORIGINS

USE_TZ = True
TIME_ZONE = _of[catalogue.TIME_ZONE]
LANGUAGE_CODE = "en-us"
USE_I18N = False

STATIC_URL = _of[catalogue.STATIC_URL]
STATIC_ROOT = _of[catalogue.STATIC_ROOT]
STATICFILES_DIRS = [*_of[catalogue.STATICFILE_FOLDERS], Path(__file__).parent / "static"]
STORAGES = {"staticfiles": {"BACKEND": "omeroweb.http.static.HashedStaticFiles"}}

ADMINS = MANAGERS = _of[catalogue.ADMINS]
EMAIL_SUBJECT_PREFIX = _of[catalogue.ADMINS_SUBJECT_PREFIX].strip() + " "
SERVER_EMAIL = DEFAULT_FROM_EMAIL = _of[catalogue.MAIL_FROM]
EMAIL_HOST = _of.optional(catalogue.MAIL_HOST) or ""
EMAIL_PORT = _of[catalogue.MAIL_PORT]
EMAIL_HOST_USER = _of.optional(catalogue.MAIL_USER) or ""
EMAIL_HOST_PASSWORD = _of.optional(catalogue.MAIL_PASSWORD) or ""
EMAIL_USE_TLS = _of[catalogue.MAIL_STARTTLS]
# A visitor does not wait for a mail server that is down.
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
_sends_mail = bool(EMAIL_HOST and ADMINS)

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)-8s %(name)s (%(process)d) %(message)s"}
    },
    "filters": {
        "not_debug": {"()": "django.utils.log.RequireDebugFalse"},
        "one_line": {
            "()": "django.utils.log.CallbackFilter",
            "callback": "ext://omeroweb.http.log_lines.without_traceback",
        },
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        "mail": {
            "class": "django.utils.log.AdminEmailHandler",
            "filters": ["not_debug"],
            "reporter_class": "omeroweb.http.report.ErrorReport",
        },
    },
    "root": {"handlers": ["stderr"], "level": "DEBUG" if DEBUG else "INFO"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        # Our own middleware says why a request was refused, in one line.
        "django.request": {"level": "ERROR", "handlers": ["mail"] if _sends_mail else []},
        # Anybody can send any Host header.
        "django.security.DisallowedHost": {"filters": ["one_line"]},
        "django.db.backends": {"level": "INFO"},
    },
}

# The administrator has the last word.
globals().update(dict(_of[catalogue.ADDITIONAL_SETTINGS]))
