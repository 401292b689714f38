"""Where an image lies, for the ways back to it."""

from dataclasses import dataclass

from omeroweb.gateway.base import Gateway


@dataclass(frozen=True)
class Parent:
    """key: as in deep links, e.g. dataset-3; "orphaned-0" for an image that lies nowhere."""

    key: str
    name: str


def parent(gateway: Gateway, image_id: int) -> Parent:
    """The dataset or plate of an image, the first where there are several. Raises NotFound."""
    ancestry = gateway.ancestry(image_id)
    if ancestry.datasets:
        dataset = ancestry.datasets[0]
        return Parent(f"dataset-{dataset.id}", dataset.name)
    if ancestry.plate:
        return Parent(f"plate-{ancestry.plate.id}", ancestry.plate.name)
    return Parent("orphaned-0", "Images")
