"""The files of a store beside its database, and putting restored ones in their place."""

import shutil
import zipfile
from pathlib import Path, PurePosixPath

from omeroweb.config import Configuration, catalogue, config_xml
from omeroweb.config.secret_key import key_file
from omeroweb.errors import CommandError

ATTACHMENTS, PYRAMIDS = "attachments", "pyramids"
CONFIG, KEY = "config.xml", "django_secret_key"
PREFIX = "files"
# What is being read, until all of it is there.
DRAFT, OLD = ".restoring", ".replaced"


def places(of: Configuration) -> dict[str, Path]:
    """Where each file or folder of a backup has its place in this installation."""
    return {
        CONFIG: config_xml.config_file(of.omerodir),
        KEY: key_file(of),
        ATTACHMENTS: of[catalogue.STORE] / "attachments",
        PYRAMIDS: of[catalogue.PYRAMIDS],
    }


class Draft:
    """Files of a backup beside the places where they belong, until they are moved there."""

    def __init__(self, wanted: dict[str, Path]) -> None:
        self._wanted = wanted

    def read(self, archive: zipfile.ZipFile) -> None:
        """Raises CommandError for a name that leads elsewhere."""
        self.discard()
        for name in archive.namelist():
            prefix, _, rest = name.partition("/")
            where, _, inner = rest.partition("/")
            if prefix != PREFIX or where not in self._wanted:
                continue
            if ".." in PurePosixPath(inner).parts or inner.startswith("/"):
                raise CommandError(f"{name}: no file of a backup has such a name")
            target = _beside(self._wanted[where], DRAFT) / inner
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy)
            if where in (CONFIG, KEY):
                target.chmod(0o600)

    def move(self) -> None:
        """Put everything in its place; what was there goes."""
        for place in self._wanted.values():
            draft, old = _beside(place, DRAFT), _beside(place, OLD)
            if draft.exists():
                if place.exists():
                    place.rename(old)
                draft.rename(place)
                _remove(old)

    def discard(self) -> None:
        for place in self._wanted.values():
            _remove(_beside(place, DRAFT))


def _beside(place: Path, ending: str) -> Path:
    return place.with_name(place.name + ending)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
