"""What the first requests would load, loaded before workers are forked: they share it."""

from contextlib import suppress
from importlib import import_module

import numpy as np
import tifffile
from django.conf import settings
from django.db import connection
from django.template import Engine, TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template
from django.utils.formats import get_format
from django.utils.module_loading import import_string

from omeroweb.http.session import server
from omeroweb.http.site import site
from omeroweb.rendering import encode

PAGES = ("webclient/index.html", "webclient/img_detail.html", "webclient/login.html")
READER = "omeroweb.pixels.tiff"
CODECS = (tifffile.COMPRESSION.ADOBE_DEFLATE, tifffile.COMPRESSION.JPEG)


def preload() -> None:
    """Load views, the server behind them, what reads and writes pictures, and pages.

    Django is set up. Nothing is opened and no thread is started, which a fork would break. What
    few need, or takes much memory (TensorStore, export, colour tables), comes when it is needed.
    """
    import_module(settings.ROOT_URLCONF)
    import_string(settings.SESSION_SERIALIZER)
    server()
    connection.ops.compiler("SQLCompiler")
    import_module(READER)
    for codec in CODECS:
        tifffile.TIFF.DECOMPRESSORS[codec]
    encode(np.zeros((8, 8, 3), np.uint8))
    site()
    _load_pages()


def _load_pages() -> None:
    # Asked for, they are imported: context processors, and how numbers are written.
    Engine.get_default().template_context_processors  # noqa: B018
    get_format("DATE_FORMAT")
    for page in PAGES:
        # Somebody's own template that does not work is told when it is asked for.
        with suppress(TemplateDoesNotExist, TemplateSyntaxError):
            get_template(page)
