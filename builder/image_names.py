"""What the images are called: [REGISTRY/]REPOSITORY/web:VERSION, and nginx likewise."""

import re

from omeroweb import __version__

TARGETS = ("web", "nginx")
REPOSITORY = "omeroweb"


def image_name(
    target: str,
    *,
    registry: str | None = None,
    repository: str = REPOSITORY,
    version: str = __version__,
) -> str:
    """The full name of the image of one target of the Dockerfile."""
    name = f"{repository}/{target}:{version}"
    return f"{registry}/{name}" if registry else name


def name_and_tag(image: str) -> tuple[str, str | None]:
    """What docker-py pulls an image by: without a tag it would pull all of them."""
    if "@" in image:
        return image, None
    found = re.fullmatch(r"(.+?)(?::([^/:]+))?", image)
    return (found[1], found[2] or "latest") if found else (image, "latest")
