"""TIFF files whose every byte has a known place."""

import io
from typing import Any

import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray

from omeroweb.export import tiff
from omeroweb.export.tiff import TiffLayout
from omeroweb.quantities import Region

SMALL = [(33, 21)]
PYRAMID = [(2101, 1950), (1050, 975), (525, 487)]


def pages(sizes: list[tuple[int, int]], count: int, dtype: str, samples: int) -> list[NDArray[Any]]:
    """Distinct values for each level: (count, Y, X[, samples])."""
    rest = (3,) if samples == 3 else ()
    shapes = [(count, y, x, *rest) for x, y in sizes]
    return [(np.arange(np.prod(s)) * 7 % 251).reshape(s).astype(dtype) for s in shapes]


@pytest.mark.parametrize("dtype", ["u1", "i1", "u2", "i2", "u4", "i4", "f4", "f8"])
@pytest.mark.parametrize("is_big", [False, True])
def test_every_type_in_both_flavours(
    dtype: str, is_big: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiff, "CLASSIC_LIMIT", 0 if is_big else 2**32)
    check(SMALL, 3, dtype, 1, is_big)


@pytest.mark.parametrize(("count", "samples"), [(2, 1), (1, 3)])
def test_large_planes_are_tiled_and_have_their_pyramid(
    count: int, samples: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Less than a row of tiles at a time.
    monkeypatch.setattr(tiff, "AT_ONCE", 2 * 512 * 512)
    check(PYRAMID, count, "u1", samples, is_big=False)


def check(sizes: list[tuple[int, int]], count: int, dtype: str, samples: int, is_big: bool) -> None:
    data = pages(sizes, count, dtype, samples)
    layout = TiffLayout(sizes, count, np.dtype(dtype), b"<OME/>", samples, "somebody")

    def read(level: int, page: int, region: Region) -> NDArray[Any]:
        x, y, width, height = region
        part: NDArray[Any] = data[level][page, y : y + height, x : x + width]
        return part

    content = b"".join(layout.chunks(read))
    assert len(content) == layout.length
    with tifffile.TiffFile(io.BytesIO(content)) as file:
        assert file.is_bigtiff == is_big
        assert file.pages.first.description == "<OME/>"
        assert file.pages.first.software == "somebody"
        series = file.series[0]
        assert len(series.levels) == len(sizes)
        for level, expected in enumerate(data):
            assert np.array_equal(series.levels[level].asarray(), expected.squeeze())
        assert all(page.offset % 2 == 0 for page in file.pages)


def test_a_hundred_gigapixels_are_laid_out_at_once_and_read_in_bounded_parts() -> None:
    sizes = [(400_000 >> n, 250_000 >> n) for n in range(8)]
    layout = TiffLayout(sizes, 2, np.dtype("u2"))
    assert layout.length > 2 * sum(2 * x * y for x, y in sizes)
    asked: list[Region] = []

    def read(level: int, page: int, region: Region) -> NDArray[Any]:
        asked.append(region)
        return np.zeros((region.height, region.width), np.uint16)

    made = layout.chunks(read)
    lengths = [len(next(made)) for _ in range(4)]
    assert max(lengths[2:]) <= tiff.AT_ONCE
    assert max(region.width * region.height * 2 for region in asked) <= tiff.AT_ONCE
