"""`omero config` and `omero load` as a user calls them, each command in a process of its own."""

import json
import os
import pty
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from omeroweb.config import catalogue, config_xml, load
from tests.folders import open_to_others
from tests.server import OMERO, PATIENCE, environment, finished, omero

MASK = "********"


@pytest.fixture
def file(omerodir: Path) -> Path:
    return config_xml.config_file(omerodir)


def config(omerodir: Path, *words: object, **more: str) -> str:
    """What a command prints that succeeds and has nothing to say on stderr."""
    done = omero("config", *words, omerodir=omerodir, **more)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def refusal(omerodir: Path, *words: object, **more: str) -> str:
    """What a command says that fails; nothing of it is on stdout."""
    done = omero("config", *words, omerodir=omerodir, **more)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    return done.stderr


def stored(omerodir: Path) -> dict[str, str]:
    return config_xml.read(config_xml.config_file(omerodir), {}).current


# --- get, list, keys, path, version


def test_values_are_set_and_printed(omerodir: Path) -> None:
    assert config(omerodir, "set", "omero.web.prefix", "/omero") == ""
    config(omerodir, "set", "omero.web.apps", "[]")
    assert config(omerodir, "get", "omero.web.prefix") == "/omero\n"
    assert config(omerodir, "get") == "omero.web.apps=[]\nomero.web.prefix=/omero\n"
    assert config(omerodir, "keys") == "omero.web.apps\nomero.web.prefix\n"


def test_several_keys_are_printed_with_their_names(omerodir: Path) -> None:
    config(omerodir, "set", "omero.web.prefix", "/omero")
    both = config(omerodir, "get", "omero.web.prefix", "omero.web.debug")
    assert both == "omero.web.prefix=/omero\n"


def test_a_key_that_is_not_set_prints_nothing_and_is_no_error(omerodir: Path) -> None:
    assert config(omerodir, "get", "omero.web.prefix") == ""


def test_a_person_is_told_the_default_of_what_is_not_set(omerodir: Path) -> None:
    terminal, theirs = pty.openpty()
    done = subprocess.run(
        [*OMERO, "config", "get", "omero.web.page_size"],
        env=environment(omerodir),
        stdout=subprocess.PIPE,
        stderr=theirs,
        timeout=PATIENCE,
        check=True,
    )
    os.close(theirs)
    assert done.stdout == b""
    assert b"omero.web.page_size is not set" in os.read(terminal, 1000)
    os.close(terminal)


def test_secrets_are_printed_only_when_asked_for(omerodir: Path) -> None:
    report = config(omerodir, "set", "--report", "omero.web.secret_key", "hidden")
    assert report == f"Changed: Set omero.web.secret_key:{MASK}\n"
    assert config(omerodir, "get") == f"omero.web.secret_key={MASK}\n"
    assert config(omerodir, "get", "omero.web.secret_key") == f"{MASK}\n"
    assert config(omerodir, "get", "--hide-password", "omero.web.secret_key") == f"{MASK}\n"
    assert config(omerodir, "get", "--show-password", "omero.web.secret_key") == "hidden\n"


def test_list_is_get_under_an_old_name(omerodir: Path) -> None:
    config(omerodir, "set", "omero.web.prefix", "/omero")
    done = omero("config", "list", omerodir=omerodir)
    assert done.stdout == "omero.web.prefix=/omero\n"
    assert done.stderr == 'WARNING: "config list" is deprecated, use "config get" instead\n'


def test_path_and_version(omerodir: Path, file: Path) -> None:
    assert config(omerodir, "path") == f"{file}\n"
    assert config(omerodir, "version") == "5.1.0\n"
    assert not omerodir.exists()


def test_without_an_action_there_is_help(omerodir: Path) -> None:
    assert config(omerodir).startswith("usage: omero config")
    for action in ("get", "set", "append", "load", "check", "parse"):
        assert config(omerodir, action, "--help").startswith(f"usage: omero config {action}")


def test_an_unknown_action_is_a_usage_error(omerodir: Path) -> None:
    assert omero("config", "upgrade", omerodir=omerodir).returncode == 2


