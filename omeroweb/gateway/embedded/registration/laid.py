"""What plates, their wells and their Screens are made from."""

from dataclasses import dataclass

from omeroweb import pixels
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.registration.entry import Entry

Placed = tuple[models.Image, pixels.WellPosition]


@dataclass
class Laid:
    """A plate on its way into the store. fields: its images and where they were taken."""

    entry: Entry
    said: pixels.PlateDescription
    row: models.Plate
    fields: list[Placed]
    runs: dict[str, models.PlateAcquisition]
