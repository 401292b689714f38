"""The WSGI application that Gunicorn serves."""

import os
from importlib import import_module

import django
import numpy as np
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from omeroweb.config import catalogue, load
from omeroweb.http.direct import Direct
from omeroweb.http.prefix import Prefixed
from omeroweb.http.site import site
from omeroweb.rendering import encode

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "omeroweb.settings")

# With the prefix in links that are made before the first request.
django.setup()
application = Prefixed(
    Direct(get_wsgi_application(), settings.MIDDLEWARE), load(os.environ)[catalogue.PREFIX]
)

# Views and a codec are loaded now and not by the first visitor; workers share what is there before.
import_module(settings.ROOT_URLCONF)
encode(np.zeros((8, 8, 3), np.uint8))
site()
