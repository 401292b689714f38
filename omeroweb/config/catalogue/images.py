"""Reading image files: limits against damaged and hostile ones, and remote stores."""

from omeroweb.config import parsers
from omeroweb.config.property import Property

MAX_METADATA_BYTES = Property(
    "omero.web.images.max_metadata_bytes",
    "268435456",
    parsers.whole_number(1024),
    "Most bytes of metadata in one piece (OME-XML, JSON of OME-Zarr) that are read. A file with "
    "more is refused.",
    "images",
)
MAX_SEGMENT_BYTES = Property(
    "omero.web.images.max_segment_bytes",
    "536870912",
    parsers.whole_number(65536),
    "Most bytes that one compressed tile, strip or chunk may have when it is decoded.",
    "images",
)
MAX_READ_BYTES = Property(
    "omero.web.images.max_read_bytes",
    "2147483648",
    parsers.whole_number(65536),
    "Most bytes of pixels that are read in one go.",
    "images",
)
MAX_PICTURE_PIXELS = Property(
    "omero.web.images.max_picture_pixels",
    "268435456",
    parsers.whole_number(1),
    "Most pixels of a PNG, JPEG, GIF, BMP or WebP file, which are decoded as a whole.",
    "images",
)
MAX_SIDE = Property(
    "omero.web.images.max_side",
    "4194304",
    parsers.whole_number(1),
    "Most pixels along X or Y.",
    "images",
)
MAX_PLANES = Property(
    "omero.web.images.max_planes",
    "4194304",
    parsers.whole_number(1),
    "Most planes (Z x C x T) of one image.",
    "images",
)
MAX_IMAGES = Property(
    "omero.web.images.max_images",
    "100000",
    parsers.whole_number(1),
    "Most images of one file or folder of a format.",
    "images",
)
REMOTE_TIMEOUT = Property(
    "omero.web.remote.timeout",
    "30",
    parsers.whole_number(1),
    "Seconds that one request to a remote store (http://, https://, s3://) may take.",
    "images",
)
S3_ENDPOINT = Property(
    "omero.web.s3.endpoint",
    "",
    parsers.optional_url,
    "Address of an S3-compatible store, e.g. https://minio.example.org:9000. Empty: Amazon's own.",
    "images",
)
S3_REGION = Property(
    "omero.web.s3.region",
    "us-east-1",
    parsers.text,
    "Region that requests to the S3 store are signed for.",
    "images",
)
S3_ANONYMOUS = Property(
    "omero.web.s3.anonymous",
    "false",
    parsers.boolean,
    "Read from the S3 store without credentials: public buckets.",
    "images",
)
S3_ACCESS_KEY_ID = Property(
    "omero.web.s3.access_key_id",
    "",
    parsers.text,
    "Name of the key for the S3 store. Empty: the environment (AWS_ACCESS_KEY_ID), ~/.aws or the "
    "machine's role.",
    "images",
)
S3_SECRET_ACCESS_KEY = Property(
    "omero.web.s3.secret_access_key",
    "",
    parsers.text,
    "The secret that belongs to omero.web.s3.access_key_id.",
    "images",
    is_secret=True,
)
S3_SESSION_TOKEN = Property(
    "omero.web.s3.session_token",
    "",
    parsers.text,
    "Token of a temporary key, where there is one.",
    "images",
    is_secret=True,
)
