"""`omero config edit` and `lock`."""

import os
import shlex
import subprocess
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from omeroweb.cli.config.changing import apply
from omeroweb.config import config_xml, omero_files
from omeroweb.config.changes import PROPERTY_NAME, Change
from omeroweb.config.locking import locked
from omeroweb.errors import CommandError, OmeroError

HEAD = "# KEY=VALUE lines; a line that is removed unsets its property\n"
KEPT = "# {} does not fit into a line and stays as it is: omero config set -f FILE changes it\n"


def edit(_: Namespace, file: Path) -> int:
    """All properties in an editor; on an error the old values stay, and so does the text."""
    stored = config_xml.read(file, os.environ).current
    offered = {key: value for key, value in sorted(stored.items()) if _fits(key, value)}
    draft = _draft(offered, kept=stored.keys() - offered.keys())
    _open_editor(draft)
    try:
        apply(list(_edits(offered, draft)), file)
    except OmeroError as error:
        raise CommandError(f"{error}\nnothing was changed; your text is in {draft}") from None
    draft.unlink()
    return 0


def lock(_: Namespace, file: Path) -> int:
    """Hold the lock that writers take until Enter is pressed."""
    with locked(file):
        try:
            input("Press enter to unlock\n")
        except EOFError:
            print()
    return 0


def _fits(key: str, value: str) -> bool:
    """Whether a KEY=VALUE line is read back as it was."""
    is_one_line = not {"\n", "\r"} & set(value) and not value.endswith("\\")
    return bool(PROPERTY_NAME.fullmatch(key)) and is_one_line and value == value.strip()


def _draft(offered: Mapping[str, str], kept: set[str]) -> Path:
    """A file for the editor, readable by its owner: there may be passwords in it."""
    with tempfile.NamedTemporaryFile("w", suffix=".omero", delete=False, encoding="utf-8") as text:
        text.write(HEAD)
        text.writelines(KEPT.format(repr(key)) for key in sorted(kept))
        text.writelines(f"{key}={value}\n" for key, value in offered.items())
    return Path(text.name)


def _edits(offered: Mapping[str, str], draft: Path) -> Iterator[Change]:
    """What is different from what was offered; what others changed meanwhile stays."""
    changes = omero_files.read(draft)
    meant = {change.name for change in changes}
    yield from (Change("set", name, None, str(draft)) for name in offered if name not in meant)
    same = {name for name, value in offered.items() if _is_same(name, value, changes)}
    yield from (change for change in changes if change.name not in same)


def _is_same(name: str, value: str, changes: Sequence[Change]) -> bool:
    of_name = [(change.kind, change.value) for change in changes if change.name == name]
    return of_name == [("set", value)]


def _open_editor(draft: Path) -> None:
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not chosen and not sys.stdin.isatty():
        draft.unlink()
        raise CommandError("edit needs a terminal, or a program in EDITOR; use set or load instead")
    editor = chosen or "vi"
    try:
        status = subprocess.run([*shlex.split(editor), str(draft)], check=False).returncode
    except (OSError, ValueError) as error:
        draft.unlink()
        reason = error.strerror if isinstance(error, OSError) else error
        raise CommandError(f"{editor}: {reason}; set EDITOR to an editor") from None
    if status:
        draft.unlink()
        raise CommandError(f"{editor} ended with status {status}: nothing was changed")
