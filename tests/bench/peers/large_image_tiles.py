"""large_image composing tiles in-process; run by the Python of an environment that has it.

usage: large_image_tiles.py FILE COUNT PROCESSES
Prints tiles per second: all processes together compose COUNT random tiles of three channels.
"""

import multiprocessing
import random
import sys
import time
import warnings
from multiprocessing.synchronize import Barrier
from typing import Any

warnings.filterwarnings("ignore")

COLORS = ("#0000ff", "#00ff00", "#ff0000")
QUALITY = 90


def compose(file: str, count: int, seed: int, start: Barrier) -> None:
    bands = [
        {"framedelta": channel, "palette": color, "min": 200, "max": 3000}
        for channel, color in enumerate(COLORS)
    ]
    source = opened(
        file, style={"bands": bands}, encoding="JPEG", jpegQuality=QUALITY, noCache=True
    )
    columns = source.sizeX // source.tileWidth
    rows = source.sizeY // source.tileHeight
    planes = source.frames // len(COLORS)
    dice = random.Random(seed)
    start.wait()
    for _ in range(count):
        frame = dice.randrange(planes) * len(COLORS)
        source.getTile(
            dice.randrange(columns), dice.randrange(rows), source.levels - 1, frame=frame
        )


def opened(file: str, **options: Any) -> Any:
    """large_image's source of a TIFF file or a Zarr folder, in the process that uses it."""
    if file.endswith(".zarr"):
        import large_image_source_zarr  # noqa: PLC0415

        return large_image_source_zarr.open(f"{file}/.zattrs", **options)
    import large_image_source_tiff  # noqa: PLC0415

    return large_image_source_tiff.open(file, **options)


def main(file: str, count: int, processes: int) -> None:
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(processes + 1)
    running = [
        context.Process(target=compose, args=(file, count // processes, seed, start))
        for seed in range(processes)
    ]
    for process in running:
        process.start()
    start.wait()
    begun = time.perf_counter()
    for process in running:
        process.join()
        if process.exitcode:
            sys.exit(process.exitcode)
    print(count // processes * processes / (time.perf_counter() - begun))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
