"""CZI, DV and LIF behind the same protocol, with the libraries of omeroweb[formats]."""

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from omeroweb.errors import Unreadable
from omeroweb.pixels import candidate, describe, open_source
from omeroweb.pixels.formats import READERS, SUFFIXES
from omeroweb.quantities import Length, Region
from tests.images import ramp
from tests.microscope_files import write_czi, write_dv, write_lif

PART = Region(30, 40, 150, 120)
DATA = ramp((3, 2, 200, 220))  # C, Z, Y, X


def czi(folder: Path) -> Path:
    return write_czi(folder / "cells.czi", DATA, ["DAPI", "GFP", "RFP"])


def dv(folder: Path) -> Path:
    return write_dv(folder / "cells.dv", DATA[None])


def lif(folder: Path) -> Path:
    return write_lif(folder / "cells.lif", DATA)


EACH = pytest.mark.parametrize("write", [czi, dv, lif])


@EACH
def test_sizes_and_scales_are_described(tmp_path: Path, write: Callable[[Path], Path]) -> None:
    path = write(tmp_path)
    assert candidate(path)
    image = describe(path).images[0]
    assert image.name == path.name
    assert (image.size_x, image.size_y, image.size_z, image.size_c) == (220, 200, 2, 3)
    assert (image.size_t, image.pixel_type) == (1, "uint16")
    assert image.physical_size_x is not None
    assert image.physical_size_x.unit == "MICROMETER"
    assert image.physical_size_x.value == pytest.approx(0.1)


@EACH
def test_threads_read_the_planes_that_were_written(
    tmp_path: Path, write: Callable[[Path], Path]
) -> None:
    places = [(z, c) for z in range(2) for c in range(3)] * 4
    with closing(open_source(write(tmp_path), 0)) as source, ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda at: source.read(0, at[0], 0, [at[1]], PART)[0], places))
    for (z, c), plane in zip(places, found, strict=True):
        assert (plane == DATA[c, z, 40:160, 30:180]).all()


def read_last_plane(path: Path) -> None:
    image = describe(path).images[0]
    with closing(open_source(path, 0)) as source:
        source.read(0, 1, 0, [2], Region(0, 0, image.size_x, image.size_y))


def test_channels_of_a_czi_have_their_names(tmp_path: Path) -> None:
    found = describe(czi(tmp_path))
    assert [channel.name for channel in found.images[0].channels] == ["DAPI", "GFP", "RFP"]
    assert found.images[0].physical_size_z == Length(0.5, "MICROMETER")
    assert ("Application Name", "pylibCZIrw") in found.original_metadata


def test_channels_of_a_dv_have_their_wavelengths(tmp_path: Path) -> None:
    channels = describe(dv(tmp_path)).images[0].channels
    assert [channel.emission for channel in channels] == [450.0, 520.0, 600.0]


def test_channels_of_a_lif_have_the_colours_of_their_tables(tmp_path: Path) -> None:
    channels = describe(lif(tmp_path)).images[0].channels
    assert [channel.color for channel in channels] == [(0, 255, 0), (255, 0, 0), (0, 0, 255)]


@pytest.mark.parametrize(
    ("axes", "size_z", "size_t"), [("XZY", 2, 1), ("XZT", 1, 2), ("XTZ", 2, 1)]
)
def test_a_section_of_leica_is_a_plane_as_it_was_scanned(
    tmp_path: Path, axes: str, size_z: int, size_t: int
) -> None:
    path = write_lif(tmp_path / "section.lif", DATA, axes=axes)
    image = describe(path).images[0]
    sizes = (image.size_x, image.size_y, image.size_z, image.size_t, image.size_c)
    assert sizes == (220, 200, size_z, size_t, 3)
    with closing(open_source(path, 0)) as source:
        found = source.read(0, size_z - 1, size_t - 1, [2], PART)
    assert (found[0] == DATA[2, 1, 40:160, 30:180]).all()


def test_the_wavelengths_of_a_lambda_scan_of_leica_are_channels(tmp_path: Path) -> None:
    path = write_lif(tmp_path / "lambda.lif", DATA[:1], axes="XYλ")
    image = describe(path).images[0]
    assert [channel.emission for channel in image.channels] == [500.0, 510.0]
    with closing(open_source(path, 0)) as source:
        assert (source.read(0, 0, 0, [1], PART)[0] == DATA[0, 1, 40:160, 30:180]).all()


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5])
@EACH
def test_a_file_that_is_cut_off_is_named(
    tmp_path: Path, write: Callable[[Path], Path], share: float
) -> None:
    path = write(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    with pytest.raises(Unreadable, match=path.name):
        read_last_plane(path)


def test_entities_in_leicas_xml_are_refused(tmp_path: Path) -> None:
    path = write_lif(tmp_path / "a.lif", DATA, "S")
    content = path.read_bytes()
    declared = '<!DOCTYPE a [<!ENTITY b "c">]>'.encode("utf-16-le")
    letters = int.from_bytes(content[9:13], "little") + len(declared) // 2
    path.write_bytes(content[:9] + letters.to_bytes(4, "little") + declared + content[13:])
    with pytest.raises(Unreadable, match=r"a\.lif.*document type"):
        describe(path)


@pytest.mark.parametrize(
    ("name", "module"),
    [("a.czi", "pylibCZIrw.czi"), ("a.nd2", "nd2"), ("a.lif", "liffile"), ("a.dv", "mrc")],
)
def test_a_reader_that_is_not_installed_is_named_with_what_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    (tmp_path / name).write_bytes(b"something")
    with pytest.raises(Unreadable, match=rf"{name}: it needs {module}.*omeroweb\[formats\]"):
        describe(tmp_path / name)


def test_every_reader_that_a_name_leads_to_is_there() -> None:
    assert ".czi" in SUFFIXES
    for module in READERS:
        assert (Path("omeroweb/pixels") / f"{module}.py").is_file()
