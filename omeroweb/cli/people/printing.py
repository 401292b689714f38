"""Users, groups and members as tables and as JSON."""

import json
from collections.abc import Sequence
from typing import Any

# Between two columns.
GAP = "  "


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Columns as wide as their widest text."""
    texts = [list(head), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in texts) for column in range(len(head))]
    return "\n".join(
        GAP.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in texts
    )


def as_json(listed: Any) -> str:
    return json.dumps(listed, indent=2, ensure_ascii=False)
