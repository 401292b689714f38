"""What is in a backup: a ZIP with a JSON line for every row of every table, and files.

The manifest is written last: a file without it was not finished. Every member has its checksum.
"""

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from zlib import error as ZlibError

from omeroweb.errors import CommandError

MANIFEST = "manifest.json"
FORMAT = 1
PIECE = 1 << 20


@dataclass(frozen=True)
class Table:
    """model: app_label.name in small letters. columns: the names of its fields."""

    model: str
    columns: list[str]
    rows: int

    @property
    def member(self) -> str:
        return f"tables/{self.model}.jsonl"


@dataclass(frozen=True)
class Manifest:
    """version: of omeroweb. migrations: [app, name] of all that the tables had seen.

    attachments: the folder that paths of attached files begin with.
    """

    version: str
    created: str
    migrations: list[list[str]]
    tables: list[Table]
    attachments: str
    format: int = FORMAT

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=1)

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        """Raises ValueError, KeyError, TypeError where it is none."""
        read = json.loads(text)
        return cls(**{**read, "tables": [Table(**table) for table in read["tables"]]})


@contextmanager
def opened(file: Path) -> "Iterator[tuple[zipfile.ZipFile, Manifest]]":
    """A backup to read. Raises CommandError where the file is none, or of a newer release."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            if manifest["format"] > FORMAT:
                raise CommandError(
                    f"{file}: made by omeroweb {manifest['version']}, in a form that this release "
                    "does not know; restore it with that release or a later one"
                )
            yield archive, Manifest.from_json(archive.read(MANIFEST))
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror or error}") from None
    except (zipfile.BadZipFile, ZlibError, EOFError) as error:
        raise CommandError(f"{file}: damaged, or not a whole backup ({error})") from None
    except (ValueError, KeyError, TypeError):
        raise CommandError(f"{file}: not a backup of omeroweb, its manifest is missing") from None


def check(archive: zipfile.ZipFile) -> Iterator[int]:
    """Read everything, compare the checksums, and give the number of bytes now and then.

    Raises zipfile.BadZipFile for the first piece that is damaged.
    """
    for member in archive.infolist():
        with archive.open(member) as stream:
            while piece := stream.read(PIECE):
                yield len(piece)
