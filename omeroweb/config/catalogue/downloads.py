"""Downloads: what may be fetched, and how."""

from omeroweb.config import parsers
from omeroweb.config.property import Differs, Property

DOWNLOAD_CHUNK = Property(
    "omero.web.chunk_size",
    "1048576",
    parsers.whole_number(1024),
    "Bytes that a download reads at a time.",
    "download",
)
MAX_ZIP = Property(
    "omero.web.maximum_multifile_download_size",
    "1073741824",
    parsers.whole_number(0),
    "Most bytes of files in one zip; 0 for no limit.",
    "download",
)
BINARY_ACCESS = Property(
    "omero.policy.binary_access",
    "+read,+write,+image,+plate",
    parsers.binary_access,
    "Who may download original files: read (who may only see them) and write (who may also change "
    "them: owners, administrators); of what: image and plate (images of wells). Each with + or -; "
    "what is not named is refused.",
    "download",
    differs=Differs("+read,+write,+image", "files of plates are used in place, as all others are"),
)
MAX_TABLE_ROWS = Property(
    "omero.web.max_table_download_rows",
    "10000",
    parsers.whole_number(1),
    "Most rows of a table in one answer.",
    "download",
)
MAX_TABLE_CELLS = Property(
    "omero.web.max_table_slice_size",
    "1000000",
    parsers.whole_number(1),
    "Most cells of a table in one slice.",
    "download",
)
