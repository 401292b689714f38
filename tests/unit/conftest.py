"""Unit tests run in this process, with Django's settings but without a database or a network."""

from tests.in_process import state_directory

__all__ = ["state_directory"]
