"""The report of an import: one JSON object, written as the import goes along.

docs/importing.md, "The report", describes it.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from omeroweb.errors import CommandError
from omeroweb.pixels.location import Location

if TYPE_CHECKING:
    from omeroweb.cli.importing.summary import Summary
    from omeroweb.gateway.embedded.importing.outcomes import Outcome

VERSION = 1


class Report:
    """Takes its name when it is complete; until then it is FILE.part."""

    def __init__(self, file: Path, paths: Sequence[Location]) -> None:
        """Raises CommandError where the file cannot be written: before the import, not after it."""
        self._file = file
        self._part = file.with_name(file.name + ".part")
        self._is_first = True
        try:
            self._stream = self._part.open("w", encoding="utf-8")
        except OSError as error:
            raise self._refused(error) from None
        head = {"version": VERSION, "started": _now(), "paths": [_text(path) for path in paths]}
        self._stream.write(json.dumps(head)[:-1] + ', "files": [')

    def add(self, outcome: "Outcome") -> None:
        """Keep one outcome; files that did not change are only counted."""
        entry = _entry(outcome)
        if entry:
            self._stream.write(("\n" if self._is_first else ",\n") + json.dumps(entry))
            self._is_first = False

    def complete(self, summary: "Summary", *, is_interrupted: bool) -> None:
        """Write the counts and give the report its name. Raises CommandError."""
        tail: dict[str, Any] = {
            "ended": _now(),
            "dry_run": summary.is_dry_run,
            "interrupted": is_interrupted,
            "counts": {
                "imported": summary.imported,
                "images": summary.images,
                "replaced": summary.replaced,
                "unchanged": summary.unchanged,
                "deleted": summary.deleted,
                "missing": summary.missing,
                "failed": summary.failed,
            },
        }
        try:
            with self._stream:
                self._stream.write("\n], " + json.dumps(tail)[1:] + "\n")
            self._part.replace(self._file)
        except OSError as error:
            raise self._refused(error) from None

    def _refused(self, error: OSError) -> CommandError:
        return CommandError(
            f"--report {self._file}: {error.strerror}; expected a file in a folder to write to"
        )


def _entry(outcome: "Outcome") -> dict[str, Any] | None:
    from omeroweb.gateway.embedded.importing import outcomes

    path = _text(outcome.path)
    match outcome:
        case outcomes.Imported():
            return {
                "path": path,
                "outcome": "replaced" if outcome.is_replacement else "imported",
                "files": outcome.files,
                "images": outcome.images,
                "container": outcome.container,
            }
        case outcomes.Failure():
            return {"path": path, "outcome": "failed", "reason": outcome.reason}
        case outcomes.Deleted():
            return {"path": path, "outcome": "deleted"}
        case outcomes.Missing():
            return {"path": path, "outcome": "missing"}
    return None


def _text(path: Location) -> str:
    from omeroweb.gateway.embedded.importing.walking import shown

    return shown(path)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
