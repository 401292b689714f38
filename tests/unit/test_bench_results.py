"""What `make bench` says of its numbers, as a table, a chart and a part of a page."""

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.bench.chart import svg
from tests.bench.document import replace_section
from tests.bench.load import BenchFailed
from tests.bench.results import Contest, Results, Row, Target, table

CONTEST = Contest(
    "tiles",
    "Tiles <cold>",
    "tiles/s",
    (Row("ours", (90.0, 110.0, 100.0), is_ours=True), Row("theirs & co", (50.0, 40.0, 60.0))),
    (Target("times theirs", 2.0, 1.5), Target("of the limit", 0.4, 0.5)),
)


def test_the_table_has_medians_and_ratios_and_says_what_is_not_met() -> None:
    text = table([CONTEST])
    assert "| **ours** | 100 | 90-110 |  |" in text
    assert "| theirs & co | 50 | 40-60 | 2.00 |" in text
    assert "times theirs: 2.00 of 1.5, met" in text
    assert "of the limit: 0.40 of 0.5, **not met**" in text


def test_the_chart_has_bars_as_long_as_the_numbers_say() -> None:
    root = ElementTree.fromstring(svg([CONTEST]))  # noqa: S314 - our own
    bars = [int(e.attrib["width"]) for e in root.iter("{http://www.w3.org/2000/svg}rect")][1:]
    assert bars[0] == pytest.approx(2 * bars[1], abs=1)
    assert "Tiles <cold>" in "".join(root.itertext())


def test_results_can_be_read_by_programs() -> None:
    content = json.loads(Results([CONTEST]).as_json())
    assert content["contests"][0]["rows"][0]["values"] == [90.0, 110.0, 100.0]
    assert content["machine"]["cores"] >= 1


def test_contests_that_were_not_measured_anew_stay_where_they_are(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    other, new = replace(CONTEST, name="other"), replace(CONTEST, name="new")
    Results([CONTEST, other]).write(file)
    again = replace(CONTEST, title="Tiles again", begun="2026-01-02")
    assert Results([new, again]).beside(file) == [again, other, new]
    assert Results([again]).beside(tmp_path / "none.json") == [again]


def test_a_part_of_a_page_is_written_anew(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- bench -->\nold\n<!-- end of bench -->\nafter\n")
    replace_section(page, "bench", "new")
    assert page.read_text() == "before\n<!-- bench -->\n\nnew\n<!-- end of bench -->\nafter\n"
    with pytest.raises(BenchFailed, match="expected a line <!-- other -->"):
        replace_section(page, "other", "new")
