"""Readers that are installed on demand: imported when such a file is met."""

import importlib
from typing import Any

from omeroweb.errors import Unreadable
from omeroweb.pixels.location import Location

FORMATS = "pip install 'omeroweb[formats]'"


def needed(module: str, path: Location, install: str = FORMATS) -> Any:
    """The module that reads a file. Raises Unreadable that says how it is installed."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise Unreadable(path, f"it needs {error.name or module}: {install}") from None
