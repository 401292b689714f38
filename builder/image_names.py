"""What the images are called: [REGISTRY/]REPOSITORY/web:VERSION, and nginx likewise."""

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
