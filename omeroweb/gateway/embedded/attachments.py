"""Files that users attach to objects: kept in one folder of the store, by id."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from omeroweb.config import Configuration, catalogue
from omeroweb.errors import NotStored
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.models import NAME_LENGTH


@dataclass(frozen=True)
class Folder:
    """Where attached files lie. It is made when the first one comes."""

    path: Path

    def keep(
        self,
        owner: models.Experimenter,
        group: models.ExperimenterGroup,
        name: str,
        mimetype: str,
        chunks: Iterable[bytes],
    ) -> models.OriginalFile:
        """Write a file and register it: both or nothing. Raises NotStored."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            descriptor, written = tempfile.mkstemp(prefix=".upload-", dir=self.path)
        except OSError as error:
            raise NotStored(name, f"{error.strerror}") from None
        try:
            size, sha256 = _write(descriptor, chunks)
            with transaction.atomic():
                row = models.OriginalFile.objects.create(
                    owner=owner,
                    group=group,
                    name=name[:NAME_LENGTH],
                    path="",
                    size=size,
                    mimetype=mimetype[:NAME_LENGTH],
                    sha256=sha256,
                )
                row.path = str(self.path / str(row.id))
                row.save()
                Path(written).replace(row.path)
        except OSError as error:
            raise NotStored(name, f"{error.strerror}") from None
        finally:
            Path(written).unlink(missing_ok=True)
        return row

    def delete_annotations(self, annotation_ids: Sequence[int]) -> None:
        """Delete annotations, and attached files that nothing else refers to."""
        annotations = models.Annotation.objects.filter(id__in=annotation_ids)
        files = list(annotations.exclude(file=None).values_list("file", flat=True))
        annotations.delete()
        alone = models.OriginalFile.objects.filter(
            id__in=files, file_annotations=None, entry=None, path__startswith=f"{self.path}/"
        )
        paths = list(alone.values_list("path", flat=True))
        alone.delete()
        transaction.on_commit(lambda: _unlink(paths))


def stored() -> Folder:
    """The folder of this store."""
    of: Configuration = settings.OMERO_CONFIGURATION
    return Folder(of[catalogue.STORE] / "attachments")


def _write(descriptor: int, chunks: Iterable[bytes]) -> tuple[int, str]:
    """Write and flush a file; its size and digest."""
    size, digest = 0, hashlib.sha256()
    with os.fdopen(descriptor, "wb") as stream:
        for chunk in chunks:
            stream.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        stream.flush()
        os.fsync(stream.fileno())
    return size, digest.hexdigest()


def _unlink(paths: Iterable[str]) -> None:
    for path in paths:
        Path(path).unlink(missing_ok=True)
