"""Complete settings, as `*_rdef` and saving need them: what is missing is a BadRequest."""

from django.http import QueryDict

from omeroweb.errors import BadRequest
from omeroweb.rendering import luts
from omeroweb.webgateway.params.channels import GRAMMAR, ChannelEntry
from omeroweb.webgateway.params.maps import parsed
from omeroweb.webgateway.params.rendering import MODELS, RenderParams

EXAMPLE = "c=1|100:4095$FF0000,-2|0:255$00FF00&m=c"


def strict_params(query: QueryDict) -> RenderParams:
    """What a query says, all of it given. Raises BadRequest, naming what is missing."""
    listed = [entry for entry in query.get("c", "").split(",") if entry.strip()]
    if not listed:
        raise BadRequest(f"c is missing: expected all channels, e.g. {EXAMPLE}")
    found = RenderParams.from_query(query)
    channels = found.channels or ()
    if len(channels) != len(listed):
        raise BadRequest(f"c={query['c']}: expected entries of the form {GRAMMAR}")
    for entry in channels:
        _check(entry)
    if query.get("m") not in MODELS:
        raise BadRequest(f"m={query.get('m')!r}: expected g (greyscale) or c (colour)")
    _check_maps(query.get("maps"), len(channels))
    return found


def _check(entry: ChannelEntry) -> None:
    number = entry.index + 1
    if entry.window is None:
        raise BadRequest(f"c: channel {number} has no window, expected e.g. {number}|0:255$FF0000")
    if entry.color is None and not entry.lut:
        raise BadRequest(f"c: channel {number} has no colour, expected e.g. {number}|0:255$FF0000")
    if entry.lut and luts.lut(entry.lut) is None:
        raise BadRequest(f"c: there is no lookup table {entry.lut}: see luts/ for all names")


def _check_maps(text: str | None, count: int) -> None:
    if not text:
        return
    listed = parsed(text)
    if listed is None:
        raise BadRequest(f"maps={text}: expected a JSON list with one object for each entry of c")
    if len(listed) != count:
        raise BadRequest(f"maps has {len(listed)} entries, c has {count}: expected as many")
