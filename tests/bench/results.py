"""What a run has measured: rows of numbers, and the sentences that they are held against."""

import json
import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Row:
    """One contestant: its runs in the unit of its contest. is_ours: this project."""

    contestant: str
    values: tuple[float, ...]
    is_ours: bool = False

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def spread(self) -> tuple[float, float]:
        return min(self.values), max(self.values)


@dataclass(frozen=True)
class Target:
    """What the numbers must say. ratio: measured, in the direction in which more is better."""

    sentence: str
    ratio: float
    at_least: float

    @property
    def is_met(self) -> bool:
        return self.ratio >= self.at_least


@dataclass(frozen=True)
class Contest:
    """All contestants of one question. begun: when the run began that measured it."""

    name: str
    title: str
    unit: str
    rows: tuple[Row, ...]
    targets: tuple[Target, ...] = ()
    notes: tuple[str, ...] = ()
    begun: str = ""

    @property
    def ours(self) -> Row:
        return next(row for row in self.rows if row.is_ours)


@dataclass
class Results:
    """One run on one machine."""

    contests: list[Contest] = field(default_factory=list)
    begun: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))

    def as_json(self) -> str:
        content = {
            "begun": self.begun,
            "machine": {
                "cores": len(os.sched_getaffinity(0)),
                "kind": platform.machine(),
                "python": platform.python_version(),
                "load_average": os.getloadavg(),
            },
            "contests": [asdict(contest) for contest in self.contests],
        }
        return json.dumps(content, indent=2)

    def beside(self, file: Path) -> list[Contest]:
        """These contests in the places of those of the same name in a file, new ones behind."""
        before = _contests(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else []
        by_name = {contest.name: contest for contest in (*before, *self.contests)}
        return list(by_name.values())

    def write(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(self.as_json() + "\n", encoding="utf-8")


def _contests(content: dict[str, Any]) -> list[Contest]:
    return [
        Contest(
            **{
                "begun": content["begun"],
                **said,
                "rows": tuple(
                    Row(row["contestant"], tuple(row["values"]), row["is_ours"])
                    for row in said["rows"]
                ),
                "targets": tuple(Target(**target) for target in said["targets"]),
                "notes": tuple(said["notes"]),
            }
        )
        for said in content["contests"]
    ]


def table(contests: Sequence[Contest]) -> str:
    """All contests as a table in Markdown; ratios are to our own row, above 1 where we are more."""
    lines = []
    for contest in contests:
        ours = contest.ours.median
        lines += [
            f"**{contest.title}** ({contest.unit})",
            "",
            "| contestant | median | min-max | ours / theirs |",
            "|---|---:|---:|---:|",
        ]
        for row in contest.rows:
            low, high = row.spread
            ratio = "" if row.is_ours else f"{ours / row.median:.2f}" if row.median else "-"
            name = f"**{row.contestant}**" if row.is_ours else row.contestant
            lines.append(
                f"| {name} | {number(row.median)} | {number(low)}-{number(high)} | {ratio} |"
            )
        lines.append("")
        for target in contest.targets:
            word = "met" if target.is_met else "**not met**"
            lines.append(f"- {target.sentence}: {target.ratio:.2f} of {target.at_least:g}, {word}")
        lines += [f"- {note}" for note in contest.notes]
        lines.append("")
    return "\n".join(lines)


def number(value: float) -> str:
    """Three digits that mean something."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
