"""`omero user` and `omero group` on a store of every kind."""

import contextlib
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.server import OMERO, PATIENCE, environment, finished, omero


def run(omerodir: Path, *arguments: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
    return finished([*OMERO, *arguments], environment(omerodir), input=stdin)


def done(omerodir: Path, *arguments: str, stdin: str = "") -> str:
    result = run(omerodir, *arguments, stdin=stdin)
    assert result.returncode == 0, result.stderr
    return result.stdout


def user(listed: str, name: str) -> dict[str, Any]:
    """One of the users in the output of `user list --json`."""
    found: dict[str, Any] = next(one for one in json.loads(listed) if one["name"] == name)
    return found


def load(omerodir: Path, *lines: str) -> "subprocess.CompletedProcess[str]":
    """Run commands in one process; what one of them refuses does not keep the others."""
    file = omerodir.parent / "commands"
    file.write_text("\n".join(lines), encoding="utf-8")
    result = run(omerodir, "load", "-k", str(file))
    assert "Traceback" not in result.stderr
    return result


def test_people_are_managed_from_the_command_line(store: Path) -> None:
    password = store.parent / "password"
    password.write_text("s3cret\n")
    said = f"--first-name Maya --last-name Kent --email m@lab.example --password-file {password}"
    first = load(
        store,
        "group add fins --permissions read-annotate --description Fins",
        f"user add maya -g fins -g lab {said}",
        "user list --json",
    ).stdout
    assert first.startswith("Added group fins\nAdded user maya\n[")
    maya = user(first[first.index("[") :], "maya")
    assert (maya["first_name"], maya["email"]) == ("Maya", "m@lab.example")
    assert [group["name"] for group in maya["groups"]] == ["fins", "lab", "user"]
    assert maya["default_group"] == maya["groups"][0]["id"]
    assert (maya["is_admin"], maya["is_active"]) == (False, True)

    second = load(
        store,
        "user set maya --admin --default-group lab --institution I",
        "user list",
        "user set maya --no-admin --inactive --name mkent",
        "group members fins --owner mkent",
        "user list",
        "group set fins --permissions private --name tails",
        "group list",
        "user list --json",
    ).stdout
    assert "active, administrator" in second
    assert "fins*,lab,user" in second
    assert "inactive" in second
    assert "tails   private      1        Fins" in second
    mkent = user(second[second.index("[") :], "mkent")
    assert (mkent["is_admin"], mkent["is_active"]) == (False, False)
    assert (mkent["institution"], mkent["last_name"]) == ("I", "Kent")
    assert mkent["default_group"] == mkent["groups"][1]["id"]

    third = load(
        store,
        "group members tails --remove mkent --json",
        "group remove tails",
        "user remove mkent",
        "group list --json",
        "user list",
    )
    assert third.stdout.startswith("[]\nRemoved group tails\nRemoved user mkent\n")
    assert "tails" not in third.stdout.partition("mkent")[2]


def test_a_password_is_what_the_user_logs_in_with(ready_omerodir: Path, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("from a file: ü \nsecond line\n", encoding="utf-8")
    done(ready_omerodir, "user", "add", "maya", "-g", "lab", "--password-file", str(file))
    assert logins(ready_omerodir, "from a file: ü ") == ["in"]
    done(ready_omerodir, "user", "password", "maya", "--password-file", "-", stdin="another\n")
    assert logins(ready_omerodir, "another", "from a file: ü ") == ["in", "refused"]


LOG_IN = """
import sys, django
django.setup()
from omeroweb.errors import OmeroError
from omeroweb.gateway.embedded.server import EmbeddedServer
for line in sys.stdin:
    try:
        EmbeddedServer().login("maya", line.removesuffix("\\n"))
        print("in")
    except OmeroError:
        print("refused")
"""


def logins(omerodir: Path, *passwords: str) -> list[str]:
    """What becomes of maya's logins."""
    return subprocess.run(
        [sys.executable, "-c", LOG_IN],
        env=environment(omerodir, DJANGO_SETTINGS_MODULE="omeroweb.settings"),
        input="".join(f"{password}\n" for password in passwords),
        text=True,
        stdout=subprocess.PIPE,
        timeout=PATIENCE,
        check=True,
    ).stdout.split()


def typed(omerodir: Path, *answers: str) -> tuple[int, str]:
    """The exit code and everything a terminal shows when a password is typed."""
    terminal, end = pty.openpty()
    shown, given = b"", 0
    with subprocess.Popen(
        [*OMERO, "user", "add", "typed", "-g", "lab"],
        env=environment(omerodir),
        stdin=end,
        stdout=end,
        stderr=end,
        start_new_session=True,
    ) as process:
        os.close(end)
        # Reading fails when nobody has the other end any more.
        with contextlib.suppress(OSError):
            while True:
                shown += os.read(terminal, 1024)
                asked = shown.count(b"for typed: ") + shown.count(b"Once more: ")
                for answer in answers[given:asked]:
                    os.write(terminal, answer.encode() + b"\n")
                given = asked
    os.close(terminal)
    return process.returncode, shown.decode()


def test_a_typed_password_is_asked_for_twice_and_never_shown(ready_omerodir: Path) -> None:
    code, shown = typed(ready_omerodir, "pass one", "pass two")
    assert code == 1
    assert "the two passwords differ" in shown
    code, shown = typed(ready_omerodir, "pass one", "pass one")
    assert code == 0, shown
    assert "Added user typed" in shown
    assert "pass one" not in shown


REFUSED = {
    "user add a -g nowhere --password-file {}": "no group nowhere: `omero group list`",
    "user add root -g lab --password-file {}": "there is a user root already",
    "user add ' a' -g lab --password-file {}": "user name ' a': expected 1 to 255 printable",
    "user add a -g lab --password-file /nowhere": "--password-file /nowhere: No such file",
    "user add a -g lab --password-file /dev/null": "expected a password in the first line",
    "user add a -g lab": "there is no terminal to ask for the password: expected --password-file",
    "user add a -g lab --email 'a b' --password-file {}": "email='a b': expected name@example.org",
    "user set root --inactive": "root cannot be made inactive",
    "user set root --no-admin": "root cannot be anything but an administrator",
    "user set nobody --active": "no user nobody: `omero user list`",
    "user set u --default-group system": "u is no member of system",
    "user remove root": "root cannot be removed",
    "group add lab": "there is a group lab already",
    "group remove user": "group user cannot be removed: every server has it",
    "group set system --permissions private": "the kind of group system cannot be changed",
    "group members lab --remove u": "u is no member of group lab",
    "group members system --remove root": "root cannot leave group system",
    "group members only --remove u": "u is in no other group than only",
    "group remove only": "u is in no other group than only",
}


def test_what_cannot_be_done_is_said_and_changes_nothing(
    ready_omerodir: Path, tmp_path: Path
) -> None:
    password = tmp_path / "password"
    password.write_text("p\n")
    lists = ("user list", "group list")
    result = load(
        ready_omerodir,
        "group add only",
        f"user add u -g only --password-file {password}",
        *lists,
        *(line.format(password) for line in REFUSED),
        *lists,
    )
    said = [line for line in result.stderr.splitlines() if line.startswith("omero: ")]
    assert len(said) == len(REFUSED)
    for line, (command, expected) in zip(said, REFUSED.items(), strict=True):
        assert expected in line, command
    added, before, after = re.split(r"^(?=ID +USER)", result.stdout, flags=re.M)
    assert added == "Added group only\nAdded user u\n"
    assert "only" in before
    assert before == after


def test_a_list_is_json_from_the_first_start_on(omerodir: Path) -> None:
    first = omero("user", "list", "--json", omerodir=omerodir)
    assert [one["name"] for one in json.loads(first.stdout)] == ["root"]
    assert "Log in as root" in first.stderr
