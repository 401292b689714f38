"""The options of `omero backup` and `omero restore`."""

import argparse
from pathlib import Path


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    backup = commands.add_parser(
        "backup",
        help="write the whole store into one file, while servers run",
        description="Write the database, attached files, config.xml and the key that signs cookies "
        "into one file, as they are at one moment, while servers run. Image files are not in it. "
        "The file is its owner's alone: it holds passwords' hashes and keys.",
    )
    backup.add_argument("file", type=Path, metavar="FILE", help="the ZIP file to write")
    backup.add_argument(
        "--with-pyramids", action="store_true", help="also those made for large images"
    )
    restore = commands.add_parser(
        "restore",
        help="read such a file into this store, on any kind of database",
        description="Read a backup into the store of OMERODIR and DATABASE_URL, on SQLite or "
        "PostgreSQL, whatever it was written from. All of it or nothing; no server may run.",
    )
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument(
        "--replace", action="store_true", help="put it in the place of what is in the store"
    )
    restore.add_argument(
        "--without-settings",
        action="store_true",
        help="leave config.xml and the key of this installation as they are",
    )
