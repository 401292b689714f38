"""What one property is: its name, default, parser and help, in one declaration."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True)
class Property(Generic[T_co]):
    """One property, as an administrator names it.

    default: the text that the parser gets where nothing is configured ("$OMERODIR" stands for the
    state directory), or a function that finds it. None: unset; the parser is not called.
    parse: text -> value; raises ValueError whose text says what is expected.
    """

    name: str
    default: str | Callable[[], str] | None
    parse: Callable[[str], T_co]
    help: str
    group: str
    is_secret: bool = False

    @property
    def variable(self) -> str:
        """The environment variable that sets this property: "." becomes "_", "_" becomes "__"."""
        return "CONFIG_" + self.name.replace("_", "__").replace(".", "_")

    def default_text(self) -> str | None:
        """The default as text, found now where it depends on the machine."""
        return self.default() if callable(self.default) else self.default
