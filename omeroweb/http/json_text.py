"""JSON as UTF-8: a page of a list has half a megabyte, which orjson writes ten times as fast."""

import json
from typing import Any

import orjson
from django.core.serializers.json import DjangoJSONEncoder

# Dates and times are written as Django writes them, so they do not depend on who writes.
OPTIONS = orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATETIME
_other = DjangoJSONEncoder().default


def json_bytes(body: Any) -> bytes:
    """body as JSON. What is no number of JSON, such as NaN, is null."""
    try:
        return orjson.dumps(body, default=_other, option=OPTIONS)
    except orjson.JSONEncodeError:
        # Named tuples, numbers of more than 64 bits and half a surrogate pair.
        return json.dumps(body, cls=_Encoder).encode()


def written(body: Any) -> orjson.Fragment:
    """A part of a body as JSON: what a page says again and again is written once."""
    return orjson.Fragment(json_bytes(body))


class _Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        return json.loads(orjson.dumps(o)) if isinstance(o, orjson.Fragment) else super().default(o)
