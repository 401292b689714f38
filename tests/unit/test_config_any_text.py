"""Any text, anywhere: taken, ignored, or refused in one sentence that shows no secret."""

import contextlib
import io
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omeroweb.cli.main import main
from omeroweb.config import ConfigurationError, catalogue, config_xml, load, omero_files
from omeroweb.config.changes import Change
from omeroweb.config.property import Property, looks_secret
from omeroweb.config.resolving import check_value
from omeroweb.config.sources import Given
from tests.unit.config_texts import ANYTHING, CHARACTERS, LINE, TRAPS, quick

SECRETS = [declared for declared in catalogue.PROPERTIES if declared.is_secret]
# Nothing of ours contains it.
HIDDEN = "hIdDeN-vAlUe"


def problem(call: Callable[[], object]) -> str:
    """What a call says is wrong; empty where nothing is."""
    try:
        call()
    except ConfigurationError as error:
        return str(error)
    return ""


def omero(*words: str, folder: str) -> tuple[int, str]:
    """Exit code and all output of a command; the environment holds nothing but the folder."""
    output = io.StringIO()
    with (
        mock.patch.dict(os.environ, {"OMERODIR": folder}, clear=True),
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(output),
    ):
        try:
            status = main(words)
        except SystemExit as error:
            status = int(error.code or 0)
    return status, output.getvalue()


@pytest.mark.parametrize("declared", catalogue.PROPERTIES, ids=lambda declared: declared.name)
def test_every_parser_takes_a_trap_or_says_what_it_expects(declared: Property[object]) -> None:
    for trap in TRAPS:
        entry = Given(declared.name, trap, "a.omero, line 1")
        said = problem(lambda entry=entry: check_value(entry, Path("/nowhere")))  # type: ignore[misc]
        assert not said or (said.startswith(f"{declared.name}=") and "): expected " in said)
        assert len(said) < 1000


@quick
@given(st.sampled_from(catalogue.PROPERTIES), ANYTHING)
def test_any_text_is_a_value_or_one_sentence(declared: Property[object], text: str) -> None:
    said = problem(lambda: load({"OMERODIR": "/nowhere", declared.variable: text}))
    assert not said or declared.name in said


@quick
@given(st.text(max_size=30), ANYTHING)
def test_any_variable_is_taken_ignored_or_one_sentence(name: str, text: str) -> None:
    given = {f"CONFIG_omero_web_{name}": text, f"CONFIG_{name}": text}
    said = problem(lambda: load({"OMERODIR": "/nowhere", **given}))
    assert not said or "CONFIG_" in said


@quick
@given(ANYTHING, ANYTHING, ANYTHING, ANYTHING)
def test_any_folder_profile_and_host_is_taken_or_one_sentence(
    folder: str, files: str, profile: str, host: str
) -> None:
    problem(lambda: load({"OMERODIR": folder}))
    problem(lambda: load({"OMERODIR": "/nowhere", "OMERO_WEB_CONFIG_FOLDER": files}))
    problem(lambda: load({"OMERODIR": "/nowhere", "OMERO_CONFIG": profile}))
    said = problem(lambda: load({"OMERODIR": "/nowhere", "OMEROHOST": host}))
    assert not said or said.startswith("omero.web.server_list=")


@quick
@given(ANYTHING)
def test_any_name_of_a_file_with_a_value_is_read_or_one_sentence(name: str) -> None:
    said = problem(lambda: load({"CONFIG_omero_web_prefix_FILE": name}))
    assert not said or said.startswith("omero.web.prefix")


@quick
@given(st.binary(max_size=80) | LINE.map(lambda text: f"<icegrid>{text}</icegrid>".encode()))
def test_any_config_xml_is_read_or_one_sentence(content: bytes) -> None:
    said = problem(lambda: config_xml.parse(content, Path("config.xml")))
    assert not said or said.startswith("config.xml: ")


@quick
@given(st.text(max_size=80) | st.sampled_from(["config set", "config append a", "a=", "\\", "=b"]))
def test_any_file_of_settings_is_read_or_one_sentence_per_line(content: str) -> None:
    said = problem(lambda: omero_files.parse(content, "a.omero"))
    assert not said or all(line.startswith("a.omero, line ") for line in said.split("\n"))


