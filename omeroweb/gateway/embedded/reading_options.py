"""The properties about reading files, as pixels takes them."""

from omeroweb import pixels
from omeroweb.config import Configuration, catalogue
from omeroweb.pixels.limits import Limits
from omeroweb.pixels.remote import RemoteAccess


def options_of(of: Configuration) -> pixels.ReadingOptions:
    """What is configured about limits and remote stores."""
    return pixels.ReadingOptions(
        Limits(
            metadata_bytes=of[catalogue.MAX_METADATA_BYTES],
            segment_bytes=of[catalogue.MAX_SEGMENT_BYTES],
            read_bytes=of[catalogue.MAX_READ_BYTES],
            picture_pixels=of[catalogue.MAX_PICTURE_PIXELS],
            side=of[catalogue.MAX_SIDE],
            planes=of[catalogue.MAX_PLANES],
            images=of[catalogue.MAX_IMAGES],
        ),
        RemoteAccess(
            endpoint=of[catalogue.S3_ENDPOINT],
            region=of[catalogue.S3_REGION],
            access_key_id=of[catalogue.S3_ACCESS_KEY_ID],
            secret_access_key=of[catalogue.S3_SECRET_ACCESS_KEY],
            session_token=of[catalogue.S3_SESSION_TOKEN],
            is_anonymous=of[catalogue.S3_ANONYMOUS],
            timeout=of[catalogue.REMOTE_TIMEOUT],
        ),
    )
