"""Files of settings: which lines there are, and what is said of others."""

from pathlib import Path

import pytest

from omeroweb.config import ConfigurationError, catalogue, load, omero_files
from omeroweb.config.changes import with_element, without_element
from omeroweb.config.omero_files import Change, parse


def only(line: str) -> Change:
    (change,) = parse(line, "a.omero")
    return change


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("omero.web.prefix=/omero", "omero.web.prefix", "/omero"),
        ("  omero.web.prefix = /omero  ", "omero.web.prefix", "/omero"),
        ("omero.web.prefix=", "omero.web.prefix", ""),
        ("omero.web.x=a=b", "omero.web.x", "a=b"),
        ("omero.web.x='a'", "omero.web.x", "'a'"),
        ("config set omero.web.x 'a b'", "omero.web.x", "a b"),
        ("config set -- omero.web.x --reload", "omero.web.x", "--reload"),
        ("config set omero.web.x -- --", "omero.web.x", "--"),
        ("config set omero.web.x -1", "omero.web.x", "-1"),
        ("config set --report omero.web.x 1", "omero.web.x", "1"),
        ("config set omero.web.x ''", "omero.web.x", ""),
        ("config set omero.web.x", "omero.web.x", None),
        ("config set omero.web.x a=b", "omero.web.x", "a=b"),
        ("omero.web.x=Übergröße \U0001f52c", "omero.web.x", "Übergröße \U0001f52c"),
        ("omero.web.x=# no comment", "omero.web.x", "# no comment"),
    ],
)
def test_a_line_sets_a_property(line: str, name: str, value: str | None) -> None:
    change = only(line)
    assert (change.kind, change.name, change.value) == ("set", name, value)


def test_lists_are_changed_by_element() -> None:
    assert only("config append omero.web.apps '\"a\"'").kind == "append"
    assert only("config append --set -- omero.web.apps '\"a\"'").only_once
    assert only("config remove omero.web.apps '\"a\"'").kind == "remove"


def test_comments_and_continued_lines() -> None:
    text = '# a comment \\\n\nomero.web.apps=[\\\n  "a"\\\n]\n  # another\nomero.web.x=1\\'
    changes = parse(text, "a.omero")
    assert [(change.name, change.value) for change in changes] == [
        ("omero.web.apps", '[  "a"]'),
        ("omero.web.x", "1"),
    ]
    assert changes[0].where == "a.omero, line 3"


