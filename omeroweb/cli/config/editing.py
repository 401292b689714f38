"""`omero config edit` and `lock`."""

import os
import shlex
import subprocess
import tempfile
from argparse import Namespace
from pathlib import Path

from omeroweb.cli.config.changing import apply
from omeroweb.config import config_xml, omero_files
from omeroweb.config.omero_files import Change
from omeroweb.errors import CommandError, OmeroError

HEAD = "# KEY=VALUE lines; a line that is removed unsets its property\n"
KEPT = "# {} does not fit into a line and stays as it is; omero config set -f FILE changes it\n"


def edit(_: Namespace, file: Path) -> int:
    """All properties in an editor; on an error the old values stay, and so does the text."""
    before = config_xml.read(file, os.environ).current
    fitting = {key: value for key, value in before.items() if _fits_a_line(value)}
    with tempfile.NamedTemporaryFile("w", suffix=".omero", delete=False, encoding="utf-8") as text:
        text.write(HEAD)
        text.writelines(KEPT.format(key) for key in sorted(before.keys() - fitting.keys()))
        text.writelines(f"{key}={fitting[key]}\n" for key in sorted(fitting))
    draft = Path(text.name)
    _edit(draft)
    try:
        changes = omero_files.read(draft)
        removed = [Change("set", name, None, str(draft)) for name in fitting]
        apply([*removed, *changes], file)
    except OmeroError as error:
        raise CommandError(f"{error}\nnothing was changed; your text is in {draft}") from None
    draft.unlink()
    return 0


def lock(_: Namespace, file: Path) -> int:
    """Hold the lock that writers take until Enter is pressed."""
    with config_xml.locked(file):
        try:
            input("Press enter to unlock ")
        except EOFError:
            print()
    return 0


def _fits_a_line(value: str) -> bool:
    """Whether a KEY=VALUE line is read back as it was."""
    return value == value.strip() and "\n" not in value and not value.endswith("\\")


def _edit(draft: Path) -> None:
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        status = subprocess.run([*shlex.split(editor), str(draft)], check=False).returncode
    except OSError as error:
        raise CommandError(f"{editor}: {error.strerror}; set EDITOR to an editor") from None
    if status:
        draft.unlink()
        raise CommandError(f"{editor} ended with status {status}: nothing was changed")