def test_values_are_printed_as_stored_whatever_the_locale(omerodir: Path) -> None:
    config(omerodir, "set", "omero.web.login_incorrect_credentials_text", "Größe \U0001f52c")
    done = subprocess.run(
        [*OMERO, "config", "get"],
        env=environment(omerodir, LC_ALL="C", PYTHONIOENCODING="ascii"),
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    )
    assert done.stdout.decode().endswith("=Größe \U0001f52c\n")


def test_a_full_disk_is_one_sentence(omerodir: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*OMERO, "config", "parse"],
            env=environment(omerodir),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == "omero: stdout cannot be written (No space left on device)\n"


@pytest.mark.parametrize("action", ["get", "list", "keys", "all", "def", "old", "check", "path"])
def test_reading_changes_nothing_on_disk(omerodir: Path, file: Path, action: str) -> None:
    config(omerodir, "set", "omero.web.prefix", "/omero")
    file.with_name("config.xml.lock").unlink()
    file.parent.chmod(0o500)
    before = {entry.name: entry.stat().st_mtime_ns for entry in file.parent.iterdir()}
    folder = file.parent.stat().st_mtime_ns
    assert omero("config", action, omerodir=omerodir).returncode == 0
    assert {entry.name: entry.stat().st_mtime_ns for entry in file.parent.iterdir()} == before
    assert file.parent.stat().st_mtime_ns == folder
    file.parent.chmod(0o700)


@contextmanager
def lock_holder(omerodir: Path) -> Iterator["subprocess.Popen[str]"]:
    """Somebody holds the lock with `omero config lock`, until Enter is pressed."""
    holder = subprocess.Popen(
        [*OMERO, "config", "lock"],
        env=environment(omerodir),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    timer = threading.Timer(PATIENCE, holder.kill)
    timer.start()
    assert holder.stdout is not None
    assert holder.stdout.readline() == "Press enter to unlock\n"
    yield holder
    holder.communicate("\n")
    timer.cancel()
    assert holder.returncode == 0


def test_reading_does_not_wait_for_a_writer(omerodir: Path) -> None:
    with lock_holder(omerodir):
        assert config(omerodir, "get") == ""


def test_a_writer_waits_until_enter_is_pressed(omerodir: Path) -> None:
    with lock_holder(omerodir):
        writer = subprocess.Popen(
            [*OMERO, "config", "set", "omero.web.prefix", "/omero"], env=environment(omerodir)
        )
        with pytest.raises(subprocess.TimeoutExpired):
            writer.wait(1)
    assert writer.wait(PATIENCE) == 0
    assert stored(omerodir) == {"omero.web.prefix": "/omero"}


# --- set


def test_set_without_a_value_unsets(omerodir: Path) -> None:
    config(omerodir, "set", "omero.web.prefix", "/omero")
    report = config(omerodir, "set", "omero.web.prefix", "--report")
    assert report == "Changed: Removed omero.web.prefix\n"
    assert stored(omerodir) == {}
    config(omerodir, "set", "omero.web.prefix")


def test_values_with_dashes_come_behind_two(omerodir: Path) -> None:
    config(omerodir, "set", "--", "omero.web.wsgi_args", "--log-level debug")
    assert stored(omerodir) == {"omero.web.wsgi_args": "--log-level debug"}
    config(omerodir, "set", "omero.web.wsgi_args", "--", "--reload")
    assert stored(omerodir) == {"omero.web.wsgi_args": "--reload"}


def test_a_value_may_come_from_a_file_or_stdin(omerodir: Path, tmp_path: Path) -> None:
    source = tmp_path / "key"
    source.write_text("Schlüssel\nline two\n\n")
    config(omerodir, "set", "omero.web.secret_key", "-f", source)
    assert stored(omerodir) == {"omero.web.secret_key": "Schlüssel\nline two"}
    piped(omerodir, "piped\n", "config", "set", "omero.web.secret_key", "--file", "-")
    assert stored(omerodir) == {"omero.web.secret_key": "piped"}
    assert "nowhere: cannot be read" in refusal(omerodir, "set", "a.b", "-f", tmp_path / "nowhere")


def piped(omerodir: Path, text: str, *words: str) -> "subprocess.CompletedProcess[str]":
    return finished([*OMERO, *words], environment(omerodir), input=text)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            ["omero.web.wsgi_workers", "four"],
            "omero: omero.web.wsgi_workers='four' (from command line): "
            "expected a whole number, 1 or more\n",
        ),
        (
            ["omero.web.prefix=/omero"],
            "omero: \"=\" in the name 'omero.web.prefix=/omero': "
            "did you mean `config set omero.web.prefix /omero`?\n",
        ),
        (
            ["omero web", "1"],
            "omero: Illegal property name: 'omero web'; expected letters, digits, . _ and -\n",
        ),
        (
            ["omero.config.profile", "test"],
            "omero: omero.config.profile is kept by config.xml itself; omero config def changes "
            "profiles\n",
        ),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_written(
    omerodir: Path, words: list[str], expected: str
) -> None:
    assert refusal(omerodir, "set", *words) == expected
    assert stored(omerodir) == {}


