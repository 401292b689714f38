"""The WSGI application that Gunicorn serves."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from omeroweb.config import catalogue, load
from omeroweb.http.prefix import Prefixed

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "omeroweb.settings")

application = Prefixed(get_wsgi_application(), load(os.environ)[catalogue.PREFIX])

# Views are imported now and not by the first visitor; workers share what was loaded before.
import_module(settings.ROOT_URLCONF)
