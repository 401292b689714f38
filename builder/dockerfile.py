"""What the Dockerfile says: the base image, the settings of a target, notes for BuildKit."""

import re
from pathlib import Path

from builder.errors import BuildFailed

ROOT = Path(__file__).resolve().parent.parent
BASE = re.compile(r"^ARG BASE=(\S+)", re.MULTILINE)
STAGE = re.compile(
    r"^FROM (?P<parent>\S+) AS (?P<name>\S+)\n(?P<body>.*?)(?=^FROM |\Z)", re.M | re.S
)
SETTING = re.compile(r"^\s*(?:ENV )?(CONFIG_\w+)=(\S+)", re.MULTILINE)
# A comment above a RUN that holds what only BuildKit understands.
FOR_BUILDKIT = re.compile(r"^# buildkit: (?P<options>.+)\nRUN ", re.MULTILINE)


def read(source: Path = ROOT) -> str:
    """The text of the Dockerfile of a checkout. Raises BuildFailed where there is none."""
    try:
        return (source / "Dockerfile").read_text(encoding="utf-8")
    except OSError as error:
        raise BuildFailed(
            f"{source}/Dockerfile: {error.strerror}; run omero-builder from a checkout, "
            "or name one with --source"
        ) from None


def base_image(text: str) -> str:
    """The image that both targets begin with. Raises BuildFailed where none is named."""
    found = BASE.search(text)
    if not found:
        raise BuildFailed("the Dockerfile has no line 'ARG BASE=<image>': it names the base image")
    return found[1]


def settings(text: str, target: str) -> dict[str, str]:
    """The CONFIG_* variables that a target and the stages below it set."""
    stages = {found["name"]: found for found in STAGE.finditer(text)}
    found = stages.get(target)
    if found is None:
        return {}
    return settings(text, found["parent"]) | dict(SETTING.findall(found["body"]))


def with_buildkit(text: str) -> str:
    """The Dockerfile with what its notes add to RUN: caches and secrets."""
    return FOR_BUILDKIT.sub(r"RUN \g<options> ", text)
