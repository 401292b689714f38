"""The embedded store, its database and caches."""

from omeroweb.config import parsers
from omeroweb.config.property import Differs, Property

STORE = Property(
    "omero.web.store",
    "$OMERODIR/store",
    parsers.path,
    "Folder of the embedded store: its database and the sample images.",
    "store",
)
DATABASES = Property(
    "omero.web.databases",
    "{}",
    parsers.databases,
    'Django\'s DATABASES, e.g. {"default": {"ENGINE": "django.db.backends.postgresql", "HOST": '
    '"db", "NAME": "omero", "USER": "omero", "PASSWORD": "..."}}. `DATABASE_URL` is a shorter way '
    "to say it. Empty: SQLite in omero.web.store.",
    "store",
    is_secret=True,
)
CACHES = Property(
    "omero.web.caches",
    '{"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}',
    parsers.caches,
    'Django\'s CACHES, e.g. {"default": {"BACKEND": '
    '"django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:6379/0"}}.',
    "store",
    is_secret=True,
    differs=Differs("the dummy cache", "a cache that keeps nothing loses sessions without a word"),
)
OPEN_IMAGES = Property(
    "omero.web.open_images",
    "64",
    parsers.whole_number(1),
    "Image files that one process keeps open.",
    "store",
)
PYRAMIDS = Property(
    "omero.web.pyramids",
    "$OMERODIR/pyramids",
    parsers.path,
    "Folder of the pyramids that are made for large images whose files have none.",
    "store",
)
MAX_PLANE_WIDTH = Property(
    "omero.pixeldata.max_plane_width",
    "3000",
    parsers.whole_number(1),
    "Width in pixels of the largest plane that is shown without a pyramid; what counts is width "
    "times height.",
    "store",
    differs=Differs("3192", "a pyramid costs little, and smaller planes are shown sooner"),
)
MAX_PLANE_HEIGHT = Property(
    "omero.pixeldata.max_plane_height",
    "3000",
    parsers.whole_number(1),
    "Height in pixels of the largest plane that is shown without a pyramid.",
    "store",
    differs=Differs("3192", "as omero.pixeldata.max_plane_width"),
)
DASK_SCHEDULER = Property(
    "omero.web.dask_scheduler",
    "",
    parsers.text,
    "Address of a Dask scheduler, e.g. tcp://scheduler:8786, whose workers make pyramids. They see "
    "images and omero.web.pyramids under the same paths. Empty: this machine makes them.",
    "store",
)
