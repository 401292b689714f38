"""The values of all properties, as everybody else asks for them."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar, cast

from omeroweb.config.names import note
from omeroweb.config.property import Property
from omeroweb.config.sources import Given

T = TypeVar("T")


class Configuration:
    """Values of all properties: ``configuration[catalogue.SERVER_PORT]`` is an int."""

    def __init__(
        self,
        omerodir: Path,
        values: Mapping[str, object],
        given: Mapping[str, Given],
        app_settings: Mapping[str, object],
    ):
        self.omerodir = omerodir
        self.app_settings = app_settings
        self._values = values
        self._given = given

    def __getitem__(self, wanted: Property[T]) -> T:
        return cast(T, self._values[wanted.name])

    def optional(self, wanted: Property[T]) -> T | None:
        """The value of a property that may be unset."""
        return cast("T | None", self._values[wanted.name])

    def source(self, wanted: Property[object]) -> str:
        """Where the value comes from: "default", a file, a variable's name or "command line"."""
        entry = self._given.get(wanted.name)
        return entry.source if entry else "default"

    @property
    def given(self) -> Mapping[str, Given]:
        """Everything that somebody set, by property."""
        return self._given

    @property
    def notes(self) -> list[str]:
        """What was set and changes nothing, one sentence each."""
        notes = [note(entry) for _, entry in sorted(self._given.items())]
        return [sentence for sentence in notes if sentence]
