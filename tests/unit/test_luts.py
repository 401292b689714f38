"""Tables of colours: those that are always there, those in files, and their picture."""

from pathlib import Path

import numpy as np
import pytest

from omeroweb.rendering import luts

# What clients of OMERO ask for by name; docs/rendering.md lists where each comes from.
STANDARD = [
    "16_colors",
    "3-3-2_rgb",
    "5_ramps",
    "6_shades",
    "blue",
    "blue_orange_icb",
    "brgbcmyw",
    "cool",
    "cyan",
    "cyan_hot",
    "edges",
    "fire",
    "gem",
    "glasbey",
    "glasbey_inverted",
    "grays",
    "green",
    "green_fire_blue",
    "hilo",
    "ica",
    "ica2",
    "ica3",
    "ice",
    "magenta",
    "magenta_hot",
    "orange_hot",
    "phase",
    "rainbow_rgb",
    "red",
    "red-green",
    "red_hot",
    "royal",
    "sepia",
    "smart",
    "spectrum",
    "thal",
    "thallium",
    "unionjack",
    "yellow",
    "yellow_hot",
]


def table(name: str) -> list[tuple[int, int, int]]:
    found = luts.lut(name)
    assert found is not None
    return [(red, green, blue) for red, green, blue in found.table.tolist()]


@pytest.mark.parametrize("name", STANDARD)
def test_every_standard_table_is_there(name: str) -> None:
    found = luts.lut(f"{name}.lut")
    assert found is not None
    assert found.name == f"{name}.lut"
    assert found.table.shape == (256, 3)
    assert found.name in luts.names()


def test_the_names_are_in_order_and_each_has_a_table_of_its_own() -> None:
    names = luts.names()
    assert list(names) == sorted(names)
    tables = {luts.lut(name).colors for name in names if luts.lut(name)}  # type: ignore[union-attr]
    assert len(tables) == len(names)


@pytest.mark.parametrize(
    ("name", "level", "expected"),
    [
        ("grays.lut", 77, (77, 77, 77)),
        ("red.lut", 200, (200, 0, 0)),
        ("fire.lut", 0, (0, 0, 0)),
        ("fire.lut", 8, (0, 0, 61)),
        ("fire.lut", 255, (255, 255, 255)),
        ("ice.lut", 0, (0, 156, 140)),
        ("hilo.lut", 0, (0, 0, 255)),
        ("hilo.lut", 100, (100, 100, 100)),
        ("hilo.lut", 255, (255, 0, 0)),
        ("3-3-2_rgb.lut", 0b111_000_01, (224, 0, 64)),
        ("spectrum.lut", 85, (0, 255, 0)),
        ("red-green.lut", 127, (254, 0, 0)),
        ("red-green.lut", 128, (0, 0, 0)),
        ("16_colors.lut", 128, (255, 255, 0)),
        ("5_ramps.lut", 50, (0, 0, 255)),
        ("5_ramps.lut", 51, (0, 0, 0)),
        ("glasbey.lut", 1, (0, 0, 255)),
        ("glasbey_inverted.lut", 1, (255, 255, 0)),
        ("viridis.lut", 0, (68, 1, 84)),
    ],
)
def test_known_colours(name: str, level: int, expected: tuple[int, int, int]) -> None:
    assert table(name)[level] == expected


def test_a_name_is_found_in_any_case_and_an_unknown_one_is_not() -> None:
    assert luts.lut("Fire.LUT") == luts.lut("fire.lut")
    assert luts.lut("no_such.lut") is None
    assert luts.lut("") is None


def test_another_table_under_the_same_name_is_another_lut() -> None:
    one = luts.Lut.of("own.lut", np.zeros((256, 3), np.uint8))
    other = luts.Lut.of("own.lut", np.ones((256, 3), np.uint8))
    assert one != other
    assert repr(one) != repr(other)


def test_three_kinds_of_files_are_read(tmp_path: Path) -> None:
    expected = np.stack([np.arange(256), np.arange(256)[::-1], np.full(256, 7)], 1).astype(np.uint8)
    planar = expected.T.tobytes()
    (tmp_path / "a.lut").write_bytes(planar)
    (tmp_path / "b.lut").write_bytes(b"ICOL" + bytes(28) + planar)
    lines = [f"{n}\t{r}\t{g}\t{b}" for n, (r, g, b) in enumerate(expected.tolist())]
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "c.lut").write_text("Index\tRed\tGreen\tBlue\n" + "\n".join(lines))
    read = list(luts.read_folder(tmp_path))
    assert [lut.name for lut in read] == ["a.lut", "b.lut", "c.lut"]
    for lut in read:
        assert (lut.table == expected).all()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "expected 768 bytes, 800 bytes, or 256 lines"),
        (bytes(767), "expected 768 bytes"),
        (b"1 2 3\n" * 255, "256 lines that end in red, green and blue"),
        (b"1 2 256\n" * 256, "from 0 to 255"),
        (b"inf nan 1\n" * 256, "expected 768 bytes"),
        (bytes(70_000), "larger than a table"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "bad.lut"
    file.write_bytes(content)
    with pytest.raises(luts.NotALut, match=reason) as refused:
        luts.read_lut(file)
    assert str(file) in str(refused.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(luts.NotALut, match=r"none\.lut: No such file"):
        luts.read_lut(tmp_path / "none.lut")


def test_the_picture_has_ten_rows_for_each_table_and_a_gradient_below() -> None:
    shown = [luts.Lut.of("x.lut", np.full((256, 3), n, np.uint8)) for n in (5, 9)]
    picture = luts.picture(shown)
    assert picture.shape == (30, 256, 4)
    assert (picture[:10] == [5, 5, 5, 255]).all()
    assert (picture[10:20] == [9, 9, 9, 255]).all()
    assert picture[-1, 0].tolist() == [0, 0, 0, 255]
    assert picture[-1, 255].tolist() == [0, 0, 0, 0]
