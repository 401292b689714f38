"""Label images of OME-Zarr are images beside the one they belong to, also those that come later."""

import json
import os
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from omeroweb.errors import Unreadable
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.importing.outcomes import Imported, Unchanged
from omeroweb.pixels import describe, open_source
from omeroweb.quantities import Region
from tests.images import Array, ramp, write_ome_zarr
from tests.integration.store.importing import import_folder

CELLS = (ramp((20, 20)) > 60).astype("uint16")


def add_label(image: Path, numbers: Array, version: str, axes: str = "yx") -> None:
    name = "cells"
    label = write_ome_zarr(image / "labels" / name, numbers, axes, version)
    said = {"properties": [{"label-value": 1, "class": "nucleus"}]}
    if version == "0.4":
        attributes = json.loads((label / ".zattrs").read_text())
        (label / ".zattrs").write_text(json.dumps({**attributes, "image-label": said}))
        (image / "labels" / ".zattrs").write_text(json.dumps({"labels": [name]}))
        return
    group = json.loads((label / "zarr.json").read_text())
    group["attributes"]["ome"]["image-label"] = said
    (label / "zarr.json").write_text(json.dumps(group))
    listed = {"zarr_format": 3, "node_type": "group", "attributes": {"ome": {"labels": [name]}}}
    (image / "labels" / "zarr.json").write_text(json.dumps(listed))


@pytest.mark.parametrize("version", ["0.4", "0.5"])
def test_labels_that_are_added_to_an_imported_image_become_images(
    tmp_path: Path, undone: None, version: str
) -> None:
    path = write_ome_zarr(tmp_path / "a.zarr", ramp((2, 20, 20)), "cyx", version)
    os.utime(path / (".zattrs" if version == "0.4" else "zarr.json"), ns=(1, 1))
    import_folder(tmp_path)
    image = models.Image.objects.get()
    add_label(path, CELLS, version)
    (outcome,) = import_folder(tmp_path)
    assert isinstance(outcome, Imported)
    assert (outcome.images, outcome.is_replacement) == (2, True)
    label = models.Image.objects.exclude(id=image.id).get()
    assert (label.name, label.path) == ("a.zarr [labels/cells]", str(path / "labels" / "cells"))
    assert label.fileset == image.fileset
    assert set(label.datasets.all()) == set(image.datasets.all())
    assert label.pixels.physical_size_x == image.pixels.physical_size_x
    channel = label.pixels.channels.get()
    assert (channel.logical_channel.name, channel.minimum, channel.maximum) == ("cells", 0, 1)
    assert (channel.lookup_table, channel.start, channel.end) == ("glasbey_inverted.lut", 0, 255)
    assert label.original_metadata.entries == [["1: class", "nucleus"]]
    assert {type(outcome) for outcome in import_folder(tmp_path)} == {Unchanged}


@pytest.mark.parametrize("dtype", ["int64", "uint64"])
@pytest.mark.parametrize("version", ["0.4", "0.5"])
def test_a_label_of_64_bit_is_shown_as_one_of_32(
    tmp_path: Path, undone: None, version: str, dtype: str
) -> None:
    path = write_ome_zarr(tmp_path / "a.zarr", ramp((2, 20, 20)), "cyx", version)
    add_label(path, CELLS.astype(dtype) * (2**32 - 1), version)
    import_folder(tmp_path)
    label = models.Image.objects.get(name="a.zarr [labels/cells]")
    channel = label.pixels.channels.get()
    assert (label.pixels.type, channel.maximum, channel.end) == ("uint32", 2**32 - 1, 2**32 - 1)
    with closing(open_source(Path(label.path), 0)) as source:
        (plane,) = source.read(0, 0, 0, [0], Region(0, 0, 20, 20))
    assert plane.dtype == np.uint32
    assert (plane == CELLS.astype(np.uint32) * np.uint32(2**32 - 1)).all()


@pytest.mark.parametrize(
    ("numbers", "reason"),
    [
        (CELLS.astype("uint64") * 2**32, "number of an object 4294967296: expected 0 to 429496729"),
        (-CELLS.astype("int64"), "number of an object -1: expected 0 to 4294967295"),
        (CELLS.astype("complex64"), "pixel type complex64 is not supported"),
    ],
)
def test_a_label_with_other_numbers_is_left_out_with_the_reason_and_its_image_is_not(
    tmp_path: Path, undone: None, numbers: Array, reason: str
) -> None:
    path = write_ome_zarr(tmp_path / "a.zarr", ramp((2, 20, 20)), "cyx", "0.4")
    add_label(path, numbers, "0.4")
    import_folder(tmp_path)
    image = models.Image.objects.get()
    ((name, said),) = image.original_metadata.entries
    assert name == "labels/cells"
    assert said.startswith("not shown: ")
    assert reason in said


def test_numbers_that_are_too_large_elsewhere_are_an_error_where_they_are(tmp_path: Path) -> None:
    path = write_ome_zarr(tmp_path / "a.zarr", ramp((2, 20, 20)), "cyx")
    numbers = np.stack([CELLS.astype("int64") * factor for factor in (2**40, 1, 1)])
    add_label(path, numbers, "0.5", "zyx")
    label = describe(path).images[1]
    with closing(open_source(label.path, 0)) as source:
        assert source.read(0, 1, 0, [0], Region(0, 0, 20, 20)).max() == 1
        with pytest.raises(Unreadable, match="number of an object 1099511627776"):
            source.read(0, 0, 0, [0], Region(0, 0, 20, 20))
