"""The table of sizes in the documentation, written from the images themselves."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from builder.errors import BuilderError
from builder.inspection import MEGABYTE, Layer

BEGIN = "<!-- sizes: written by omero-builder sizes -->"
END = "<!-- /sizes -->"
BETWEEN = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
# A row of the table -> what the lines of a Dockerfile that belong to it look like; the first layer
# is the base image.
PARTS: Mapping[str, str] = {
    "Python": r"install .*\bpython3\b",
    "NGINX": r"install .*\bnginx\b",
    "libraries": r"/venv|liblapack",
    "static files": r"/static\b",
    "OMERO.web and its settings": "",
}
BASE = "Debian"
HEAD = "| | {names} |\n|---|{rules}\n"


def table(images: Mapping[str, list[Layer]]) -> str:
    """Markdown. images: name -> layers, from the base image on; sizes on disk."""
    sums = {name: _sums(layers) for name, layers in images.items()}
    lines = [HEAD.format(names=" | ".join(images), rules="---:|" * len(images))]
    for part in (BASE, *PARTS):
        cells = [_cell(of_image.get(part, 0)) for of_image in sums.values()]
        lines.append(f"| {part} | {' | '.join(cells)} |\n")
    totals = [f"**{sum(of_image.values()) / MEGABYTE:.0f} MB**" for of_image in sums.values()]
    lines.append(f"| **together** | {' | '.join(totals)} |\n")
    return "".join(lines)


def write(page: Path, text: str) -> None:
    """Put the table between its marks. Raises BuilderError where the page has none."""
    before = page.read_text(encoding="utf-8")
    after, count = BETWEEN.subn(lambda _: f"{BEGIN}\n{text}{END}", before)
    if not count:
        raise BuilderError(f"{page} has no place for the table: expected {BEGIN} and {END} in it")
    page.write_text(after, encoding="utf-8")


def _sums(layers: Iterable[Layer]) -> dict[str, int]:
    base, *others = layers
    sums = {BASE: base.size}
    for layer in others:
        part = next(part for part, pattern in PARTS.items() if re.search(pattern, layer.made_by))
        sums[part] = sums.get(part, 0) + layer.size
    return sums


def _cell(size: int) -> str:
    return f"{size / MEGABYTE:.1f} MB" if size else ""
