"""Small files in microscopes' own formats, for tests.

CZI is written by Zeiss's own library. For LIF and DV there is no writer: what they consist of is
put together here from their public descriptions, and read by libraries that do not know this file.
"""

import struct
from pathlib import Path

import numpy as np

from tests.images import Array

LIF_BLOCK = "MemBlock_1"


def write_czi(path: Path, data: Array, names: list[str]) -> Path:
    """Planes (C, Z, Y, X) in tiles of 128 pixels; 0.1 µm along X and Y, 0.5 µm along Z."""
    from pylibCZIrw import czi  # noqa: PLC0415

    with czi.create_czi(str(path), exist_ok=True) as writer:
        for c, z in np.ndindex(data.shape[:2]):
            for y in range(0, data.shape[2], 128):
                for x in range(0, data.shape[3], 128):
                    tile = np.ascontiguousarray(data[c, z, y : y + 128, x : x + 128, None])
                    writer.write(data=tile, plane={"C": c, "Z": z, "T": 0}, location=(x, y))
        writer.write_metadata(
            "cells",
            channel_names=dict(enumerate(names)),
            scale_x=1e-7,
            scale_y=1e-7,
            scale_z=5e-7,
        )
    return path


def write_dv(path: Path, data: Array) -> Path:
    """Planes (T, C, Z, Y, X) of 16 bits without sign. Source: the header of IVE, 1024 bytes."""
    size_t, size_c, size_z, size_y, size_x = data.shape
    sections = size_t * size_c * size_z
    values: list[int | float | bytes] = [size_x, size_y, sections, 6, 0, 0, 0, 1, 1, 1]
    values += [0.1, 0.1, 0.3, 90.0, 90.0, 90.0, 1, 2, 3, 0.0, 1.0, 0.5, 0, 0]
    values += [-16224, 0, 0, b"", 0, 0, 0, 0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0, 0, 0, 0, 0, 0]
    values += [
        0.0,
        1.0,
        size_t,
        2,
        0.0,
        0.0,
        0.0,
        size_c,
        450,
        520,
        600,
        0,
        0,
        0.0,
        0.0,
        0.0,
        0,
        b"",
    ]
    header = struct.pack("<10i6f3i3f2i2hi24s4h6f6h2f2h3f6h3fi800s", *values)
    path.write_bytes(header + data.astype("<u2").tobytes())
    return path


# Axes of LIF by their numbers (DimID); the third of a lambda scan is a wavelength.
LIF_AXES = {"X": 1, "Y": 2, "Z": 3, "T": 4, "λ": 5}


def write_lif(path: Path, data: Array, name: str = "Series 1", axes: str = "XYZ") -> Path:
    """Planes of 16 bits: (C, third axis, second axis, first axis).

    Along X, Y and Z are steps of 0.1, 0.1 and 0.5 µm, along λ of 10 nm from 500 on. Source: Leica's
    "LIF file format", version 2.
    """
    size_c, size_z, size_y, size_x = data.shape
    plane = size_y * size_x * 2
    steps = {"X": 1e-7, "Y": 1e-7, "Z": 5e-7, "T": 2.0, "λ": 1e-8}
    channels = "".join(
        f'<ChannelDescription DataType="0" ChannelTag="0" Resolution="16" LUTName="{color}" '
        f'NameOfMeasuredQuantity="" Min="0" Max="65535" Unit="" IsLUTInverted="0" '
        f'BytesInc="{c * size_z * plane}" BitInc="0"/>'
        for c, color in zip(range(size_c), ("Green", "Red", "Blue"), strict=False)
    )
    dimensions = "".join(
        f'<DimensionDescription DimID="{LIF_AXES[axis]}" NumberOfElements="{count}" '
        f'Origin="{5e-7 if axis == "λ" else 0}" Length="{(count - 1) * steps[axis]}" Unit="m" '
        f'BytesInc="{stride}" BitInc="0"/>'
        for axis, count, stride in zip(
            axes, (size_x, size_y, size_z), (2, 2 * size_x, plane), strict=True
        )
    )
    xml = (
        '<LMSDataContainerHeader Version="2"><Element Name="project"><Children>'
        f'<Element Name="{name}"><Data><Image><ImageDescription><Channels>{channels}</Channels>'
        f"<Dimensions>{dimensions}</Dimensions></ImageDescription></Image></Data>"
        f'<Memory Size="{data.nbytes}" MemoryBlockID="{LIF_BLOCK}"/></Element></Children></Element>'
        "</LMSDataContainerHeader>"
    )
    block = LIF_BLOCK.encode("utf-16-le")
    path.write_bytes(
        struct.pack("<IIBI", 0x70, 2 * len(xml) + 5, 0x2A, len(xml))
        + xml.encode("utf-16-le")
        + struct.pack("<IIBQBI", 0x70, 14 + len(block), 0x2A, data.nbytes, 0x2A, len(LIF_BLOCK))
        + block
        + data.astype("<u2").tobytes()
    )
    return path
