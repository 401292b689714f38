"""Rendered answers that are kept: made once, whoever asks, and found again on the disk."""

from omeroweb.rendering.kept.files import KeptFiles
from omeroweb.rendering.kept.flights import Flight, Flights

__all__ = ["Flight", "Flights", "KeptFiles"]
