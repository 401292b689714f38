"""Region, tile and whole plane show the same pixels where they overlap, at every level.

Any image, any settings, any cut: found by hypothesis. Files are real, the way is that of a view.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omeroweb.pixels import ImageFile, PixelSource
from omeroweb.quantities import Region
from omeroweb.rendering import ChannelSettings, Family, Plan, luts, render
from omeroweb.rendering.quantize import UInt8Array
from tests.images import ramp, write_ome_zarr, write_pyramid

LEVELS = 3
HEIGHT, WIDTH = 150, 210

channels = st.builds(
    ChannelSettings,
    start=st.floats(-100, 2000),
    end=st.floats(-100, 4000),
    color=st.tuples(*3 * [st.integers(0, 255)]),
    is_inverted=st.booleans(),
    lut=st.sampled_from([None, luts.lut("fire.lut"), luts.lut("16_colors.lut")]),
    family=st.sampled_from(Family),
    coefficient=st.floats(0.1, 3),
)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, PixelSource]]:
    """Pyramids whose tiles divide nothing evenly."""
    folder: Path = tmp_path_factory.mktemp("pyramids")
    tiled = write_pyramid(
        folder / "tiled.ome.tif",
        ramp((4, HEIGHT, WIDTH)),
        LEVELS,
        "CYX",
        tile=(64, 32),
        compression="zlib",
    )
    floating = write_ome_zarr(folder / "one.ome.zarr", ramp((4, HEIGHT, WIDTH), "float32"), "cyx")
    opened = {"tiff": ImageFile(tiled, 0).open(), "zarr": ImageFile(floating, 0).open()}
    yield opened
    for source in opened.values():
        source.close()


def shown(source: PixelSource, plan: Plan, level: int, region: Region) -> UInt8Array:
    return render(source.read(level, 0, 0, plan.shown, region), plan)


@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_every_cut_shows_the_pixels_of_the_whole_plane(
    sources: dict[str, PixelSource], data: st.DataObject
) -> None:
    source = sources[data.draw(st.sampled_from(sorted(sources)))]
    level = data.draw(st.integers(0, len(source.levels) - 1))
    size = source.levels[level]
    indices = data.draw(
        st.lists(st.integers(0, 3), unique=True, min_size=1, max_size=4).map(sorted)
    )
    listed = data.draw(st.lists(channels, min_size=len(indices), max_size=len(indices)))
    plan = Plan(tuple(indices), tuple(listed), data.draw(st.booleans()))
    x, y = data.draw(st.integers(0, size.size_x - 1)), data.draw(st.integers(0, size.size_y - 1))
    width = data.draw(st.integers(1, size.size_x - x))
    height = data.draw(st.integers(1, size.size_y - y))
    plane = shown(source, plan, level, Region(0, 0, size.size_x, size.size_y))
    region = shown(source, plan, level, Region(x, y, width, height))
    assert (region == plane[y : y + height, x : x + width]).all()
    # The stored tile around the same corner, cut off as a tile is at the edges.
    left, top = x - x % size.tile_width, y - y % size.tile_height
    right = min(left + size.tile_width, size.size_x)
    bottom = min(top + size.tile_height, size.size_y)
    tile = shown(source, plan, level, Region(left, top, right - left, bottom - top))
    assert (tile == plane[top:bottom, left:right]).all()
    assert np.array_equal(tile[y - top, x - left], region[0, 0])
