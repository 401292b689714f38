"""Projections along Z against the definition in tests/golden.py, and their ranges."""

import numpy as np
import pytest

from omeroweb.rendering import Projection, project, sections
from tests import golden


@pytest.mark.parametrize("kind", [Projection.MAXIMUM, Projection.MEAN, Projection.SUM])
@pytest.mark.parametrize(
    "dtype", ["int8", "uint8", "int16", "uint16", "int32", "uint32", "float32", "float64"]
)
def test_projections_stay_in_the_type_of_the_planes(dtype: str, kind: Projection) -> None:
    random = np.random.default_rng(2)
    stack = (random.normal(0.3, 0.4, (5, 2, 9, 11)) * 2**7).clip(
        0 if dtype.startswith("u") else -128, 127
    )
    planes = stack.astype(dtype)
    if not dtype.startswith("float"):
        planes[:, 0, 0, 0] = np.iinfo(dtype).max
        planes[:, 0, 0, 1] = np.iinfo(dtype).min
    projected = project(iter(planes), kind)
    assert projected.dtype == planes.dtype
    expected = golden.projected(planes, kind.value)
    if dtype.startswith("float"):
        np.testing.assert_allclose(projected, expected, rtol=1e-6, atol=1e-9)
    else:
        assert (projected == expected).all()


def test_no_projection_is_the_first_plane() -> None:
    planes = np.arange(24, dtype=np.uint8).reshape(2, 1, 3, 4)
    assert (project(iter(planes), Projection.NORMAL) == planes[0]).all()


def test_an_empty_stack_has_no_projection() -> None:
    with pytest.raises(ValueError, match="at least one plane"):
        project(iter(()), Projection.MEAN)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (None, [0, 1, 2, 3, 4]),
        ((1, 3), [1, 2, 3]),
        ((2, 2), [2]),
        ((3, 99), [3, 4]),
        ((7, 9), [4]),
        ((3, 1), [1]),
    ],
)
def test_ranges_include_both_ends_and_stay_in_the_stack(
    asked: tuple[int, int] | None, expected: list[int]
) -> None:
    assert list(sections(asked, 5)) == expected
