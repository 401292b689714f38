"""Every property of this product, declared once. docs/settings.md is written from these lists.

One module per group; all of their names can be had from here: ``catalogue.SERVER_PORT``.
"""

from omeroweb.config.catalogue.api import *
from omeroweb.config.catalogue.downloads import *
from omeroweb.config.catalogue.email import *
from omeroweb.config.catalogue.gunicorn import *
from omeroweb.config.catalogue.images import *
from omeroweb.config.catalogue.importing import *
from omeroweb.config.catalogue.kept import *
from omeroweb.config.catalogue.login import *
from omeroweb.config.catalogue.nginx import *
from omeroweb.config.catalogue.pages import *
from omeroweb.config.catalogue.plugins import *
from omeroweb.config.catalogue.public import *
from omeroweb.config.catalogue.refused import REFUSED as REFUSED
from omeroweb.config.catalogue.security import *
from omeroweb.config.catalogue.server import *
from omeroweb.config.catalogue.sessions import *
from omeroweb.config.catalogue.static import *
from omeroweb.config.catalogue.store import *
from omeroweb.config.catalogue.without_effect import WITHOUT_EFFECT as WITHOUT_EFFECT
from omeroweb.config.property import Property, looks_secret

OWN_NAMESPACE = "omero.web."

PROPERTIES: tuple[Property[object], ...] = tuple(
    value for value in list(globals().values()) if isinstance(value, Property)
)

BY_NAME: dict[str, Property[object]] = {declared.name: declared for declared in PROPERTIES}

# Every name that somebody may write, whether or not it does something.
NAMES: tuple[str, ...] = (
    *BY_NAME,
    *(accepted.name for accepted in WITHOUT_EFFECT),
    *(refused.name for refused in REFUSED),
)


def is_secret(name: str) -> bool:
    """Whether the value of a property must not be shown."""
    declared = BY_NAME.get(name)
    return declared.is_secret if declared else looks_secret(name)