def test_windows_editors_may_write_them(tmp_path: Path) -> None:
    file = tmp_path / "a.omero"
    file.write_bytes("\ufeffomero.web.x=1\r\nomero.web.y=2\r\n".encode())
    assert [(change.name, change.value) for change in omero_files.read(file)] == [
        ("omero.web.x", "1"),
        ("omero.web.y", "2"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "omero.web.x",
        "config",
        "config set",
        "config set a b c",
        "config append a",
        "config remove --set a 1",
        "config set --file a b",
        "config drop default",
        "config set omero.web.x 'open",
        "web start",
        "omero.web.x: 1",
        "über=1",
        "=1",
        "omero.config.profile=other",
    ],
)
def test_any_other_line_is_named_with_its_number(line: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^a\.omero, line 2: "):
        parse(f"omero.web.x=1\n{line}", "a.omero")


def test_all_wrong_lines_are_named_at_once() -> None:
    with pytest.raises(ConfigurationError) as refused:
        parse("one\nomero.web.x=1\nthree", "a.omero")
    assert [line[:15] for line in str(refused.value).splitlines()] == [
        "a.omero, line 1",
        "a.omero, line 3",
    ]


def test_a_secret_in_a_wrong_line_is_not_repeated() -> None:
    with pytest.raises(ConfigurationError) as refused:
        parse("config set omero.web.secret_key=hidden x\nconfig set my.password =hidden y", "a")
    assert "hidden" not in str(refused.value)


# --- elements of lists


def test_elements_are_compared_as_json_compares() -> None:
    assert with_element("[1]", "true", only_once=True) == "[1, true]"
    assert with_element("[1]", "1", only_once=True) is None
    assert with_element("[1]", "1") == "[1, 1]"
    assert with_element('[{"a": 1, "b": 2}]', '{"b": 2, "a": 1}', only_once=True) is None
    assert without_element('["a", "b", "a"]', '"a"') == '["b", "a"]'
    assert with_element("[]", '"ü"') == '["ü"]'


@pytest.mark.parametrize(
    ("text", "element", "expected"),
    [
        ("[]", "omero_figure", "expected JSON, not 'omero_figure': a string keeps its quotes"),
        ("{}", '"a"', "expected a JSON list to change, not '{}'"),
        ("nonsense", '"a"', "expected a JSON list to change, not 'nonsense'"),
        ("[]", "NaN", "Out of range float values"),
        ("[]", "[" * 100_000, "expected JSON"),
        ("[" * 100_000, '"a"', "expected a JSON list"),
    ],
)
def test_wrong_elements_and_lists_are_one_sentence(text: str, element: str, expected: str) -> None:
    with pytest.raises(ValueError, match="^" + expected[:40].replace("(", r"\(")):
        with_element(text, element)


def test_what_is_not_in_a_list_cannot_be_removed() -> None:
    with pytest.raises(ValueError, match=r'^"b" is not in \["a"\]$'):
        without_element('["a"]', '"b"')


# --- the folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "config"
    folder.mkdir()
    return folder


def test_files_are_read_by_name_and_later_ones_win(folder: Path) -> None:
    (folder / "20.omero").write_text("omero.web.wsgi_workers=20")
    (folder / "10.omero").write_text("omero.web.wsgi_workers=10\nomero.web.page_size=10")
    (folder / ".hidden.omero").write_text("omero.web.wsgi_workers=1")
    (folder / "30.txt").write_text("omero.web.wsgi_workers=30")
    configuration = load({"OMERODIR": str(folder.parent)})
    assert configuration[catalogue.WORKERS] == 20
    assert configuration.source(catalogue.WORKERS) == f"{folder}/20.omero, line 1"
    assert configuration.given["omero.web.page_size"].text == "10"


def test_another_folder_can_be_named(tmp_path: Path, folder: Path) -> None:
    (folder / "a.omero").write_text("omero.web.wsgi_workers=7")
    environ = {"OMERODIR": str(tmp_path / "var"), "OMERO_WEB_CONFIG_FOLDER": str(folder)}
    assert load(environ)[catalogue.WORKERS] == 7
    assert load({**environ, "OMERO_WEB_CONFIG_FOLDER": str(tmp_path / "none")}).given == {}


def test_an_append_begins_with_what_weaker_sources_say(folder: Path) -> None:
    (folder / "a.omero").write_text(
        "config append omero.web.redirect_allowed_hosts '\"a.example.org\"'\n"
        "config append omero.web.redirect_allowed_hosts '\"b.example.org\"'\n"
        "config append omero.web.server_list '[\"b.example.org\", 4064]'\n"
    )
    configuration = load({"OMERODIR": str(folder.parent)})
    assert configuration[catalogue.REDIRECT_ALLOWED_HOSTS] == ["a.example.org", "b.example.org"]
    assert [host for host, _, _ in configuration[catalogue.SERVER_LIST]] == [
        "localhost",
        "b.example.org",
    ]


def test_a_line_without_a_value_unsets_what_weaker_sources_say(folder: Path) -> None:
    (folder / "a.omero").write_text("omero.web.wsgi_workers=7\nconfig set omero.web.wsgi_workers")
    assert load({"OMERODIR": str(folder.parent)}).source(catalogue.WORKERS) == "default"


def test_every_file_that_is_wrong_is_named(folder: Path) -> None:
    (folder / "a.omero").write_text("nonsense")
    (folder / "b.omero").write_bytes(b"\xff")
    (folder / "c.omero").mkdir()
    (folder / "d.omero").write_text(
        "omero.web.secret_key=hidden\nconfig append omero.web.secret_key 1\nomero.web.x=1"
    )
    with pytest.raises(ConfigurationError) as refused:
        load({"OMERODIR": str(folder.parent)})
    lines = str(refused.value).splitlines()
    assert len(lines) == 5
    assert [Path(line.split(":")[0].split(",")[0]).name for line in lines[:3]] == [
        "a.omero",
        "b.omero",
        "c.omero",
    ]
    assert lines[3].startswith("omero.web.secret_key (from ")
    assert "hidden" not in str(refused.value)


def test_a_folder_that_cannot_be_looked_into_is_a_problem(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", closed)
    with pytest.raises(ConfigurationError, match=f"{folder}: cannot be looked into"):
        load({"OMERODIR": str(folder.parent)})