@quick
@given(st.dictionaries(st.text(CHARACTERS, max_size=20), st.text(CHARACTERS, max_size=40)))
def test_any_text_is_kept_by_config_xml_or_refused(texts: dict[str, str]) -> None:
    rendered: list[bytes] = []
    profiles = config_xml.Profiles(by_name={"default": dict(texts)})
    if problem(lambda: rendered.append(config_xml.render(profiles))):
        return
    kept = config_xml.parse(rendered[0], Path("config.xml")).by_name["default"]
    assert kept == texts


@quick
@given(st.sampled_from(["append", "remove"]), ANYTHING, ANYTHING)
def test_any_element_of_any_list_is_one_sentence_at_most(kind: str, text: str, value: str) -> None:
    texts = {"omero.web.x": text}
    said = problem(lambda: Change(kind, "omero.web.x", value, "a.omero, line 1").apply(texts, {}))
    assert not said or said.startswith("omero.web.x (from a.omero, line 1): ")
    assert len(said) < 1000


@quick
@given(
    st.sampled_from(["set", "append", "remove"]),
    st.sampled_from(catalogue.NAMES) | st.text(CHARACTERS, max_size=20),
    ANYTHING,
)
def test_any_change_is_made_or_refused_and_leaves_a_valid_file(
    action: str, name: str, text: str
) -> None:
    with TemporaryDirectory() as folder:
        status, _ = omero("config", action, "--", name, text, folder=folder)
        assert status in (0, 1, 2)
        status, output = omero("config", "check", folder=folder)
        assert status == 0 or "no such property" in output or "expected" in output


# --- secrets


@pytest.mark.parametrize("name", [*(declared.name for declared in SECRETS), "omero.web.x.password"])
@pytest.mark.parametrize("text", [HIDDEN, f'["{HIDDEN}"]', f'{{"default": "{HIDDEN}"}}'])
def test_no_command_shows_a_secret(name: str, text: str) -> None:
    with TemporaryDirectory() as folder:
        file = config_xml.config_file(Path(folder))
        with config_xml.changed(file, {}) as profiles:
            profiles.current[name] = text
        settings = Path(folder) / "settings"
        settings.write_text(f"{name}={HIDDEN}2\nconfig append {name} {HIDDEN}", encoding="utf-8")
        lines = Path(folder) / "lines"
        lines.write_text(f"config set {name}={HIDDEN}\nconfig set {name} '{HIDDEN}")
        for words in (
            ["get"],
            ["list"],
            ["get", name],
            ["get", name, "omero.web.debug"],
            ["keys"],
            ["check"],
            ["old"],
            ["set", "--report", name, f"{HIDDEN}3"],
            ["set", f"{name}={HIDDEN}"],
            ["append", "--report", name, f'"{HIDDEN}"'],
            ["append", name, HIDDEN],
            ["remove", "--report", name, f'"{HIDDEN}"'],
            ["remove", name, f'"{HIDDEN}4"'],
            ["load", str(settings)],
            ["parse", "--file", str(settings)],
        ):
            _, output = omero("config", *words, folder=folder)
            assert HIDDEN not in output, words
        assert HIDDEN not in omero("load", "-k", str(lines), folder=folder)[1]


@pytest.mark.parametrize("declared", SECRETS, ids=lambda declared: declared.name)
def test_no_message_about_the_environment_shows_a_secret(declared: Property[object]) -> None:
    for text in (HIDDEN, f"{HIDDEN}\udcff", f'["{HIDDEN}"]', f'{{"default": "{HIDDEN}"}}'):
        for variable in (declared.variable, f"{declared.variable}_FILE"):
            assert HIDDEN not in problem(lambda: load({variable: text}))  # noqa: B023 - called now


def test_names_that_look_secret_are() -> None:
    assert looks_secret("omero.web.my.PASSWORD")
    assert catalogue.is_secret("omero.db.pass")
    assert not catalogue.is_secret("omero.web.prefix")
