"""Lengths and colours as columns hold them."""

from functools import lru_cache

from omeroweb.quantities import Length

Rgba = tuple[int, int, int, int]


@lru_cache(maxsize=1024)
def length(value: float | None, unit: str) -> Length | None:
    """The pixels of a page have few sizes between them: each is made once."""
    return None if value is None else Length(value, unit)


def value_and_unit(length: Length | None) -> tuple[float | None, str]:
    """What the two columns of a length hold."""
    return (None, "") if length is None else (length.value, length.unit)


def rgb(color: int) -> tuple[int, int, int]:
    """0xRRGGBB as (red, green, blue)."""
    return color >> 16 & 255, color >> 8 & 255, color & 255


def rgba(color: int) -> Rgba:
    """0xRRGGBBAA as (red, green, blue, alpha)."""
    return color >> 24 & 255, color >> 16 & 255, color >> 8 & 255, color & 255


def packed(color: Rgba) -> int:
    """(red, green, blue, alpha) as 0xRRGGBBAA."""
    red, green, blue, alpha = color
    return red << 24 | green << 16 | blue << 8 | alpha
