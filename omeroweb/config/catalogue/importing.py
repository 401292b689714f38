"""Importing: how many processes read, and how long one file may take."""

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
