"""Label images of OME-Zarr are images beside the one they belong to, also those that come later."""

import json
import os
from pathlib import Path

import pytest

from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.importing.outcomes import Imported, Unchanged
from omeroweb.pixels import describe
from tests.images import ramp, write_ome_zarr
from tests.integration.store.importing import import_folder

CELLS = (ramp((20, 20)) > 60).astype("uint16")


def add_label(image: Path, version: str, dtype: str = "uint16", name: str = "cells") -> None:
    label = write_ome_zarr(image / "labels" / name, CELLS.astype(dtype), "yx", version)
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
    add_label(path, version)
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
    assert label.original_metadata.entries == [["1: class", "nucleus"]]
    assert {type(outcome) for outcome in import_folder(tmp_path)} == {Unchanged}


def test_a_label_of_64_bit_is_left_out_and_its_image_is_not(tmp_path: Path) -> None:
    path = write_ome_zarr(tmp_path / "a.zarr", ramp((2, 20, 20)), "cyx")
    add_label(path, "0.5", "int64")
    assert [image.name for image in describe(path).images] == ["a.zarr"]
