"""`omero backup` and `omero restore`: what they refuse, what they say."""

import os
import zipfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zlib import error as ZlibError

from django.db import Error, connection

from omeroweb.cli.backup.places import ATTACHMENTS, CONFIG, KEY, PYRAMIDS, Draft, places
from omeroweb.cli.backup.progress import shown
from omeroweb.cli.instance import Instance
from omeroweb.cli.store import make_database, make_folders, setup_django
from omeroweb.config import Configuration, catalogue, load
from omeroweb.errors import CommandError


def run(options: Namespace) -> int:
    return backup(options) if options.command == "backup" else restore(options)


def backup(options: Namespace) -> int:
    """Write the store into a file."""
    configuration = load(os.environ)
    setup_django()
    from omeroweb.gateway.embedded.backup.saving import refuse_unready, row_count, save

    kept = places(configuration)
    if not options.with_pyramids:
        del kept[PYRAMIDS]
    with _named_errors():
        refuse_unready()
        with shown("Backup", row_count(), " rows") as progress:
            manifest = save(options.file.absolute(), kept, kept[ATTACHMENTS], progress)
    rows = sum(table.rows for table in manifest.tables)
    print(f"{options.file}: {rows} rows, {options.file.stat().st_size} bytes")
    return 0


def restore(options: Namespace) -> int:
    """Read a file into the store."""
    configuration = load(os.environ)
    make_folders(configuration)
    instance = Instance(configuration[catalogue.PID_FILE])
    instance.acquire()  # no server starts meanwhile
    try:
        setup_django()
        with _named_errors(options.file):
            _restore(options, configuration)
    finally:
        instance.pid_file.unlink(missing_ok=True)
    return 0


def _restore(options: Namespace, configuration: Configuration) -> None:
    from omeroweb.gateway.embedded.backup import archive as archives
    from omeroweb.gateway.embedded.backup import restoring

    with archives.opened(options.file) as (archive, manifest):
        size = sum(member.file_size for member in archive.infolist())
        with shown("Checking", size, "B") as progress:
            for count in archives.check(archive):
                progress(count)
        make_database()
        restoring.refuse_unknown(manifest)
        if restoring.has_content() and not options.replace:
            raise CommandError(
                "the store is not empty: --replace puts the backup in the place of all that it has"
            )
        wanted = places(configuration)
        if options.without_settings:
            del wanted[CONFIG], wanted[KEY]
        draft = Draft(wanted)
        try:
            draft.read(archive)
            rows = sum(table.rows for table in manifest.tables)
            with shown("Restoring", rows, " rows") as progress:
                restoring.restore(archive, manifest, str(wanted[ATTACHMENTS]), progress)
            draft.move()
        finally:
            draft.discard()
    print(f"{options.file}: {rows} rows restored, of {manifest.created}")


@contextmanager
def _named_errors(file: Path | None = None) -> Iterator[None]:
    """What disks and databases say, as one sentence."""
    try:
        yield
    except CommandError as error:
        text = str(error)
        raise CommandError(
            text if file is None or str(file) in text else f"{file}: {text}"
        ) from None
    except (zipfile.BadZipFile, ZlibError, EOFError, UnicodeDecodeError) as error:
        raise CommandError(f"{file}: damaged ({error})") from None
    except OSError as error:
        raise CommandError(f"{error.filename or file}: {error.strerror or error}") from None
    except Error as error:
        reason = " ".join(str(error).split())
        raise CommandError(
            f"the database {connection.settings_dict['NAME']} refuses it ({reason})"
        ) from None
