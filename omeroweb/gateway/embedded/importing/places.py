"""Where in the tree of data imported images go."""

from dataclasses import dataclass
from pathlib import Path

from omeroweb.gateway.embedded.models import NAME_LENGTH


@dataclass(frozen=True)
class Place:
    """Names: Project ("" for none) and Dataset of images, Screen of plates."""

    project: str
    dataset: str
    screen: str

    @property
    def of_images(self) -> str:
        return f"{self.project} / {self.dataset}" if self.project else self.dataset


@dataclass(frozen=True)
class Places:
    """The containers that were asked for; None where folders decide.

    A Dataset that was named without a Project stands for itself.
    """

    project: str | None = None
    dataset: str | None = None
    screen: str | None = None

    def place(self, path: Path, root: Path) -> Place:
        """Where a file goes that was found below a root."""
        project, dataset = by_folders(path, root)
        if self.project is not None:
            project, dataset = self.project, " / ".join(dict.fromkeys((project, dataset)))
        if self.dataset is not None:
            project, dataset = self.project or "", self.dataset
        screen = self.screen if self.screen is not None else by_folders(path, root)[1]
        return Place(project[:NAME_LENGTH], dataset[:NAME_LENGTH], screen[:NAME_LENGTH])


def by_folders(path: Path, root: Path) -> tuple[str, str]:
    """Project and Dataset of a file: the first folder below the root, and the rest of the way.

    A file directly below the root is in the Dataset and Project named as the root; one folder
    further down the folder is the Dataset.
    """
    folders = path.relative_to(root).parts[:-1]
    name = root.name or "images"
    if not folders:
        return name, name
    if len(folders) == 1:
        return name, folders[0]
    return folders[0], "/".join(folders[1:])
