"""Images as OME-TIFF, read by the programs that read such files."""

import io
import zipfile
from typing import Any

import cv2
import numpy as np
import ome_types
import pytest
import tifffile

from tests.webgateway.gallery import MEMBER, OUTSIDER, Gallery, streamed


def exported(gallery: Gallery, name: str) -> bytes:
    answer = gallery.get(f"render_ome_tiff/i/{{{name}}}/", MEMBER)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/tiff"
    content = streamed(answer)
    assert answer.headers["Content-Length"] == str(len(content))
    return content


@pytest.mark.parametrize("name", ["stack", "volume", "signed", "pyramid", "slide"])
def test_the_file_holds_every_pixel(gallery: Gallery, name: str) -> None:
    expected = gallery.arrays[name]
    with tifffile.TiffFile(io.BytesIO(exported(gallery, name))) as file:
        assert file.is_ome
        series = file.series[0]
        found = series.asarray()
        assert found.dtype == expected.dtype
        if name == "volume":  # written CZYX, pages go XYCZT
            found = np.moveaxis(found, series.axes.index("C"), 0)
        assert np.array_equal(found.squeeze(), expected.squeeze())
        if name in ("pyramid", "slide"):
            for level in (1, 2):
                step = 2**level
                assert np.array_equal(series.levels[level].asarray(), expected[::step, ::step])


def test_libtiff_reads_it_too(gallery: Gallery) -> None:
    pages = cv2.imdecodemulti(
        np.frombuffer(exported(gallery, "stack"), np.uint8), cv2.IMREAD_UNCHANGED
    )[1]
    assert np.array_equal(np.array(pages), gallery.arrays["stack"].reshape(-1, 48, 64))


def test_the_file_says_what_is_known_of_the_image(gallery: Gallery) -> None:
    with tifffile.TiffFile(io.BytesIO(exported(gallery, "stack"))) as file:
        ome = ome_types.from_xml(file.ome_metadata or "")
    (image,) = ome.images
    pixels = image.pixels
    assert image.name == "stack.ome.tif"
    assert (pixels.size_x, pixels.size_c, pixels.size_z, pixels.size_t) == (64, 2, 3, 2)
    assert [channel.name for channel in pixels.channels] == ["DAPI", "GFP"]
    assert [channel.color.as_hex() for channel in pixels.channels if channel.color] == [
        "#00f",
        "#0f0",
    ]


def test_a_slide_stays_one_picture_of_three_samples(gallery: Gallery) -> None:
    with tifffile.TiffFile(io.BytesIO(exported(gallery, "slide"))) as file:
        assert len(file.pages) == 1
        assert file.pages.first.photometric == tifffile.PHOTOMETRIC.RGB
        assert ome_types.from_xml(file.ome_metadata or "").images[0].pixels.size_c == 3


def test_a_dataset_is_a_zip_of_its_images(gallery: Gallery) -> None:
    dataset = gallery.get("imgData/{stack}/meta.datasetId/").json()
    path = f"render_ome_tiff/d/{dataset}/"
    assert gallery.get(path, dryrun="1").content == b"5"
    chosen = f"{gallery.ids['stack']},{gallery.ids['signed']}"
    answer = gallery.get(path, MEMBER, selection=chosen)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Cells-Monday.zip"'
    content = streamed(answer)
    assert answer.headers["Content-Length"] == str(len(content))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        names = sorted(archive.namelist())
        stack = f"{gallery.ids['stack']}-stack.ome.tif.ome.tiff"
        assert names == sorted([stack, f"{gallery.ids['signed']}-signed.ome.tif.ome.tiff"])
        found = tifffile.imread(io.BytesIO(archive.read(stack)))
    assert np.array_equal(found, gallery.arrays["stack"])


def test_wells_and_projects_are_zips_too(gallery: Gallery) -> None:
    project = gallery.get("imgData/{stack}/meta.projectId/").json()
    answer = gallery.get(f"render_ome_tiff/p/{project}/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Cells.zip"'
    answer.close()
    well = gallery.get(f"plate/{gallery.plate}/").json()["grid"][0][0]["wellId"]
    answer = gallery.get(f"render_ome_tiff/w/{well}/")
    assert answer.headers["Content-Disposition"].endswith('-A1.zip"')
    with zipfile.ZipFile(io.BytesIO(streamed(answer))) as archive:
        assert len(archive.namelist()) == 2


@pytest.mark.parametrize(
    ("path", "query", "status", "said"),
    [
        ("render_ome_tiff/d/424242/", {}, 404, "Dataset 424242 has no images for download"),
        ("render_ome_tiff/i/{stack}/", {"selection": "a"}, 400, "selection=a: expected ids"),
        ("render_ome_tiff/i/{stack}/", {"selection": "424242"}, 404, "has no images"),
        ("original_file_paths/424242/", {}, 404, "Image 424242 not found"),
    ],
)
def test_what_cannot_be_exported(
    gallery: Gallery, path: str, query: dict[str, str], status: int, said: str
) -> None:
    answer = gallery.get(path, **query)
    assert answer.status_code == status
    assert said in answer.content.decode()


def test_exports_are_for_those_who_may_see_the_image(gallery: Gallery) -> None:
    assert gallery.get("render_ome_tiff/i/{stack}/", OUTSIDER).status_code == 404


def test_files_are_told_without_the_servers_folders(gallery: Gallery) -> None:
    found: dict[str, Any] = gallery.get("original_file_paths/{stack}/", MEMBER).json()
    assert found["repo"] == found["client"] == ["stack.ome.tif"]
    assert isinstance(found["fileset"]["id"], int)


def test_a_head_request_tells_the_length(gallery: Gallery) -> None:
    answer = gallery.client().head(f"/webgateway/render_ome_tiff/i/{gallery.ids['stack']}/")
    assert int(answer.headers["Content-Length"]) == len(exported(gallery, "stack"))
