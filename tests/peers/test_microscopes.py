"""Files of real microscopes, as packages on PyPI ship them, compared with what others read."""

import sys
import tarfile
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from omeroweb.pixels import describe, open_source
from omeroweb.quantities import Region

# Warnings of these programs about themselves and their own dependencies are not ours.
pytestmark = pytest.mark.filterwarnings("default")

SAMPLES = Path(sys.prefix) / "samples"


def unpacked(package: str, inside: str, folder: Path) -> Path:
    """The files below a folder of a fetched source distribution (requirements/samples.lock)."""
    found = sorted(SAMPLES.glob(f"{package}-*.tar.gz"))
    if not found:
        pytest.fail(f"{SAMPLES} has no {package}: make {sys.prefix}/.samples, or make test")
    with tarfile.open(found[-1]) as archive:
        archive.extractall(folder, filter="data")
    return next(folder.glob(f"{package}-*/{inside}"))


def test_a_stack_of_a_deltavision(tmp_path: Path) -> None:
    import mrc  # noqa: PLC0415

    path = unpacked("mrc", "tests/toxo.dv", tmp_path)
    image = describe(path).images[0]
    assert (image.size_x, image.size_y, image.size_z, image.size_c) == (128, 128, 17, 2)
    theirs = np.asarray(mrc.imread(str(path)))  # C, Z, Y, X
    part = Region(10, 20, 90, 70)
    with closing(open_source(path, 0)) as source:
        for z in (0, 9, 16):
            expected = theirs[[1, 0], z, 20:90, 10:100]
            assert (source.read(0, z, 0, [1, 0], part) == expected).all()


def test_a_stack_of_cellsens_through_bioio(tmp_path: Path) -> None:
    from bioio import BioImage  # noqa: PLC0415

    resources = unpacked("bioio_vsi", "bioio_vsi/tests/resources", tmp_path)
    path = resources / "vsi-ets-test-jpg2k.vsi"
    found = describe(path)
    assert [file.path.name for file in found.files] == [path.name, "_vsi-ets-test-jpg2k_"]
    (image,) = found.images
    assert (image.size_x, image.size_y, image.size_z, image.size_c) == (1645, 1682, 11, 2)
    assert [channel.name for channel in image.channels] == ["C405", "C488"]
    assert image.physical_size_x is not None
    assert image.physical_size_x.value == pytest.approx(0.10833333)
    theirs = BioImage(path).get_image_data("CYX", Z=10, T=0)
    assert theirs.any()
    with closing(open_source(path, 0)) as source:
        everything = Region(0, 0, image.size_x, image.size_y)
        assert (source.read(0, 10, 0, [0, 1], everything) == theirs).all()