def test_an_old_name_is_refused_with_its_successor(omerodir: Path) -> None:
    said = refusal(omerodir, "set", "omero.web.force_script_name", "/omero")
    assert "set omero.web.prefix instead" in said


@pytest.mark.parametrize(
    ("key", "note"),
    [
        ("omero.web.wsgi_wrkers", "no such property; did you mean omero.web.wsgi_workers?"),
        ("omero.web.check_version", "omero.web.check_version has no effect: "),
    ],
)
def test_what_may_be_meant_later_is_stored_with_a_note(omerodir: Path, key: str, note: str) -> None:
    done = omero("config", "set", key, "1", omerodir=omerodir)
    assert (done.returncode, done.stdout) == (0, "")
    assert note in done.stderr
    assert stored(omerodir) == {key: "1"}


def test_a_property_of_the_server_is_stored_without_a_word(omerodir: Path) -> None:
    config(omerodir, "set", "omero.db.name", "omero")


def test_a_wrong_value_elsewhere_does_not_stop_a_right_one(omerodir: Path, file: Path) -> None:
    with config_xml.changed(file, {}) as profiles:
        profiles.current["omero.web.wsgi_workers"] = "four"
    config(omerodir, "set", "omero.web.prefix", "/omero")
    config(omerodir, "set", "omero.web.wsgi_workers", "4")
    assert stored(omerodir) == {"omero.web.prefix": "/omero", "omero.web.wsgi_workers": "4"}


# --- append, remove


def test_lists_are_changed_by_element(omerodir: Path) -> None:
    key = "omero.web.apps"
    assert config(omerodir, "append", "--report", key, '"a"') == f'Changed: Appended {key}:"a"\n'
    config(omerodir, "append", key, '"a"')
    assert stored(omerodir) == {key: '["a", "a"]'}
    assert config(omerodir, "append", "--set", "--report", key, '"a"') == ""
    assert config(omerodir, "remove", "--report", key, '"a"') == f'Changed: Removed {key}:"a"\n'
    assert stored(omerodir) == {key: '["a"]'}


def test_an_unset_list_begins_with_its_default(omerodir: Path) -> None:
    config(omerodir, "append", "omero.web.server_list", '["omero.example.org", 4064]')
    assert json.loads(stored(omerodir)["omero.web.server_list"]) == [
        ["localhost", 4064, "omero"],
        ["omero.example.org", 4064],
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["append", "omero.web.apps", "figure"], "a string keeps its quotes, e.g. '\"omero_figure"),
        (["append", "omero.web.apps", "1"], "expected a JSON list of app names"),
        (["append", "omero.web.prefix", "1"], "expected a JSON list to change, not ''"),
        (["remove", "omero.web.apps", '"a"'], "Property omero.web.apps is not defined in "),
        (["append", "omero.web.apps=", "1"], '"=" in the name'),
    ],
)
def test_wrong_elements_are_one_sentence(omerodir: Path, words: list[str], expected: str) -> None:
    said = refusal(omerodir, *words)
    assert expected in said
    assert said.count("\n") == 1
    assert stored(omerodir) == {}


def test_what_is_not_in_a_list_cannot_be_removed(omerodir: Path) -> None:
    config(omerodir, "set", "omero.web.apps", '["a"]')
    assert refusal(omerodir, "remove", "omero.web.apps", '"b"') == (
        'omero: omero.web.apps (from command line): "b" is not in ["a"]\n'
    )


