"""config.xml: the shape of existing installations, and what happens to it when things go wrong."""

import os
import stat
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from omeroweb.config import ConfigurationError, config_xml
from omeroweb.config.config_xml import Profiles, changed, parse, read, render, write
from omeroweb.config.locking import locked

# As OMERO 5 writes it: one line, the active profile twice.
EXISTING = (
    '<?xml version="1.0" encoding="utf-8"?>\n<icegrid><!-- Generated: do not edit -->'
    '<properties id="__ACTIVE__"><property name="omero.config.profile" value="default"/>'
    '<property name="omero.config.version" value="5.1.0"/>'
    '<property name="omero.web.prefix" value="/omero"/></properties>'
    '<properties id="default"><property name="omero.config.version" value="5.1.0"/>'
    '<property name="omero.web.prefix" value="/omero"/></properties>'
    '<properties id="test"><property name="omero.config.version" value="5.1.0"/>'
    '<property name="omero.web.debug" value="true"/></properties>'
    '<include file="templates.xml"/></icegrid>'
)
NAME = Path("config.xml")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A config.xml that does not exist yet, in folders that do not either."""
    return tmp_path / "etc" / "grid" / "config.xml"


def element_of(content: bytes) -> ET.Element:
    return ET.fromstring(content)  # noqa: S314 - our own


@pytest.fixture
def existing(file: Path) -> Path:
    file.parent.mkdir(parents=True)
    file.write_text(EXISTING, encoding="utf-8")
    return file


def test_a_file_of_an_existing_installation_is_read() -> None:
    profiles = parse(EXISTING.encode(), NAME)
    assert profiles.active == "default"
    assert profiles.by_name == {
        "default": {"omero.web.prefix": "/omero"},
        "test": {"omero.web.debug": "true"},
    }


def test_the_shape_of_a_written_file_is_that_of_existing_ones() -> None:
    root = element_of(render(parse(EXISTING.encode(), NAME)))
    shape = [(element.tag, element.get("id")) for element in root]
    assert shape == [
        ("properties", "__ACTIVE__"),
        ("properties", "default"),
        ("properties", "test"),
        ("include", None),
    ]
    active = [(entry.get("name"), entry.get("value")) for entry in root[0]]
    assert active == [
        ("omero.config.profile", "default"),
        ("omero.config.version", "5.1.0"),
        ("omero.web.prefix", "/omero"),
    ]
    assert [entry.get("name") for entry in root[1]] == ["omero.config.version", "omero.web.prefix"]
    assert root[3].get("file") == "templates.xml"


@pytest.mark.parametrize(
    "text",
    [
        "",
        '"quoted" & <tagged>',
        "a\nb\r\nc\td",
        "Übergröße",
        "\U0001f52c",
        " blanks ",
        "]]>",
        "a'b",
    ],
)
def test_any_text_is_kept(text: str) -> None:
    profiles = Profiles(by_name={"default": {"omero.web.x": text}})
    assert parse(render(profiles), NAME).current == {"omero.web.x": text}


def test_line_breaks_between_elements_change_nothing() -> None:
    by_hand = EXISTING.replace("><", ">\n  <").replace("<!--", "<!-- mine --><!--")
    assert parse(by_hand.encode(), NAME).by_name == parse(EXISTING.encode(), NAME).by_name


def test_what_we_do_not_know_is_kept() -> None:
    own = '<node name="master"><server id="Blitz-0"/></node>'
    text = EXISTING.replace("<include", f"{own}<include").replace("templates.xml", "mine.xml")
    root = element_of(render(parse(text.encode(), NAME)))
    assert root.find("node/server[@id='Blitz-0']") is not None
    assert [element.get("file") for element in root.findall("include")] == ["mine.xml"]


def test_the_copy_of_the_active_profile_is_enough() -> None:
    alone = EXISTING[: EXISTING.index('<properties id="default">')] + "</icegrid>"
    profiles = parse(alone.encode(), NAME)
    assert profiles.by_name == {"default": {"omero.web.prefix": "/omero"}}


def test_a_profile_counts_more_than_its_copy() -> None:
    text = EXISTING.replace('value="/omero"', 'value="/stale"', 1)
    assert parse(text.encode(), NAME).current == {"omero.web.prefix": "/omero"}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<icegrid>", "not well-formed"),
        ("hello", "not well-formed"),
        ("<grid/>", "expected <icegrid>"),
        ('<?xml version="1.0" encoding="nonsense"?><icegrid/>', "not well-formed"),
        ("<icegrid><properties/></icegrid>", "expected <properties id=...>"),
        ('<icegrid><properties id="a"><property/></properties></icegrid>', "expected <property na"),
        ("<icegrid>" + "<a>" * 5000 + "</a>" * 5000 + "</icegrid>", "too many elements"),
        (
            '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><icegrid>&c;</icegrid>',
            "a DOCTYPE, which no config.xml has",
        ),
        (
            '<!DOCTYPE a SYSTEM "file:///etc/passwd"><icegrid/>',
            "a DOCTYPE, which no config.xml has",
        ),
        (
            '<icegrid><properties id="__ACTIVE__"><property name="omero.config.profile" '
            'value="__ACTIVE__"/></properties></icegrid>',
            "to name a profile",
        ),
    ],
)
def test_what_is_no_config_xml_is_refused_by_name(content: str, expected: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        parse(content.encode(), NAME)
    assert str(refused.value).startswith("config.xml: ")
    assert expected in str(refused.value)


def test_a_doctype_in_another_encoding_is_refused_too() -> None:
    content = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "b">]><icegrid/>'.encode("utf-16")
    with pytest.raises(ConfigurationError, match="DOCTYPE"):
        parse(content, NAME)


@pytest.mark.parametrize("content", [b"", b"\n"])
def test_an_empty_file_sets_nothing(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    assert read(file, {}).by_name == {"default": {}}


def test_no_file_sets_nothing_and_none_is_made(file: Path) -> None:
    assert read(file, {"OMERO_CONFIG": "any"}).current == {}
    assert not file.parent.exists()


def test_omero_config_chooses_a_profile(existing: Path) -> None:
    assert read(existing, {"OMERO_CONFIG": "test"}).current == {"omero.web.debug": "true"}
    with pytest.raises(ConfigurationError) as refused:
        read(existing, {"OMERO_CONFIG": "tset"})
    assert str(refused.value) == (
        f"OMERO_CONFIG='tset': no such profile in {existing}; expected one of default, test"
    )


def test_omero_config_changes_its_profile_and_the_active_one_stays(existing: Path) -> None:
    with changed(existing, {"OMERO_CONFIG": "new"}) as profiles:
        profiles.current["omero.web.debug"] = "1"
    stored = read(existing, {})
    assert stored.active == "default"
    assert stored.by_name["new"] == {"omero.web.debug": "1"}
    assert stored.current == {"omero.web.prefix": "/omero"}


@pytest.mark.parametrize("name", ["__ACTIVE__", ""])
def test_a_profile_cannot_have_the_name_of_the_copy(name: str) -> None:
    with pytest.raises(ConfigurationError, match="cannot be the name of a profile"):
        Profiles().activate(name)


def test_internal_names_are_written_once() -> None:
    profiles = Profiles(
        by_name={"default": {"omero.config.profile": "x", "omero.config.version": "1"}}
    )
    root = element_of(render(profiles))
    texts = [[entry.get("value") for entry in element] for element in root.findall("properties")]
    assert texts == [["default", "5.1.0"], ["5.1.0"]]


@pytest.mark.parametrize("text", ["\0", "\x0b", "\ud800", "\uffff"])
def test_what_xml_cannot_hold_is_refused_and_the_file_stays(existing: Path, text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"omero\.web\.x: expected text without"):
        set_to(existing, text)
    assert existing.read_text(encoding="utf-8") == EXISTING


def set_to(file: Path, text: str) -> None:
    with changed(file, {}) as profiles:
        profiles.current["omero.web.x"] = text


# --- writing


def test_folders_are_made_and_a_new_file_is_its_owners_alone(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "umask", lambda _: 0o022)
    write_first(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(entry.name for entry in file.parent.iterdir()) == [
        "config.xml",
        "config.xml.lock",
    ]


def test_where_the_umask_lets_the_group_write_a_new_file_is_the_groups_too(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "umask", lambda _: 0o002)
    write_first(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o660


def write_first(file: Path) -> None:
    with changed(file, {}) as profiles:
        profiles.current["omero.web.debug"] = "true"


def test_the_mode_of_an_existing_file_stays(existing: Path) -> None:
    existing.chmod(0o640)
    with changed(existing, {}) as profiles:
        profiles.current["omero.web.debug"] = "true"
    assert stat.S_IMODE(existing.stat().st_mode) == 0o640


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_the_owner_of_an_existing_file_stays(existing: Path) -> None:
    os.chown(existing, 1234, 1234)
    with changed(existing, {}) as profiles:
        profiles.current["omero.web.debug"] = "true"
    assert (existing.stat().st_uid, existing.stat().st_gid) == (1234, 1234)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_what_root_makes_belongs_to_the_owner_of_the_folder(file: Path) -> None:
    file.parent.mkdir(parents=True)
    os.chown(file.parent, 1234, 1234)
    write_first(file)
    assert {entry.stat().st_uid for entry in file.parent.iterdir()} == {1234}


def test_a_link_stays_a_link(existing: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.xml"
    link.symlink_to(existing)
    with changed(link, {}) as profiles:
        profiles.current["omero.web.debug"] = "true"
    assert link.is_symlink()
    assert read(existing, {}).current["omero.web.debug"] == "true"


def test_no_change_writes_nothing(existing: Path) -> None:
    before = existing.stat()
    with changed(existing, {}) as profiles:
        profiles.current["omero.web.prefix"] = "/omero"
    assert existing.stat().st_mtime_ns == before.st_mtime_ns
    assert existing.stat().st_ino == before.st_ino


def test_an_error_in_the_block_leaves_the_old_file(existing: Path) -> None:
    with pytest.raises(RuntimeError):
        break_off(existing)
    assert existing.read_text(encoding="utf-8") == EXISTING


def break_off(file: Path) -> None:
    with changed(file, {}) as profiles:
        profiles.current["omero.web.debug"] = "true"
        raise RuntimeError


def test_a_full_disk_leaves_the_old_file(existing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ConfigurationError, match=r"cannot be written \(No space left on device\)"):
        write(existing, Profiles())
    assert existing.read_text(encoding="utf-8") == EXISTING
    assert [entry.name for entry in existing.parent.iterdir()] == ["config.xml"]


def test_a_file_that_is_mounted_alone_is_explained(
    existing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise OSError(16, "Device or resource busy")

    monkeypatch.setattr(Path, "replace", busy)
    with pytest.raises(ConfigurationError, match="mount its folder instead"):
        write(existing, Profiles())


def test_a_read_only_file_is_not_replaced(existing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # root may write everywhere, and tests may run as root.
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(ConfigurationError, match=f"Cannot modify {existing}"):
        write(existing, Profiles())
    assert existing.read_text(encoding="utf-8") == EXISTING


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "etc").write_text("a file in the way")
    with pytest.raises(ConfigurationError, match="expected a folder that user"):
        write_first(tmp_path / "etc" / "grid" / "config.xml")


def test_a_second_writer_waits_and_then_says_for_whom(existing: Path) -> None:
    busy = pytest.raises(ConfigurationError, match=r"config\.xml\.lock: another process has held")
    with locked(existing), busy, locked(existing, timeout=0.1):
        pytest.fail("two hold the lock")


def test_readers_do_not_wait(existing: Path) -> None:
    with locked(existing):
        assert read(existing, {}).current == {"omero.web.prefix": "/omero"}


def test_a_folder_in_the_place_of_the_file_is_named(file: Path) -> None:
    file.mkdir(parents=True)
    with pytest.raises(ConfigurationError, match="cannot be read by user"):
        read(file, {})
    assert config_xml.config_file(file.parent.parent.parent) == file
