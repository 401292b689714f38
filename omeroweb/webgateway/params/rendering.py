"""How a picture is asked for: `c`, `maps`, `m`, `p`, `q`."""

import logging
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.http import QueryDict

from omeroweb.rendering import Projection
from omeroweb.webgateway.params.channels import ChannelEntry, channel_entries
from omeroweb.webgateway.params.maps import MapEntry, map_entries

log = logging.getLogger(__name__)

MODELS = {"g": True, "c": False}
NAMES = ("c", "maps", "m", "p", "q")
# All tiles of a viewer ask for the same.
REMEMBERED = 256
PLANE_RANGE = re.compile(r"(?P<first>[0-9]{1,9}):(?P<last>[0-9]{1,9})")


@dataclass(frozen=True)
class RenderParams:
    """What a query says of rendering. channels: None for the stored settings.

    z_range: first and last plane of a projection, both included; None for the whole stack.
    maps: by position in channels.
    """

    channels: tuple[ChannelEntry, ...] | None = None
    maps: tuple[MapEntry, ...] = ()
    is_grey: bool | None = None
    quality: float | None = None
    projection: Projection = Projection.NORMAL
    z_range: tuple[int, int] | None = None

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        # It is asked for with every tile, of what is the same object each time.
        return hash((self.channels, self.maps, self.is_grey, self.quality, self.projection))

    @cached_property
    def is_complete(self) -> bool:
        """Whether no stored settings are needed."""
        return (
            self.channels is not None
            and self.is_grey is not None
            and all(entry.is_complete for entry in self.channels)
        )

    @classmethod
    def from_query(cls, query: QueryDict) -> "RenderParams":
        return _parsed(*(query.get(name) for name in NAMES))


@lru_cache(maxsize=REMEMBERED)
def _parsed(
    c: str | None, maps: str | None, m: str | None, p: str | None, q: str | None
) -> RenderParams:
    kind, z_range = projection(p or "")
    return RenderParams(
        channels=channel_entries(c) if c else None,
        maps=map_entries(maps),
        is_grey=_model(m),
        quality=_quality(q),
        projection=kind,
        z_range=z_range,
    )


def projection(text: str) -> tuple[Projection, tuple[int, int] | None]:
    """intmax|2:8 as the kind and the range; what is not understood is the normal plane."""
    word, _, limits = text.partition("|")
    try:
        kind = Projection(word)
    except ValueError:
        if text:
            log.info(
                "p=%r is ignored, expected one of %s", text, [kind.value for kind in Projection]
            )
        return Projection.NORMAL, None
    match = PLANE_RANGE.fullmatch(limits)
    return kind, (int(match["first"]), int(match["last"])) if match else None


def _model(text: str | None) -> bool | None:
    if text and text not in MODELS:
        log.info("m=%r is ignored, expected g or c", text)
    return MODELS.get(text or "")


def _quality(text: str | None) -> float | None:
    try:
        quality = float(text) if text else None
    except ValueError:
        quality = -1.0
    if quality is None or 0 <= quality <= 1:
        return quality
    log.info("q=%r is ignored, expected a number from 0 to 1", text)
    return None
