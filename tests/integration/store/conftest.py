"""The store in this process, as in the unit tests; what is here takes longer than those may."""

from tests.unit.conftest import database, state_directory, undone

__all__ = ["database", "state_directory", "undone"]
