"""From rows of the store to the dataclasses of the boundary, and back."""

from omeroweb.gateway.embedded.convert.containers import dataset, project, screen
from omeroweb.gateway.embedded.convert.images import image
from omeroweb.gateway.embedded.convert.people import details, experimenter, group
from omeroweb.gateway.embedded.convert.plates import plate, plate_acquisition, well, well_sample

__all__ = [
    "dataset",
    "details",
    "experimenter",
    "group",
    "image",
    "plate",
    "plate_acquisition",
    "project",
    "screen",
    "well",
    "well_sample",
]
