"""Movies and rendered planes to be saved."""

import io
import zipfile
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
import tifffile
from imagecodecs import imread

from tests import golden
from tests.webgateway.gallery import Gallery, streamed
from tests.webgateway.pictures import assert_alike

C = "1|0:3000$FF0000"


def frames(gallery: Gallery, axis: str) -> list[golden.FloatArray]:
    stack = gallery.arrays["stack"]
    planes = stack[1, :, :1] if axis == "z" else stack[:, 2, :1]
    return [golden.picture(plane, [golden.Shown(0, 3000, (255, 0, 0))]) for plane in planes]


@pytest.mark.parametrize(("axis", "position"), [("z", 2), ("t", 3)])
def test_quicktime_shows_every_plane(
    gallery: Gallery, axis: str, position: int, tmp_path: Path
) -> None:
    answer = gallery.get(f"render_movie/{{stack}}/{axis}/{position}/", c=C, m="c", fps="7")
    assert answer.headers["Content-Type"] == "video/quicktime"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="stack.ome.tif.mov"'
    file = tmp_path / "movie.mov"
    file.write_bytes(streamed(answer))
    capture = cv2.VideoCapture(str(file))
    assert capture.get(cv2.CAP_PROP_FPS) == pytest.approx(7)
    shown = []
    while (read := capture.read())[0]:
        shown.append(cv2.cvtColor(read[1], cv2.COLOR_BGR2RGB))
    for picture, expected in zip(shown, frames(gallery, axis), strict=True):
        assert_alike(picture, expected, 12)


def test_mp4_is_h264_that_browsers_play(gallery: Gallery) -> None:
    answer = gallery.get("render_movie/{stack}/z/2/", c=C, m="c", format="mp4")
    assert answer.headers["Content-Type"] == "video/mp4"
    with av.open(io.BytesIO(streamed(answer)), "r") as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, str(stream.average_rate)) == ("h264", "4")
        shown = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    for picture, expected in zip(shown, frames(gallery, "z"), strict=True):
        assert_alike(picture, expected, 12)


def test_without_the_library_mp4_says_what_to_install(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("omeroweb.export.movie.find_spec", lambda _: None)
    answer = gallery.get("render_movie/{stack}/z/1/", format="mp4")
    assert answer.status_code == 400
    assert b"pip install omeroweb[movies]" in answer.content


@pytest.mark.parametrize(
    ("path", "query", "status", "said"),
    [
        ("render_movie/{stack}/z/3/", {}, 400, "t=2 is out of range"),
        ("render_movie/{stack}/t/0/", {}, 400, "z=-1 is out of range"),
        ("render_movie/{stack}/z/1/", {"fps": "0"}, 400, "fps=0: expected"),
        ("render_movie/{stack}/z/1/", {"format": "gif"}, 400, "format=gif: expected one of"),
        ("render_movie/424242/z/1/", {}, 404, "Image 424242 not found"),
        ("download_as/{stack}/", {"format": "bmp"}, 400, "format=bmp: expected one of"),
        ("download_as/", {}, 400, "expected ids of images"),
    ],
)
def test_what_cannot_be_made(
    gallery: Gallery, path: str, query: dict[str, str], status: int, said: str
) -> None:
    answer = gallery.get(path, **query)
    assert answer.status_code == status
    assert said in answer.content.decode()


@pytest.mark.parametrize("kind", ["png", "tif", "webp", "jpeg"])
def test_one_rendered_plane(gallery: Gallery, kind: str, tmp_path: Path) -> None:
    answer = gallery.get("download_as/{stack}/", c=C, m="c", format=kind, q="1")
    name = f"stack.ome.tif.{kind}"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    file = tmp_path / name
    file.write_bytes(streamed(answer))
    found = np.asarray(tifffile.imread(file) if kind == "tif" else imread(file))
    expected = golden.picture(
        gallery.arrays["stack"][0, 1, :1], [golden.Shown(0, 3000, (255, 0, 0))]
    )
    assert_alike(found, expected, 1 if kind in ("png", "tif") else 9)


def test_several_rendered_planes_are_a_zip(gallery: Gallery) -> None:
    ids = [gallery.ids["stack"], gallery.ids["signed"]]
    answer = gallery.get("download_as/", image=ids)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Download_as_png.zip"'
    with zipfile.ZipFile(io.BytesIO(streamed(answer))) as archive:
        assert sorted(archive.namelist()) == ["signed.ome.tif.png", "stack.ome.tif.png"]
    well = gallery.get(f"plate/{gallery.plate}/").json()["grid"][0][0]["wellId"]
    answer = gallery.get("download_as/", well=well, index=1)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert gallery.get("download_as/", well=well, index=9).status_code == 404
