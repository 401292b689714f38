"""Importing: the processes that read files, and watching folders for new ones."""

from omeroweb.config import parsers
from omeroweb.config.cores import available_cores
from omeroweb.config.property import Property

IMPORT_WORKERS = Property(
    "omero.web.import.workers",
    lambda _: str(available_cores()),
    parsers.whole_number(1),
    "Processes that read files at an import.",
    "import",
    default_help="cores, by the container's CPU limit",
)
IMPORT_TIMEOUT = Property(
    "omero.web.import.timeout",
    "600",
    parsers.whole_number(1),
    "Seconds that reading one file (or Zarr folder) may take at an import.",
    "import",
)
IMPORT_WATCH = Property(
    "omero.web.import.watch",
    "auto",
    parsers.one_of("auto", "events", "poll"),
    "How new files are noticed. events: the operating system tells; poll: folders are looked "
    "through; auto: events where the file system has them.",
    "import",
)
IMPORT_SETTLE = Property(
    "omero.web.import.settle",
    "3",
    parsers.whole_number(0),
    "Seconds that a file must not have changed before a watch imports it.",
    "import",
)
IMPORT_POLL = Property(
    "omero.web.import.poll",
    "30",
    parsers.whole_number(1),
    "Seconds between two looks through a watched folder where the system tells of no changes.",
    "import",
)
IMPORT_FOLLOW = Property(
    "omero.web.import.follow",
    "true",
    parsers.boolean,
    "Whether `omero serve` watches the folder that it shows, so that new files appear.",
    "import",
)
