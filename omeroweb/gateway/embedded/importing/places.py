"""Where in the tree of data imported images go."""

from dataclasses import dataclass
from pathlib import Path

from omeroweb.gateway.embedded.models import NAME_LENGTH
from omeroweb.pixels.location import Location


@dataclass(frozen=True)
class Wanted:
    """A container that was asked for by name, or by the id of one that exists."""

    name: str
    id: int | None = None


@dataclass(frozen=True)
class Place:
    """Project ("" for none) and Dataset of images, Screen of plates; ids where they were given.

    is_screen_named: the Screen was asked for, so that the file's own does not count.
    """

    project: str
    dataset: str
    screen: str
    project_id: int | None = None
    dataset_id: int | None = None
    screen_id: int | None = None
    is_screen_named: bool = False

    @property
    def of_images(self) -> str:
        return f"{self.project} / {self.dataset}" if self.project else self.dataset


@dataclass(frozen=True)
class Places:
    """The containers that were asked for; None where folders decide.

    A Dataset that was named without a Project stands for itself. In a named Project, Datasets are
    named as all the folders on the way.
    """

    project: Wanted | None = None
    dataset: Wanted | None = None
    screen: Wanted | None = None

    def place(self, path: Location, root: Location) -> Place:
        """Where a file goes that was found below a root."""
        project, dataset = by_folders(path, root)
        screen = self.screen or Wanted(dataset)
        if self.project:
            folders = _folders(path, root)
            project, dataset = self.project.name, "/".join(folders) or dataset
        if self.dataset:
            project, dataset = self.project.name if self.project else "", self.dataset.name
        return Place(
            project[:NAME_LENGTH],
            dataset[:NAME_LENGTH],
            screen.name[:NAME_LENGTH],
            self.project.id if self.project else None,
            self.dataset.id if self.dataset else None,
            screen.id,
            is_screen_named=self.screen is not None,
        )


def by_folders(path: Location, root: Location) -> tuple[str, str]:
    """Project and Dataset of a file: the first folder below the root, and the rest of the way.

    A file directly below the root is in the Dataset and Project named as the root; one folder
    further down the folder is the Dataset.
    """
    folders = _folders(path, root)
    name = root.name or "images"
    if not folders:
        return name, name
    if len(folders) == 1:
        return name, folders[0]
    return folders[0], "/".join(folders[1:])


def _folders(path: Location, root: Location) -> tuple[str, ...]:
    """The folders between a root and a file; an address has none."""
    if isinstance(path, Path) and isinstance(root, Path):
        return path.relative_to(root).parts[:-1]
    return ()
