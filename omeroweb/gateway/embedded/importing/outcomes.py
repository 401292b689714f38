"""What an import says of each file, as it goes along."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Imported:
    """A fileset that is in the store now. container: "Project / Dataset" or the Screen.

    is_replacement: its files had been imported before and have changed since.
    """

    path: Path
    images: int
    container: str
    is_replacement: bool = False


@dataclass(frozen=True)
class Unchanged:
    """A file that is in the store as it is."""

    path: Path


@dataclass(frozen=True)
class Failure:
    """A path that could not be imported, and why; the reason names the file."""

    path: Path
    reason: str


@dataclass(frozen=True)
class Missing:
    """An imported file that is not there any more. What the store has of it stays."""

    path: Path


Outcome = Imported | Unchanged | Failure | Missing
