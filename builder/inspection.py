"""What an image is made of: layers with sizes, labels, the settings built into it."""

from collections.abc import Mapping
from dataclasses import dataclass

import docker
from docker.models.images import Image

from builder import baked, inside
from omeroweb.config.omero_files import BUILT_IN_VARIABLE

MEGABYTE = 1_000_000
# What the classic builder writes before each line of a Dockerfile.
SHELL = "/bin/sh -c "
NOTHING = "#(nop) "


@dataclass(frozen=True)
class Layer:
    """One layer that has bytes: what made it, and its size on disk."""

    size: int
    made_by: str


@dataclass(frozen=True)
class Inspection:
    """One image. size: bytes on disk, the base image included."""

    name: str
    id: str
    platform: str
    created: str
    size: int
    layers: list[Layer]
    labels: Mapping[str, str]
    settings: Mapping[str, str]
    environment: Mapping[str, str]


def inspect(client: docker.DockerClient, image: Image, name: str) -> Inspection:
    """Look at an image. Raises BuilderError where the engine does not let it be opened."""
    attributes = image.attrs
    variables = dict(entry.split("=", 1) for entry in attributes["Config"].get("Env") or [])
    folder = variables.get(BUILT_IN_VARIABLE, "")
    files = inside.text_files(client, str(image.id), folder, ".omero") if folder else {}
    settings: dict[str, str] = {}
    for _, text in sorted(files.items()):
        settings |= baked.shown(text)
    return Inspection(
        name=name,
        id=str(image.id),
        platform=f"{attributes['Os']}/{attributes['Architecture']}",
        created=attributes["Created"],
        size=attributes["Size"],
        layers=layers(image),
        labels=dict(sorted(image.labels.items())),
        settings=settings,
        environment={key: text for key, text in variables.items() if key.startswith("CONFIG_")},
    )


def layers(image: Image) -> list[Layer]:
    """The layers of an image that have bytes, from the base image on."""
    history: list[Mapping[str, object]] = image.history()
    return [
        Layer(int(str(entry["Size"])), _made_by(str(entry["CreatedBy"]), str(entry["Comment"])))
        for entry in reversed(history)
        if entry["Size"]
    ]


def _made_by(command: str, comment: str) -> str:
    text = command.removeprefix(SHELL).removeprefix(NOTHING)
    return " ".join(text.split()).removesuffix(" # buildkit") or comment or "base image"
