"""The WSGI application that Gunicorn serves."""

import os

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from omeroweb.config import catalogue, load
from omeroweb.http.direct import Direct
from omeroweb.http.prefix import Prefixed
from omeroweb.preload import preload

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "omeroweb.settings")

# With the prefix in links that are made before the first request.
django.setup()
application = Prefixed(
    Direct(get_wsgi_application(), settings.MIDDLEWARE), load(os.environ)[catalogue.PREFIX]
)
preload()
