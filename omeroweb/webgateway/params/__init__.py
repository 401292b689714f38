"""The query parameters of the webgateway.

What the reference ignores (an unknown model, a bad colour, a window that is no number) is ignored
here and logged; what it refuses is a BadRequest that says what was expected.
"""

from omeroweb.webgateway.params.channels import ChannelEntry, channel_entries
from omeroweb.webgateway.params.maps import MapEntry, map_entries
from omeroweb.webgateway.params.regions import (
    check_level,
    given_region,
    inside,
    plane_region,
    tile_region,
)
from omeroweb.webgateway.params.rendering import RenderParams
from omeroweb.webgateway.params.strict import strict_params

__all__ = [
    "ChannelEntry",
    "MapEntry",
    "RenderParams",
    "channel_entries",
    "check_level",
    "given_region",
    "inside",
    "map_entries",
    "plane_region",
    "strict_params",
    "tile_region",
]
