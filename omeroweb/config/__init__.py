"""The properties of OMERO.web: declared once, checked as a whole before anything starts."""

from omeroweb.config.configuration import Configuration
from omeroweb.config.property import Property
from omeroweb.config.resolving import load
from omeroweb.errors import ConfigurationError

__all__ = ["Configuration", "ConfigurationError", "Property", "load"]
