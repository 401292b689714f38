"""What the labels of an image say of it."""

from docker.models.images import Image

from builder.errors import BuilderError
from builder.provenance import PREFIX
from builder.versions import Version


def check_version(image: Image, expected: Version) -> None:
    """Raises BuilderError where an image was built as another version than it is to be named."""
    found = image.labels.get(f"{PREFIX}version", "none")
    if found != str(expected):
        name = image.tags[0] if image.tags else image.short_id
        raise BuilderError(
            f"{name} was built as version {found}, not {expected}: build it with "
            f"VERSION={expected} omero-builder build"
        )
