"""The grammar of rendering URLs."""

import re

import pytest
from django.http import QueryDict

from omeroweb.errors import BadRequest
from omeroweb.gateway.base import Pixels, Resolution
from omeroweb.quantities import Region
from omeroweb.rendering import Family, Projection
from omeroweb.webgateway.params import (
    ChannelEntry,
    MapEntry,
    RenderParams,
    channel_entries,
    plane_region,
    strict_params,
    tile_region,
)

PYRAMID = Pixels(
    id=1,
    size_x=1000,
    size_y=700,
    size_z=1,
    size_c=1,
    size_t=1,
    type="uint16",
    resolutions=(Resolution(1000, 700), Resolution(500, 350)),
    tile_width=256,
    tile_height=256,
)


def params(query: str) -> RenderParams:
    return RenderParams.from_query(QueryDict(query))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", [ChannelEntry(0, True)]),
        ("-2", [ChannelEntry(1, False)]),
        ("1|100:4095$FF0000", [ChannelEntry(0, True, (100, 4095), (255, 0, 0), "")]),
        ("3|50.5:900$00f", [ChannelEntry(2, True, (50.5, 900), (0, 0, 255), "")]),
        ("1|-20:20", [ChannelEntry(0, True, (-20, 20))]),
        ("1$00FF0080", [ChannelEntry(0, True, None, (0, 255, 0), "")]),
        ("1|$0F0", [ChannelEntry(0, True, None, (0, 255, 0), "")]),
        ("1|12:500r$F00", [ChannelEntry(0, True, None, (255, 0, 0), "")]),
        ("1$red", [ChannelEntry(0, True)]),
        ("2|0:9$Fire.lut", [ChannelEntry(1, True, (0, 9), None, "Fire.lut")]),
        ("1|nan:1$", [ChannelEntry(0, True)]),
        ("1|0:inf", [ChannelEntry(0, True)]),
        ("9999999999,1|1e3:2e3", [ChannelEntry(0, True, (1000, 2000))]),
        ("x,,0,2", [ChannelEntry(1, True)]),
    ],
)
def test_channel_entries_follow_the_grammar(text: str, expected: list[ChannelEntry]) -> None:
    assert list(channel_entries(text)) == expected


def test_without_parameters_the_stored_settings_are_used() -> None:
    assert params("") == RenderParams()


@pytest.mark.parametrize(("query", "is_grey"), [("m=g", True), ("m=c", False), ("m=x", None)])
def test_the_model_is_grey_or_colour(query: str, is_grey: bool | None) -> None:
    assert params(query).is_grey is is_grey


@pytest.mark.parametrize(("query", "quality"), [("q=0.5", 0.5), ("q=2", None), ("q=good", None)])
def test_a_quality_out_of_range_is_ignored(query: str, quality: float | None) -> None:
    assert params(query).quality == quality


def test_a_projection_may_have_a_range() -> None:
    found = params("p=intmax|2:8")
    assert (found.projection, found.z_range) == (Projection.MAXIMUM, (2, 8))
    assert params("p=intsomething").projection is Projection.NORMAL


@pytest.mark.parametrize(
    ("maps", "expected"),
    [
        ('[{"inverted":{"enabled":true}},{}]', [MapEntry(True), MapEntry()]),
        ('[{"reverse":{"enabled":"true"}}]', [MapEntry(True)]),
        ('[{"inverted":{"enabled":false},"reverse":{"enabled":true}}]', [MapEntry(False)]),
        (
            '[{"quantization":{"family":"exponential","coefficient":1.5}}]',
            [MapEntry(None, Family.EXPONENTIAL, 1.5)],
        ),
        ('[{"quantization":{"family":"polynomial"}}]', [MapEntry(None, Family.POLYNOMIAL, 1.0)]),
        ('[{"quantization":{"family":"cubic"}}]', [MapEntry()]),
        ('[{"quantization":{"family":"linear","coefficient":-1}}]', [MapEntry()]),
        ('[{"quantization":{"family":"linear","coefficient":"much"}}]', [MapEntry()]),
        ("[null, 3]", [MapEntry(), MapEntry()]),
        ("no json", []),
        ('{"inverted":{}}', []),
        ("[" * 10_000, []),
    ],
)
def test_maps_say_how_channels_are_mapped(maps: str, expected: list[MapEntry]) -> None:
    query = QueryDict(mutable=True)
    query["maps"] = maps
    assert list(RenderParams.from_query(query).maps) == expected


@pytest.mark.parametrize(
    "query",
    [
        "c=1|0:255$FF0000&m=c",
        "c=1|0:255$fire.lut,-2|0:9$0F0&m=g",
        'c=1|0:255$FF0000&m=c&maps=[{"inverted":{"enabled":true}}]',
    ],
)
def test_complete_settings_are_taken(query: str) -> None:
    assert strict_params(QueryDict(query)) == params(query)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "c is missing: expected all channels"),
        ("c=&m=c", "c is missing: expected all channels"),
        ("c=1$FF0000&m=c", "c: channel 1 has no window"),
        ("c=1|0:x$FF0000&m=c", "c: channel 1 has no window"),
        ("c=1|0:255$FF0000,-2|0:9&m=c", "c: channel 2 has no colour"),
        ("c=1|0:255$red&m=c", "c: channel 1 has no colour"),
        ("c=1|0:255$FF0000,x&m=c", "expected entries of the form"),
        ("c=1|0:255$FF0000", "m=None: expected g"),
        ("c=1|0:255$FF0000&m=x", "m='x': expected g"),
        ("c=1|0:255$FF0000&m=c&maps=x", "maps=x: expected a JSON list"),
        ("c=1|0:255$FF0000&m=c&maps=[]", "maps has 0 entries, c has 1"),
    ],
)
def test_incomplete_settings_are_refused(query: str, said: str) -> None:
    with pytest.raises(BadRequest, match=re.escape(said)):
        strict_params(QueryDict(query))


@pytest.mark.parametrize(
    ("text", "level", "region"),
    [
        ("0,0,0", 0, Region(0, 0, 256, 256)),
        ("0,1,2,100,50", 0, Region(100, 100, 100, 50)),
        ("0,3,2", 0, Region(768, 512, 232, 188)),
        ("1,0,0,5000,5000", 1, Region(0, 0, 500, 350)),
        ("1,1,1,0,0", 1, Region(256, 256, 244, 94)),
    ],
)
def test_a_tile_is_counted_in_its_own_size_and_cropped(
    text: str, level: int, region: Region
) -> None:
    assert tile_region(text, PYRAMID) == (level, region)


@pytest.mark.parametrize("text", ["", "abc", "0,0", "0,0,0,1", "0,-1,0", "2,0,0", "0,4,0"])
def test_a_bad_tile_is_refused_with_what_was_expected(text: str) -> None:
    with pytest.raises(BadRequest, match=r"expected|outside"):
        tile_region(text, PYRAMID)


def test_a_region_is_clipped_to_the_image() -> None:
    assert plane_region("-10,650,100,100", PYRAMID) == Region(0, 650, 90, 50)


@pytest.mark.parametrize("text", ["1,2,3", "0,0,0,5", "a,b,c,d", "1000,0,5,5"])
def test_a_bad_region_is_refused_with_what_was_expected(text: str) -> None:
    with pytest.raises(BadRequest, match=r"expected|outside"):
        plane_region(text, PYRAMID)
