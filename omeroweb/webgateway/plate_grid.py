"""The wells of a plate in rows and columns, as clients of the webgateway draw them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from omeroweb.gateway.base import Plate, Well, WellSample
from omeroweb.webgateway import simple
from omeroweb.webgateway.positions import label
from omeroweb.webgateway.simple import Json

LAYOUTS = ("expand", "trim", "shrink")

# The smallest standard plate; larger ones double it in both directions.
STANDARD_ROWS, STANDARD_COLUMNS = 8, 12


@dataclass(frozen=True)
class PlateGrid:
    """wells: those with images. field: which of a well's images, from 0. size: of thumbnails."""

    plate: Plate
    wells: Sequence[Well]
    field: int
    layout: str
    size: int

    def body(self) -> Json:
        """fields is new here: how many there are to choose from."""
        rows, columns = self._extent
        grid: list[list[Json | None]] = [[None] * len(columns) for _ in rows]
        for well, sample in self._shown():
            grid[well.row - rows.start][well.column - columns.start] = self._cell(well, sample)
        return {
            "grid": grid,
            "collabels": [_label(n, self.plate.column_naming) for n in columns],
            "rowlabels": [_label(n, self.plate.row_naming) for n in rows],
            "image_sizes": self._image_sizes(),
            "fields": self.plate.fields,
        }

    @cached_property
    def _extent(self) -> tuple[range, range]:
        """Rows and columns: a standard plate, from A1 to the last well, or the wells alone."""
        last_row = max((well.row for well in self.wells), default=0)
        last_column = max((well.column for well in self.wells), default=0)
        if self.layout == "shrink":
            first_row = min((well.row for well in self.wells), default=0)
            first_column = min((well.column for well in self.wells), default=0)
            return range(first_row, last_row + 1), range(first_column, last_column + 1)
        if self.layout == "trim":
            return range(last_row + 1), range(last_column + 1)
        rows, columns = STANDARD_ROWS, STANDARD_COLUMNS
        while rows <= last_row or columns <= last_column:
            rows, columns = 2 * rows, 2 * columns
        return range(rows), range(columns)

    def _shown(self) -> list[tuple[Well, WellSample]]:
        return [
            (well, well.samples[self.field])
            for well in self.wells
            if self.field < len(well.samples)
        ]

    def _cell(self, well: Well, sample: WellSample) -> Json:
        described = simple.image(sample.image, size=self.size)
        return {**described, "wellId": well.id, "field": self.field}

    def _image_sizes(self) -> list[Json]:
        """The size of one image; all fields of a plate are taken to be alike."""
        for _, sample in self._shown():
            pixels = sample.image.pixels
            if pixels:
                return [{"x": pixels.size_x, "y": pixels.size_y, "image_id": sample.image.id}]
        return []


def _label(position: int, naming: str) -> int | str:
    """Numbers are numbers in JSON, too."""
    return label(position, naming) if naming == "letter" else position + 1
