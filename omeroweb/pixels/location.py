"""Where an image lies: a path of this machine, or the address of something read remotely."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

SCHEMES = ("http", "https", "s3")


@dataclass(frozen=True)
class Url:
    """An http://, https:// or s3:// address, with the few operations of Path that readers need.

    Names below it are joined with "/". str() gives the address as it was written.
    """

    text: str

    def __str__(self) -> str:
        return self.text

    def __truediv__(self, name: str) -> "Url":
        address, _, query = self.text.partition("?")
        joined = f"{address.rstrip('/')}/{name}"
        return Url(f"{joined}?{query}" if query else joined)

    @property
    def scheme(self) -> str:
        return urlsplit(self.text).scheme

    @property
    def name(self) -> str:
        """The last part of the path, decoded: what an image is called."""
        return PurePosixPath(unquote(urlsplit(self.text).path)).name

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix

    @property
    def parent(self) -> "Url":
        address = self.text.partition("?")[0].rstrip("/")
        return Url(address.rpartition("/")[0])


Location = Path | Url


def location(text: str) -> Location:
    """A Url for texts that begin with http://, https:// or s3://, else a Path."""
    scheme, separator, _ = text.partition("://")
    return Url(text) if separator and scheme.lower() in SCHEMES else Path(text)


def display_name(place: Location) -> str:
    """The last part as valid Unicode; bytes that are no UTF-8 become replacement characters."""
    return place.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def stamp(place: Location) -> str:
    """A text that changes when the file, or the folder's list of files, does; empty if unknown.

    One look at the file system, none at a server: what lies remotely is known at import only.
    """
    if isinstance(place, Url):
        return ""
    try:
        found = place.stat()
    except OSError:
        return ""
    return f"{found.st_mtime_ns:x}-{found.st_size:x}"
