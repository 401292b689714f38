"""Tables of colours in files, as ImageJ and NIH Image write them.

Three kinds are read, as ImageJ does: 768 bytes (all reds, all greens, all blues); the same after a
header of 32 bytes (NIH Image); lines of text whose last three columns are red, green and blue.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from omeroweb.rendering.luts.table import COLORS, Lut, NotALut

RAW_BYTES = 3 * COLORS
NIH_HEADER_BYTES = 32
# A text file with long columns; what is larger is no table.
MOST_BYTES = 64 * 1024


def read_folder(folder: Path) -> Iterator[Lut]:
    """The tables of a folder and the folders below it, in alphabetical order. Raises NotALut."""
    for path in sorted(folder.rglob("*.lut")):
        yield read_lut(path)


def read_lut(path: Path) -> Lut:
    """One file. Raises NotALut, saying what is wrong with it."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise NotALut(f"{path}: larger than a table of {COLORS} colours can be")
        content = path.read_bytes()
    except OSError as error:
        raise NotALut(f"{path}: {error.strerror}") from None
    if len(content) == RAW_BYTES + NIH_HEADER_BYTES:
        content = content[NIH_HEADER_BYTES:]
    if len(content) == RAW_BYTES:
        return Lut.of(path.name, np.frombuffer(content, np.uint8).reshape(3, COLORS).T)
    return Lut.of(path.name, _from_text(content, path))


def _from_text(content: bytes, path: Path) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    rows = [row for line in content.splitlines() if (row := _numbers(line)) is not None]
    table = np.array(rows)
    if table.shape != (COLORS, 3) or table.min() < 0 or table.max() > 255:
        raise NotALut(
            f"{path}: expected {RAW_BYTES} bytes, {RAW_BYTES + NIH_HEADER_BYTES} bytes, or "
            f"{COLORS} lines that end in red, green and blue from 0 to 255"
        )
    return table.astype(np.uint8)


def _numbers(line: bytes) -> list[int] | None:
    """The last three columns of a line; None for a heading or an empty line."""
    try:
        numbers = [int(float(column)) for column in line.replace(b",", b" ").split()[-3:]]
    except (ValueError, OverflowError):
        return None
    return numbers if len(numbers) == 3 else None
