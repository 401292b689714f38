"""Original files over HTTP."""

import io
import zipfile

from tests.integration.conftest import Lab

URL = "/webgateway/archived_files/download/"


def test_one_file_comes_as_itself(lab: Lab) -> None:
    answer = lab.get(f"{URL}{lab.ids['stack.ome.tif']}/")
    original = (lab.folder / "Cells/Monday/stack.ome.tif").read_bytes()
    assert answer.content == original
    assert answer.headers["Content-Length"] == str(len(original))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="stack.ome.tif"'


def test_a_zarr_folder_comes_as_a_zip_of_all_its_files(lab: Lab) -> None:
    answer = lab.get(f"{URL}{lab.ids['volume.ome.zarr']}/")
    assert answer.headers["Content-Length"] == str(len(answer.content))
    folder = lab.folder / "Cells" / "Monday"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        found = {name: archive.read(name) for name in archive.namelist()}
    files = (file for file in (folder / "volume.ome.zarr").rglob("*") if file.is_file())
    assert found == {str(file.relative_to(folder)): file.read_bytes() for file in files}


def test_several_images_come_as_one_zip_with_each_file_once(lab: Lab) -> None:
    stack, pyramid = lab.ids["stack.ome.tif"], lab.ids["pyramid.ome.tif"]
    answer = lab.get(f"{URL}?image={stack}&image={pyramid}&image={stack}&zipname=both")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="both.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert sorted(archive.namelist()) == ["pyramid.ome.tif", "stack.ome.tif"]


def test_nothing_asked_for_says_what_was_expected(lab: Lab) -> None:
    answer = lab.get(URL)
    assert (answer.status_code, answer.text) == (
        400,
        "expected ids of images, e.g. ?image=1&image=2, or a well: ?well=5&index=0",
    )


def test_an_unknown_image_is_not_found(lab: Lab) -> None:
    assert lab.get(f"{URL}424242/").status_code == 404
