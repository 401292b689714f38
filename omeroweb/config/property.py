"""What one property is: its name, default, parser and help, in one declaration."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)

# Property name -> text, as given so far: what a default may be made from.
Texts = Mapping[str, str]

SECRET_ENDINGS = ("pass", "passwd", "password", "secret", "secret_key", "api_key", "token")


@dataclass(frozen=True)
class Differs:
    """A default that is not the one of OMERO.web 5.31."""

    theirs: str
    reason: str


@dataclass(frozen=True)
class Property(Generic[T_co]):
    """One property, as an administrator names it.

    default: the text that the parser gets where nothing is configured ("$OMERODIR" stands for the
    state directory), or a function that makes it from the texts of the others. None: unset; the
    parser is not called.
    parse: text -> value; raises ValueError whose text says what is expected.
    default_help: what a function makes, for a reader.
    """

    name: str
    default: str | Callable[[Texts], str] | None
    parse: Callable[[str], T_co]
    help: str
    group: str
    is_secret: bool = False
    default_help: str = ""
    differs: Differs | None = None

    @property
    def variable(self) -> str:
        return variable(self.name)

    def default_text(self, texts: Texts) -> str | None:
        """The default as text, made now where it depends on the machine or other properties."""
        return self.default(texts) if callable(self.default) else self.default


@dataclass(frozen=True)
class WithoutEffect:
    """A property of OMERO.web or OMERO.server that is taken and changes nothing here."""

    name: str
    default: str
    reason: str
    group: str


@dataclass(frozen=True)
class Refused:
    """A property of earlier releases whose place another one has taken."""

    name: str
    successor: str
    advice: str
    group: str


def variable(name: str) -> str:
    """The environment variable that sets a property: "." becomes "_", "_" becomes "__"."""
    return "CONFIG_" + name.replace("_", "__").replace(".", "_")


def looks_secret(name: str) -> bool:
    """Whether the value of a property outside the catalogue should not be shown."""
    return name.lower().endswith(SECRET_ENDINGS)