# --- profiles, --source


def test_profiles_are_made_chosen_and_dropped(omerodir: Path) -> None:
    assert config(omerodir, "def") == "default\n"
    config(omerodir, "set", "omero.web.prefix", "/one")
    config(omerodir, "def", "test")
    config(omerodir, "set", "omero.web.prefix", "/two")
    assert config(omerodir, "all") == "default\ntest\n"
    assert config(omerodir, "def") == "test\n"
    assert config(omerodir, "get", OMERO_CONFIG="default") == "omero.web.prefix=/one\n"
    done = omero("config", "drop", "test", omerodir=omerodir)
    assert (done.returncode, done.stderr) == (0, "omero: default is the active profile now\n")
    assert config(omerodir, "get") == "omero.web.prefix=/one\n"
    assert "expected one of default" in refusal(omerodir, "drop", "test")
    assert "expected one of default" in refusal(omerodir, "get", OMERO_CONFIG="test")


def test_dropping_the_default_profile_empties_it(omerodir: Path) -> None:
    config(omerodir, "set", "omero.web.prefix", "/one")
    assert omero("config", "drop", "default", omerodir=omerodir).returncode == 0
    assert config(omerodir, "all") == "default\n"
    assert config(omerodir, "get") == ""


def test_another_file_may_be_read_and_changed(omerodir: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.xml"
    assert f"File not found: {other}" in refusal(omerodir, "--source", other, "get")
    config_xml.write(other, config_xml.Profiles())
    config(omerodir, "--source", other, "set", "omero.web.prefix", "/omero")
    assert config(omerodir, "--source", other, "get") == "omero.web.prefix=/omero\n"
    assert config(omerodir, "--source", other, "path") == f"{other}\n"
    assert not omerodir.exists()


# --- load, edit


def test_load_takes_lines_of_both_kinds(omerodir: Path, tmp_path: Path) -> None:
    (tmp_path / "b.omero").write_text("config append omero.web.apps '\"b\"'\n")
    (tmp_path / "a.omero").write_text('# ours\nomero.web.apps=[\\\n"a"]\n')
    config(omerodir, "load", "--glob", tmp_path / "*.omero")
    assert stored(omerodir) == {"omero.web.apps": '["a", "b"]'}
    config(omerodir, "load", "-g", tmp_path / "*.nothing")
    assert piped(omerodir, "omero.web.prefix=/omero", "config", "load").returncode == 0
    assert stored(omerodir)["omero.web.prefix"] == "/omero"


def test_load_is_all_or_nothing(omerodir: Path, tmp_path: Path) -> None:
    lines = tmp_path / "lines"
    lines.write_text("omero.web.prefix=/omero\nomero.web.wsgi_workers=four\nomero.web.debug=yep\n")
    assert refusal(omerodir, "load", lines).splitlines() == [
        f"omero: omero.web.wsgi_workers='four' (from {lines}, line 2): "
        "expected a whole number, 1 or more",
        f"omero.web.debug='yep' (from {lines}, line 3): expected true or false",
    ]
    assert stored(omerodir) == {}


def test_load_replaces_only_when_told_to(omerodir: Path, tmp_path: Path) -> None:
    config(omerodir, "set", "omero.web.prefix", "/old")
    lines = tmp_path / "lines"
    lines.write_text("omero.web.prefix=/new\n")
    assert refusal(omerodir, "load", lines) == (
        f"omero: Duplicate property: omero.web.prefix ('/old' => '/new', from {lines}, line 1); "
        "-q replaces the old value\n"
    )
    config(omerodir, "load", "-q", lines)
    assert stored(omerodir) == {"omero.web.prefix": "/new"}
    config(omerodir, "load", lines)


def editor(tmp_path: Path, text: str) -> str:
    """A program that puts a text in the place of its file."""
    script = tmp_path / "editor"
    script.write_text(f'#!/bin/sh\ncp "$1" {tmp_path}/seen\ncat > "$1" <<\'END\'\n{text}\nEND\n')
    script.chmod(0o755)
    return str(script)


def test_edit_offers_lines_and_takes_what_was_changed(
    omerodir: Path, file: Path, tmp_path: Path
) -> None:
    with config_xml.changed(file, {}) as profiles:
        profiles.current.update(
            {"omero.web.prefix": "/old", "omero.web.debug": "true", "omero.web.x": "a\nb"}
        )
    text = "# mine\nomero.web.prefix=/new\nomero.web.time_zone=UTC"
    config(omerodir, "edit", VISUAL=editor(tmp_path, text), EDITOR="false")
    assert stored(omerodir) == {
        "omero.web.prefix": "/new",
        "omero.web.time_zone": "UTC",
        "omero.web.x": "a\nb",
    }
    offered = (tmp_path / "seen").read_text().splitlines()
    assert offered[0].startswith("# KEY=VALUE lines")
    assert "'omero.web.x' does not fit into a line" in offered[1]
    assert offered[2:] == ["omero.web.debug=true", "omero.web.prefix=/old"]


def test_edit_keeps_the_old_values_and_the_text_when_something_is_wrong(
    omerodir: Path, tmp_path: Path
) -> None:
    config(omerodir, "set", "omero.web.prefix", "/old")
    text = "omero.web.prefix=new\nomero.web.debug=true"
    said = refusal(omerodir, "edit", EDITOR=editor(tmp_path, text), TMPDIR=str(tmp_path))
    assert "line 1): expected a path that starts with /" in said
    draft = Path(said.rpartition(" ")[2].strip())
    assert draft.read_text() == f"{text}\n"
    assert stat.S_IMODE(draft.stat().st_mode) == 0o600
    assert stored(omerodir) == {"omero.web.prefix": "/old"}


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("false", "false ended with status 1: nothing was changed"),
        ("no-such-editor", "no-such-editor: No such file or directory; set EDITOR"),
        ("", "edit needs a terminal"),
    ],
)
def test_edit_without_an_editor_changes_nothing(
    omerodir: Path, tmp_path: Path, program: str, expected: str
) -> None:
    done = subprocess.run(
        [*OMERO, "config", "edit"],
        env=environment(omerodir, VISUAL="", EDITOR=program, TMPDIR=str(tmp_path)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 1
    assert expected in done.stderr
    assert list(tmp_path.iterdir()) == []


# --- parse, old, check


def test_parse_prints_every_property_in_several_forms(omerodir: Path) -> None:
    lines = config(omerodir, "parse").splitlines()
    assert len(lines) == len(catalogue.PROPERTIES)
    names = [line.partition("=")[0] for line in lines]
    assert names == sorted(catalogue.BY_NAME)
    assert config(omerodir, "parse", "--defaults").splitlines() == lines
    assert "omero.web.page_size=200" in lines
    assert "\n  omero.web.page_size\n" in config(omerodir, "parse", "--keys")
    assert "gunicorn (" in config(omerodir, "parse", "--headers")
    assert "omero.web.page_size\n-------------------\n" in config(omerodir, "parse", "--rst")
    assert "omero.web." not in config(omerodir, "parse", "--no-web")
    assert omero("config", "parse", "--rst", "--keys", omerodir=omerodir).returncode == 2


def test_parse_prints_a_file_without_its_secrets(omerodir: Path, tmp_path: Path) -> None:
    (tmp_path / "p").write_text("omero.db.pass=omero\nomero.db.user=omero\n")
    said = config(omerodir, "parse", "-f", tmp_path / "p")
    assert said == f"omero.db.pass={MASK}\nomero.db.user=omero\n"


def test_old_names_everything_that_a_move_leaves_behind(omerodir: Path, file: Path) -> None:
    with config_xml.changed(file, {}) as profiles:
        profiles.current.update(
            {"omero.web.force_script_name": "/a", "omero.web.check_version": "1", "omero.db.x": "1"}
        )
    said = config(omerodir, "old", CONFIG_omero_web_secure="true", CONFIG_omero_web_debug="1")
    assert said.splitlines() == [
        f"omero.web.check_version (from {file}): no effect, the embedded store is of the same "
        "version",
        f"omero.web.force_script_name (from {file}): set omero.web.prefix (it takes the same "
        "value)",
        "omero.web.secure (from CONFIG_omero_web_secure): no effect, the embedded store is reached "
        "over no network",
    ]


def test_check_counts_what_is_set(omerodir: Path, file: Path) -> None:
    assert config(omerodir, "check") == (
        "The configuration is valid: nothing is set, every property has its default\n"
    )
    config(omerodir, "set", "omero.web.prefix", "/omero")
    settings = omerodir / "config" / "site.omero"
    settings.parent.mkdir()
    settings.write_text("omero.web.debug=false\nomero.web.page_size=10\n")
    assert config(omerodir, "check", CONFIG_omero_web_time__zone="UTC") == (
        f"The configuration is valid: 4 set (1 from {file}, 2 from {settings}, "
        "1 from the environment)\n"
    )


def test_check_names_everything_that_is_wrong(omerodir: Path, file: Path) -> None:
    with config_xml.changed(file, {}) as profiles:
        profiles.current["omero.web.wsgi_wrkers"] = "1"
    said = refusal(
        omerodir,
        "check",
        CONFIG_omero_web_debug="yep",
        CONFIG_omero_web_apps='["nowhere"]',
        CONFIG_omero_web_wsgi__args="--no-such-option",
    ).splitlines()
    assert len(said) == 4
    assert said[0].startswith(f"omero: omero.web.wsgi_wrkers (from {file}): no such property; did")
    assert said[1] == "omero.web.debug='yep' (from CONFIG_omero_web_debug): expected true or false"
    assert said[2].startswith("omero.web.apps (from CONFIG_omero_web_apps) names nowhere: expected")
    assert said[3].startswith("omero.web.wsgi_args='--no-such-option' (from CONFIG_omero_web_wsgi")


def test_check_says_what_has_no_effect(omerodir: Path) -> None:
    done = omero("config", "check", omerodir=omerodir, CONFIG_omero_web_check__version="true")
    assert done.returncode == 0
    assert done.stdout.startswith("The configuration is valid: 1 set")
    assert (
        "omero.web.check_version (from CONFIG_omero_web_check__version) has no eff" in done.stderr
    )


def test_check_looks_at_another_file_before_it_is_copied_over(
    omerodir: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.xml"
    config_xml.write(other, config_xml.Profiles(by_name={"default": {"omero.web.debug": "yep"}}))
    said = refusal(omerodir, "--source", other, "check")
    assert said == f"omero: omero.web.debug='yep' (from {other}): expected true or false\n"


# --- omero load


def test_lines_of_files_are_run_as_commands(omerodir: Path, tmp_path: Path) -> None:
    (tmp_path / "10.omero").write_text("# first\nconfig set -- omero.web.apps '[]'\n\n")
    (tmp_path / "20.omero").write_text("config append omero.web.apps '\"b c\"' --set\nconfig get\n")
    done = omero("load", "--glob", tmp_path / "*.omero", omerodir=omerodir)
    assert done.returncode == 1
    assert "20.omero, line 1 failed; what follows it was not run" in done.stderr
    assert stored(omerodir) == {"omero.web.apps": "[]"}
    (tmp_path / "20.omero").write_text("config append omero.web.apps '\"b\"' --set\nconfig get\n")
    done = omero("load", "-g", tmp_path / "*.omero", tmp_path / "*.none", omerodir=omerodir)
    assert (done.returncode, done.stdout) == (0, 'omero.web.apps=["b"]\n')


def test_a_line_that_fails_may_be_passed_over(omerodir: Path) -> None:
    lines = (
        "config set omero.web.debug yep\nnonsense\nconfig set 'open\nconfig set omero.web.debug 1"
    )
    done = piped(omerodir, lines, "load", "-k")
    assert done.returncode == 0
    ignored = [line for line in done.stderr.splitlines() if line.startswith("Ignoring error: ")]
    assert ignored == [f"Ignoring error: stdin, line {number}" for number in (1, 2, 3)]
    assert stored(omerodir) == {"omero.web.debug": "1"}
    assert piped(omerodir, lines, "load").returncode == 1
    assert piped(omerodir, "nonsense", "load").returncode == 2
    assert omero("load", "/nowhere/x", omerodir=omerodir).returncode == 1


def test_a_file_that_loads_itself_ends(omerodir: Path, tmp_path: Path) -> None:
    (tmp_path / "loop").write_text(f"load {tmp_path}/loop\n")
    done = omero("load", tmp_path / "loop", omerodir=omerodir)
    assert done.returncode == 1
    assert "files that load each other" in done.stderr
    assert "Traceback" not in done.stderr


# --- several at once, and the end of one


def test_parallel_writers_lose_nothing(omerodir: Path) -> None:
    keys = [f"omero.test.{number}" for number in range(12)]
    writers = [
        subprocess.Popen([*OMERO, "config", "set", key, key], env=environment(omerodir))
        for key in keys
    ]
    assert [writer.wait(PATIENCE) for writer in writers] == [0] * len(keys)
    assert stored(omerodir) == {key: key for key in keys}


def test_a_writer_that_is_killed_leaves_the_old_file(omerodir: Path, file: Path) -> None:
    config(omerodir, "set", "omero.web.prefix", "/old")
    before = file.read_bytes()
    code = (
        "import os, signal, sys\n"
        "from omeroweb.cli.main import main\n"
        "os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)\n"
        "main(['config', 'set', 'omero.web.prefix', '/new'])"
    )
    killed = subprocess.run(
        [sys.executable, "-c", code], env=environment(omerodir), timeout=PATIENCE, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert file.read_bytes() == before
    assert file.with_name("config.xml.temp").exists()
    config(omerodir, "set", "omero.web.prefix", "/next")
    assert stored(omerodir) == {"omero.web.prefix": "/next"}
    assert not file.with_name("config.xml.temp").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="another user needs root")
def test_a_folder_of_another_user_is_named(omerodir: Path, file: Path, tmp_path: Path) -> None:
    config(omerodir, "set", "omero.web.prefix", "/old")
    open_to_others(tmp_path)
    code = (
        # All modules first: that user need not be able to read them.
        "import locale, os, sys, omeroweb.cli.config.actions\n"
        "from omeroweb.cli.main import main\n"
        "os.setgid(1234); os.setuid(1234)\n"
        "sys.exit(main(sys.argv[1:]))"
    )

    def as_other(*words: str) -> "subprocess.CompletedProcess[str]":
        return finished([sys.executable, "-c", code, "config", *words], environment(omerodir))

    written = as_other("set", "omero.web.prefix", "/new")
    assert written.returncode == 1
    assert "expected a folder that user 1234 may write to" in written.stderr
    read = as_other("get")
    assert read.returncode == 1
    assert f"{file}: cannot be read by user 1234 (Permission denied)" in read.stderr


def test_a_start_reads_what_was_set(omerodir: Path) -> None:
    config(omerodir, "set", "omero.web.page_size", "17")
    assert load({"OMERODIR": str(omerodir)})[catalogue.PAGE_SIZE] == 17


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["config", "--help"],
        ["config", "set", "omero.web.debug", "1"],
        ["config", "get"],
    ],
)
def test_only_what_is_needed_is_imported(omerodir: Path, words: list[str]) -> None:
    code = (
        "import sys; from omeroweb.cli.main import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "slow = {'django', 'numpy', 'jinja2', 'gunicorn', 'importlib.metadata', 'gevent'}\n"
        "print(sorted(slow & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        env=environment(omerodir),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    assert done.stderr.strip() == "[]"


def test_get_resolved_tells_what_holds_whoever_set_it(omerodir: Path) -> None:
    config(omerodir, "set", "omero.web.prefix", "/omero")
    environment = {"CONFIG_omero_web_page__size": "7", "CONFIG_omero_mail_password": "sesame"}
    resolved = config(omerodir, "get", "--resolved", **environment).splitlines()
    assert {
        "omero.web.prefix=/omero",
        "omero.web.page_size=7",
        "omero.web.plate_layout=expand",
        "omero.web.static_url=/omero/static/",
        "omero.mail.password=********",
    } <= set(resolved)
    names = [line.partition("=")[0] for line in resolved]
    assert names == sorted(names)
    assert f"omero.web.logdir={omerodir}/var/log" in resolved
    assert config(omerodir, "get", "--resolved", "omero.web.nginx.read_timeout") == "70\n"
    assert config(omerodir, "get", "omero.web.page_size", **environment) == ""
