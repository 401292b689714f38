"""The sample images: the same every time, valid, and complete or absent."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import ome_types
import pytest
import tensorstore
import tifffile

from omeroweb import samples
from omeroweb.cli import show
from omeroweb.samples import embryo, fluorescence, histology, plate

Write = Callable[[Path], None]

SMALL: dict[str, Write] = {
    "fluorescence.ome.tiff": lambda path: fluorescence.write_fluorescence(path, 128, 2, 2),
    "histology.ome.tiff": lambda path: histology.write_histology(path, 512),
    "embryo.ome.zarr": lambda path: embryo.write_embryo(path, 64, 3, 3),
    "plate.ome.zarr": lambda path: plate.write_plate(path, 2, 3, 48),
}
"""Each kind of sample at a size that takes a moment."""


def digest(path: Path) -> str:
    """Of a file, or of all names and files in a folder."""
    result = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            result.update(str(file.relative_to(path)).encode())
            result.update(file.read_bytes())
    return result.hexdigest()


def attributes(group: Path) -> dict[str, Any]:
    """The OME metadata of a Zarr v3 group."""
    content = json.loads((group / "zarr.json").read_text())
    assert content["node_type"] == "group"
    ome: dict[str, Any] = content["attributes"]["ome"]
    assert ome["version"] == "0.5"
    return ome


def zarr_array(driver: str, folder: Path) -> Any:
    spec = {"driver": driver, "kvstore": {"driver": "file", "path": f"{folder}/"}}
    return tensorstore.open(spec, read=True).result()


@pytest.mark.parametrize("name", SMALL)
def test_a_sample_is_the_same_every_time(name: str, tmp_path: Path) -> None:
    first, second = tmp_path / "first" / name, tmp_path / "second" / name
    for path in (first, second):
        path.parent.mkdir()
        SMALL[name](path)
    assert digest(first) == digest(second)


def test_the_fluorescence_field_says_in_ome_xml_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "field.ome.tiff"
    fluorescence.write_fluorescence(path, 256, size_z=2, size_t=2)
    with tifffile.TiffFile(path) as tiff:
        assert tiff.is_ome
        ome = ome_types.from_xml(tiff.pages.first.description)
        assert tiff.series[0].axes == "TZCYX"
        assert tiff.series[0].shape == (2, 2, 3, 256, 256)
    pixels = ome.images[0].pixels
    assert [channel.name for channel in pixels.channels] == ["DAPI", "Tubulin", "Actin"]
    assert [channel.color.as_rgb_tuple() for channel in pixels.channels if channel.color] == [
        (58, 107, 255),
        (0, 255, 60),
        (255, 48, 48),
    ]
    assert (pixels.physical_size_x, pixels.physical_size_z) == (0.325, 1.5)
    assert len(pixels.planes) == 2 * 2 * 3


def test_cells_move_and_leave_the_focus_but_stay_within_12_bits(tmp_path: Path) -> None:
    path = tmp_path / "field.ome.tiff"
    fluorescence.write_fluorescence(path, 256, size_z=5, size_t=2)
    data = tifffile.imread(path)
    assert data.dtype == np.uint16
    assert data.max() < 4096
    nuclei = data[:, :, 0].astype(float)
    assert not np.array_equal(nuclei[0, 2], nuclei[1, 2])
    assert nuclei[0, 2].std() > nuclei[0, 0].std()


def test_the_slide_is_a_pyramid_of_jpeg_tiles_on_white_glass(tmp_path: Path) -> None:
    path = tmp_path / "slide.ome.tiff"
    histology.write_histology(path, 2048)
    with tifffile.TiffFile(path) as tiff:
        ome = ome_types.from_xml(tiff.pages.first.description)
        levels = tiff.series[0].levels
        assert [level.shape for level in levels] == [(n, n, 3) for n in (2048, 1024, 512)]
        assert all(level.keyframe.is_tiled for level in levels)
        assert {level.keyframe.compression for level in levels} == {tifffile.COMPRESSION.JPEG}
        smallest = levels[-1].asarray()
    assert ome.images[0].pixels.channels[0].samples_per_pixel == 3
    assert smallest[:16, :16].min() > 230, "bare glass in the corner"
    red, green, _ = smallest.reshape(-1, 3).astype(int).T
    assert np.mean(red - green > 30) > 0.1, "pink tissue somewhere"


def test_neighbouring_bands_of_the_slide_meet_without_a_seam() -> None:
    section = histology.make_section(1024)
    whole = histology.band_image(section, 256, 512)
    below = histology.band_image(section, 512, 256)
    assert np.array_equal(whole[256:], below)


def test_the_embryo_is_ome_zarr_0_4_with_physical_scales(tmp_path: Path) -> None:
    folder = tmp_path / "embryo.ome.zarr"
    embryo.write_embryo(folder, 64, size_z=3, size_t=3)
    assert json.loads((folder / ".zgroup").read_text()) == {"zarr_format": 2}
    metadata = json.loads((folder / ".zattrs").read_text())
    image = metadata["multiscales"][0]
    assert image["version"] == "0.4"
    assert "".join(axis["name"] for axis in image["axes"]) == "tczyx"
    shapes = [zarr_array("zarr", folder / level["path"]).shape for level in image["datasets"]]
    assert shapes == [(3, 2, 3, 64, 64), (3, 2, 3, 32, 32)]
    scales = [level["coordinateTransformations"][0]["scale"] for level in image["datasets"]]
    assert scales == [[900, 1, 4, 0.96, 0.96], [900, 1, 4, 1.92, 1.92]]
    assert len(metadata["omero"]["channels"]) == 2


def test_membranes_of_the_embryo_grow_as_its_cells_divide() -> None:
    membranes = embryo.render(96, 3, 5)[:, 1].astype(float)
    light = membranes.mean(axis=(1, 2, 3))
    assert light[0] < light[1] < light[2] < light[4]


def test_the_plate_has_96_wells_of_2_fields(tmp_path: Path) -> None:
    folder = tmp_path / "plate.ome.zarr"
    plate.write_plate(folder, size=16)
    metadata = attributes(folder)["plate"]
    assert [row["name"] for row in metadata["rows"]] == list("ABCDEFGH")
    assert [column["name"] for column in metadata["columns"]] == [str(n) for n in range(1, 13)]
    assert len(metadata["wells"]) == 96
    assert metadata["field_count"] == 2
    for well in metadata["wells"]:
        images = attributes(folder / well["path"])["well"]["images"]
        assert [image["path"] for image in images] == ["0", "1"]
        for image in images:
            assert (folder / well["path"] / image["path"] / "0" / "zarr.json").is_file()


def test_a_field_of_the_plate_names_its_axes_and_channels(tmp_path: Path) -> None:
    folder = tmp_path / "plate.ome.zarr"
    plate.write_plate(folder, rows=1, columns=1, size=64)
    field = attributes(folder / "A" / "1" / "0")
    image = field["multiscales"][0]
    array = zarr_array("zarr3", folder / "A" / "1" / "0" / image["datasets"][0]["path"])
    assert array.shape == (3, 64, 64)
    assert array.domain.labels == tuple(axis["name"] for axis in image["axes"])
    assert [c["label"] for c in field["omero"]["channels"]] == ["Hoechst", "Tubulin", "Actin"]


def test_toxic_controls_have_fewer_living_cells_than_untreated_ones() -> None:
    untreated = plate.render_field(row=2, column=0, index=0)
    toxic = plate.render_field(row=2, column=11, index=0)
    assert toxic[1].mean() < untreated[1].mean() / 2


@pytest.fixture
def small_samples(monkeypatch: pytest.MonkeyPatch) -> dict[str, Write]:
    chosen = {f"Demo/{name}": SMALL[name] for name in ("histology.ome.tiff", "plate.ome.zarr")}
    monkeypatch.setattr(samples, "SAMPLES", chosen)
    return chosen


def test_samples_that_are_there_are_kept(small_samples: dict[str, Write], tmp_path: Path) -> None:
    said: list[str] = []
    paths = samples.write_samples(tmp_path / "images", said.append)
    assert [path.exists() for path in paths] == [True, True]
    assert len(said) == 2
    before = [path.stat().st_mtime_ns for path in paths]
    assert samples.write_samples(tmp_path / "images", said.append) == paths
    assert [path.stat().st_mtime_ns for path in paths] == before
    assert len(said) == 2


@pytest.mark.parametrize("name", ["image.ome.tiff", "plate.ome.zarr"])
def test_an_interrupted_sample_is_not_left_behind(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(path: Path) -> None:
        if name.endswith(".zarr"):
            path.mkdir()
            path = path / "zarr.json"
        path.write_text("half of")
        raise KeyboardInterrupt

    monkeypatch.setattr(samples, "SAMPLES", {name: interrupted})
    with pytest.raises(KeyboardInterrupt):
        samples.write_samples(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_behind_is_replaced(
    small_samples: dict[str, Write], tmp_path: Path
) -> None:
    left = tmp_path / "Demo" / ".plate.ome.zarr.partial" / "A"
    left.mkdir(parents=True)
    samples.write_samples(tmp_path)
    names = sorted(path.name for path in (tmp_path / "Demo").iterdir())
    assert names == ["histology.ome.tiff", "plate.ome.zarr"]


def test_a_second_server_draws_when_the_first_has_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = threading.Event()
    monkeypatch.setattr("omeroweb.samples.write_samples", lambda *_: drawn.set())
    second = threading.Thread(target=show._write_samples, args=(tmp_path,))
    first = os.open(tmp_path, os.O_RDONLY)
    try:
        fcntl.flock(first, fcntl.LOCK_EX)
        second.start()
        assert not drawn.wait(0.2)
    finally:
        os.close(first)
    second.join(10)
    assert drawn.is_set()
