"""Django's settings, all of them taken from the properties in omeroweb.config.

Importing this file reads and checks the configuration and changes nothing on disk.
"""

import os
from pathlib import Path
from typing import Any

from omeroweb.config import catalogue, load
from omeroweb.config.secret_key import secret_key

OMERO_CONFIGURATION = load(os.environ)
_of = OMERO_CONFIGURATION

# The server behind the Gateway protocol; nothing else in the web names it.
OMERO_SERVER = "omeroweb.gateway.embedded.server.EmbeddedServer"

SECRET_KEY = secret_key(_of)
DEBUG = _of[catalogue.DEBUG]
ALLOWED_HOSTS = _of[catalogue.ALLOWED_HOSTS]
ROOT_URLCONF = "omeroweb.urls"
WSGI_APPLICATION = "omeroweb.wsgi.application"
FORCE_SCRIPT_NAME = _of[catalogue.PREFIX] or None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "omeroweb.gateway.embedded",
    "omeroweb.webclient",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "omeroweb.http.middleware.ErrorMiddleware",
    "omeroweb.http.middleware.GatewayMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
            ]
        },
    }
]

AUTH_USER_MODEL = "embedded.Experimenter"
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": _of[catalogue.STORE] / "omero.db",
        "CONN_MAX_AGE": None,
        # A writer waits for another one instead of failing; transactions take the lock at once.
        "OPTIONS": {"timeout": 30, "transaction_mode": "IMMEDIATE"},
    }
}

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = _of[catalogue.SESSION_COOKIE_AGE]
SESSION_COOKIE_NAME = _of[catalogue.SESSION_COOKIE_NAME]
SESSION_COOKIE_SECURE = _of[catalogue.SESSION_COOKIE_SECURE]
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SECURE = _of[catalogue.CSRF_COOKIE_SECURE]
CSRF_TRUSTED_ORIGINS = _of[catalogue.CSRF_TRUSTED_ORIGINS]
CSRF_FAILURE_VIEW = "omeroweb.http.csrf.failure"
SECURE_PROXY_SSL_HEADER = _of[catalogue.SECURE_PROXY_SSL_HEADER]
USE_X_FORWARDED_HOST = _of[catalogue.USE_X_FORWARDED_HOST]
X_FRAME_OPTIONS = _of[catalogue.X_FRAME_OPTIONS]

USE_TZ = True
TIME_ZONE = _of[catalogue.TIME_ZONE]
LANGUAGE_CODE = "en-us"
USE_I18N = False

STATIC_URL = _of[catalogue.STATIC_URL]
STATIC_ROOT = _of[catalogue.STATIC_ROOT]
STATICFILES_DIRS = [Path(__file__).parent / "static"]
STORAGES = {"staticfiles": {"BACKEND": "omeroweb.http.static.HashedStaticFiles"}}
# Hashed names never change their content: browsers keep them for good.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)-8s %(name)s (%(process)d) %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "DEBUG" if DEBUG else "INFO"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        # Our own middleware says why a request was refused, in one line.
        "django.request": {"level": "ERROR"},
        "django.db.backends": {"level": "INFO"},
    },
}
