"""Sample images that the project draws itself: small, deterministic, like microscopy.

For a first look and for tests; no photograph is among them. Same versions of
NumPy, OpenCV and the writers give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from omeroweb.samples.embryo import write_embryo
from omeroweb.samples.files import written_whole
from omeroweb.samples.fluorescence import write_fluorescence
from omeroweb.samples.histology import write_histology
from omeroweb.samples.plate import write_plate

SAMPLES: dict[str, Callable[[Path], None]] = {
    "Demo/Fluorescence/HeLa mitosis.ome.tiff": write_fluorescence,
    "Demo/Histology/Tissue section.ome.tiff": write_histology,
    "Demo/Time lapse/Embryo.ome.zarr": write_embryo,
    "Screens/Kinase screen/Plate 001.ome.zarr": write_plate,
}
"""What is written, by its path below the folder: files of OME-TIFF, folders of OME-Zarr."""


def _say_nothing(message: str) -> None:
    pass


def write_samples(folder: Path, report: Callable[[str], None] = _say_nothing) -> list[Path]:
    """Write the samples that are not in `folder` yet; return the paths of all, in order.

    Each appears under its name only when it is complete. report: is told, in
    one line, what is about to be written.
    """
    paths = []
    for name, write in SAMPLES.items():
        path = folder / name
        if not path.exists():
            report(f"Drawing {name}")
            with written_whole(path) as partial:
                write(partial)
        paths.append(path)
    return paths
