"""Programs that objects can be opened with."""

import logging
from typing import Any

from django.templatetags.static import static
from django.views.decorators.http import require_safe

from omeroweb.config import catalogue
from omeroweb.config.parsers import OpenWith
from omeroweb.errors import ConfigurationError
from omeroweb.http.json_view import json_view
from omeroweb.http.request import OmeroRequest
from omeroweb.http.session import configuration
from omeroweb.http.targets import url_of

Json = dict[str, Any]

log = logging.getLogger(__name__)

OPTIONS = ("supported_objects", "target", "label")
OF_ITS_OWN = ("/", "http://", "https://")


@require_safe
@json_view
def open_with(_: OmeroRequest) -> Json:
    """What omero.web.open_with says; needs no login. What leads nowhere is left out."""
    described = map(_described, configuration()[catalogue.OPEN_WITH])
    return {"open_with_options": [option for option in described if option]}


def _described(program: OpenWith) -> Json | None:
    try:
        url = url_of(program.target)
    except ConfigurationError as error:
        log.warning("%s: %r is left out: %s", catalogue.OPEN_WITH.name, program.id, error)
        return None
    described = {name: program.options[name] for name in OPTIONS if name in program.options}
    script = program.options.get("script_url")
    if isinstance(script, str):
        described["script_url"] = _script(script)
    return {"id": program.id, "url": url, **described}


def _script(wanted: str) -> str:
    """A static file, or a path or URL that is written out."""
    if wanted.startswith(OF_ITS_OWN):
        return wanted
    try:
        return static(wanted)
    except ValueError:
        log.warning("%s: there is no static file %s", catalogue.OPEN_WITH.name, wanted)
        return configuration()[catalogue.STATIC_URL] + wanted
