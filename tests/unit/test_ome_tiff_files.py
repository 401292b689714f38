"""OME-TIFF filesets: planes in several files, companions of metadata, files that were renamed."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import tifffile

from omeroweb.errors import Unreadable
from omeroweb.pixels import Location, describe, open_source
from omeroweb.quantities import Region
from tests.images import Array, ramp, write_pyramid

WHOLE = Region(0, 0, 40, 30)
DATA = ramp((2, 3, 30, 40))  # T, C, Y, X


def ome_xml(data: str, extra: str = "", attributes: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" '
        f"{attributes}>{extra}"
        '<Image ID="Image:0" Name="cells"><Pixels ID="Pixels:0" DimensionOrder="XYZCT" '
        'Type="uint16" SizeX="40" SizeY="30" SizeZ="1" SizeC="3" SizeT="2">'
        '<Channel ID="Channel:0:0" Name="DAPI"/><Channel ID="Channel:0:1" Name="GFP"/>'
        f'<Channel ID="Channel:0:2" Name="RFP"/>{data}</Pixels></Image></OME>'
    )


def tiff_data(t: int, c: int, ifd: int, name: str) -> str:
    return (
        f'<TiffData FirstT="{t}" FirstC="{c}" FirstZ="0" IFD="{ifd}" PlaneCount="1">'
        f'<UUID FileName="{name}">urn:uuid:00000000-0000-0000-0000-00000000000{t}</UUID></TiffData>'
    )


def write_pages(path: Path, pages: Array, description: str | None = None) -> None:
    with tifffile.TiffWriter(path) as writer:
        for page in pages:
            writer.write(page, contiguous=False, metadata=None, description=description)
            description = None


def write_one_file_per_time(folder: Path) -> list[Path]:
    """Two files that each hold the whole metadata; channels in reverse order in the second."""
    files = [folder / "a_t0.ome.tif", folder / "a_t1.ome.tif"]
    text = ome_xml(
        "".join(tiff_data(0, c, c, files[0].name) for c in range(3))
        + "".join(tiff_data(1, c, 2 - c, files[1].name) for c in range(3))
    )
    write_pages(files[0], DATA[0], text)
    write_pages(files[1], DATA[1, ::-1], text)
    return files


def plane(path: Location, t: int, c: int, series: int = 0) -> Any:
    with closing(open_source(path, series)) as source:
        return source.read(0, 0, t, [c], WHOLE)[0]


def test_planes_are_read_from_the_file_that_holds_them(tmp_path: Path) -> None:
    files = write_one_file_per_time(tmp_path)
    image = describe(files[0]).images[0]
    assert (image.size_c, image.size_t) == (3, 2)
    for t in range(2):
        for c in range(3):
            assert (plane(image.path, t, c) == DATA[t, c]).all()


def test_every_file_of_a_fileset_gives_the_same_description(tmp_path: Path) -> None:
    files = write_one_file_per_time(tmp_path)
    first, second = describe(files[0]), describe(files[1])
    assert first == second
    assert first.path == files[0]
    assert [file.path for file in first.files] == files


def test_a_companion_holds_the_metadata_of_plain_files(tmp_path: Path) -> None:
    companion = tmp_path / "set.companion.ome"
    names = ["t0.tif", "t1.tif"]
    only = f'<BinaryOnly MetadataFile="{companion.name}" UUID="urn:uuid:1"/>'
    binary = f'<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06">{only}</OME>'
    for t, name in enumerate(names):
        write_pages(tmp_path / name, DATA[t], binary)
    blocks = [tiff_data(t, c, c, name) for t, name in enumerate(names) for c in range(3)]
    companion.write_text(ome_xml("".join(blocks)), encoding="utf-8")
    found = describe(companion)
    assert found.path == companion
    assert {file.path.name for file in found.files} == {companion.name, *names}
    assert [channel.name for channel in found.images[0].channels] == ["DAPI", "GFP", "RFP"]
    assert (plane(companion, 1, 2) == DATA[1, 2]).all()
    assert describe(tmp_path / "t1.tif") == found


def test_a_missing_companion_is_named(tmp_path: Path) -> None:
    text = '<OME><BinaryOnly MetadataFile="gone.companion.ome" UUID="urn:uuid:1"/></OME>'
    write_pages(tmp_path / "a.ome.tif", DATA[0], text)
    with pytest.raises(Unreadable, match=r"gone\.companion\.ome: No such file"):
        describe(tmp_path / "a.ome.tif")


def test_a_missing_file_of_a_fileset_is_named(tmp_path: Path) -> None:
    files = write_one_file_per_time(tmp_path)
    files[1].unlink()
    with pytest.raises(Unreadable, match=r"a_t1\.ome\.tif: No such file"):
        describe(files[0])


def test_a_single_file_that_was_renamed_is_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "renamed.ome.tif"
    blocks = "".join(
        tiff_data(t, c, 3 * t + c, "original.ome.tif") for t in (0, 1) for c in (0, 1, 2)
    )
    write_pages(path, DATA.reshape(6, 30, 40), ome_xml(blocks))
    assert (plane(describe(path).images[0].path, 1, 2) == DATA[1, 2]).all()


@pytest.mark.parametrize("name", ["../other.ome.tif", "/etc/passwd", "C:\\x.tif", "a/../../b.tif"])
def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.ome.tif"
    write_pages(path, DATA[0], ome_xml(tiff_data(0, 0, 0, name) + tiff_data(1, 0, 0, "b.tif")))
    with pytest.raises(Unreadable, match="names a file outside of its folder"):
        describe(path)


def test_planes_that_no_file_holds_are_empty(tmp_path: Path) -> None:
    path = tmp_path / "sparse.ome.tif"
    write_pages(
        path, DATA[0], ome_xml(tiff_data(0, 0, 0, path.name) + tiff_data(0, 2, 2, path.name))
    )
    assert describe(path).images[0].size_t == 2
    assert not plane(path, 0, 1).any()
    assert not plane(path, 1, 0).any()
    assert (plane(path, 0, 2) == DATA[0, 2]).all()


def test_the_plain_order_of_dimensions_counts_where_tiff_data_say_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.ome.tif"
    write_pages(path, DATA.reshape(6, 30, 40), ome_xml("<TiffData/>"))
    assert (plane(path, 1, 1) == DATA[1, 1]).all()


def test_sizes_that_contradict_the_pages_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.ome.tif"
    write_pages(path, ramp((6, 20, 40)), ome_xml("<TiffData/>"))
    with pytest.raises(Unreadable, match=r"OME-XML says 40 x 30 pixels, the TIFF page 40 x 20"):
        describe(path)


def test_every_plane_of_a_stack_has_its_own_pyramid(tmp_path: Path) -> None:
    data = ramp((3, 128, 96))
    path = write_pyramid(tmp_path / "p.ome.tif", data, 2, "CYX", tile=(32, 32))
    image = describe(path).images[0]
    assert [(level.size_x, level.size_y) for level in image.levels] == [(96, 128), (48, 64)]
    with closing(open_source(path, 0)) as source:
        planes = source.read(1, 0, 0, [2, 0], Region(3, 5, 40, 50))
    assert (planes == data[[2, 0], ::2, ::2][:, 5:55, 3:43]).all()


def test_many_files_are_read_with_few_of_them_open(tmp_path: Path) -> None:
    """More files than are kept open at a time, read by threads in any order."""
    count = 40
    data = ramp((count, 30, 40))
    blocks = "".join(tiff_data(t, 0, 0, f"f{t:02}.tif") for t in range(count))
    text = ome_xml(blocks).replace('SizeC="3" SizeT="2"', f'SizeC="1" SizeT="{count}"')
    text = text.replace('<Channel ID="Channel:0:1" Name="GFP"/>', "")
    text = text.replace('<Channel ID="Channel:0:2" Name="RFP"/>', "")
    for t in range(count):
        write_pages(tmp_path / f"f{t:02}.tif", data[t : t + 1], text)
    with closing(open_source(tmp_path / "f00.tif", 0)) as source, ThreadPoolExecutor(4) as threads:
        found = list(
            threads.map(lambda t: source.read(0, 0, t % count, [0], WHOLE)[0], range(3 * count))
        )
    assert all((found[n] == data[n % count]).all() for n in range(3 * count))
