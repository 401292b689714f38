"""The properties of OMERO.web: declared once, checked as a whole before anything starts."""

from omeroweb.config.configuration import Configuration, load
from omeroweb.config.property import Property
from omeroweb.errors import ConfigurationError

__all__ = ["Configuration", "ConfigurationError", "Property", "load"]
