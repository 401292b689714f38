"""What an import says of each file, as it goes along."""

from dataclasses import dataclass

from omeroweb.pixels.location import Location


@dataclass(frozen=True)
class Imported:
    """A fileset that is in the store now. container: "Project / Dataset" or the Screen.

    files: how many belong to it; is_replacement: they had been imported before and have changed.
    """

    path: Location
    files: int
    images: int
    container: str
    is_replacement: bool = False


@dataclass(frozen=True)
class Unchanged:
    """A file that is in the store as it is."""

    path: Location


@dataclass(frozen=True)
class Deleted:
    """A file as it was when somebody deleted its images from the store: it is left alone."""

    path: Location


@dataclass(frozen=True)
class Belongs:
    """A file of a fileset that was imported because of another one of its files."""

    path: Location


@dataclass(frozen=True)
class Failure:
    """A path that could not be imported, and why; the reason names the file."""

    path: Location
    reason: str


@dataclass(frozen=True)
class Missing:
    """An imported file that is not there any more. What the store has of it stays.

    is_new: no earlier import has found that.
    """

    path: Location
    is_new: bool


Outcome = Imported | Unchanged | Deleted | Belongs | Failure | Missing
