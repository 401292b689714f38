"""JSON answers: the quick encoder writes what Django's writes."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import NamedTuple

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.functional import lazystr

from omeroweb.http.json_text import json_bytes, written


class Point(NamedTuple):
    x: int
    y: float


@pytest.mark.parametrize(
    "body",
    [
        {"name": "Hütte µm \u2028 </script>", "none": None, "yes": True, "list": (1, 2.5)},
        {1: "keys", 2.5: "that are", None: "numbers"},
        {"at": datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC), "cost": Decimal("1.10")},
        [lazystr("lazy"), Point(1, 0.1), 2**70, "half a pair \udc80", -(2**63), 1e300],
    ],
)
def test_what_is_read_is_what_django_would_have_written(body: object) -> None:
    expected = json.loads(json.dumps(body, cls=DjangoJSONEncoder))
    assert json.loads(json_bytes(body)) == expected


def test_a_number_that_json_does_not_have_is_null() -> None:
    assert json_bytes({"mean": float("nan")}) == b'{"mean":null}'


@pytest.mark.parametrize("beside", ["a name", "half a pair \udc80"])
def test_what_was_written_once_is_a_part_of_every_body(beside: str) -> None:
    part = {"owner": {"name": "Hütte", "odd": "\udc80"}}
    assert json.loads(json_bytes([written(part), beside, written(part)])) == [part, beside, part]
