"""Projects, Datasets and Screens, and drafts of them."""

from dataclasses import dataclass

from omeroweb.gateway.base.kinds import Kind
from omeroweb.gateway.base.people import Details


@dataclass(frozen=True)
class Container:
    """A Project, Dataset or Screen. child_count: only where it was asked for."""

    id: int
    name: str
    description: str
    details: Details
    child_count: int | None = None


class Project(Container):
    """Holds datasets."""


class Dataset(Container):
    """Holds images."""


@dataclass(frozen=True)
class ScreenProtocol:
    """How a Screen was made, in its maker's words."""

    type: str = ""
    protocol_identifier: str = ""
    protocol_description: str = ""
    reagent_set_identifier: str = ""
    reagent_set_description: str = ""


@dataclass(frozen=True)
class Screen(Container):
    """Holds plates."""

    protocol: ScreenProtocol = ScreenProtocol()


@dataclass(frozen=True)
class Draft:
    """A Project, Dataset or Screen to create, or what one shall become. protocol: of a Screen."""

    kind: Kind
    name: str
    description: str = ""
    protocol: ScreenProtocol = ScreenProtocol()
