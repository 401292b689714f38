"""All contests as one picture: a bar for each contestant, as long as its share of the longest."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from tests.bench.results import Contest, Row, number

WIDTH, BAR, GAP, TITLE, LABEL, NUMBER = 910, 20, 6, 34, 410, 90
OURS, OTHERS, TEXT, MUTED = "#0b6e75", "#b8c4c6", "#1d2a2c", "#56676a"


def svg(contests: Sequence[Contest]) -> str:
    """A picture of its own: no fonts, scripts or styles from elsewhere."""
    lines: list[str] = []
    top = 10
    for contest in contests:
        lines += _contest(contest, top)
        top += TITLE + len(contest.rows) * (BAR + GAP) + 12
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" '
        f'width="{WIDTH}" height="{top}" font-family="system-ui, sans-serif" font-size="13">'
    )
    background = f'<rect width="{WIDTH}" height="{top}" fill="#ffffff"/>'
    return "\n".join([head, background, *lines, "</svg>", ""])


def _contest(contest: Contest, top: int) -> Iterator[str]:
    yield (
        f'<text x="10" y="{top + 18}" fill="{TEXT}" font-weight="600">{escape(contest.title)} '
        f'<tspan fill="{MUTED}" font-weight="400">{escape(contest.unit)}</tspan></text>'
    )
    longest = max(row.median for row in contest.rows)
    for index, row in enumerate(contest.rows):
        yield from _bar(row, longest, top + TITLE + index * (BAR + GAP))


def _bar(row: Row, longest: float, top: int) -> Iterator[str]:
    room = WIDTH - LABEL - NUMBER - 20
    length = max(2, round(room * row.median / longest))
    color = OURS if row.is_ours else OTHERS
    middle = top + BAR - 6
    yield f'<text x="10" y="{middle}" fill="{TEXT}">{escape(row.contestant)}</text>'
    yield f'<rect x="{LABEL}" y="{top}" width="{length}" height="{BAR}" rx="2" fill="{color}"/>'
    yield f'<text x="{LABEL + length + 8}" y="{middle}" fill="{TEXT}">{number(row.median)}</text>'
