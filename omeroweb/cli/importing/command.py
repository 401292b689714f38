"""`omero import`: from the options to an exit code."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from omeroweb.cli.announce import say_root_password
from omeroweb.cli.importing.interruption import Interruption
from omeroweb.cli.importing.progress import Progress
from omeroweb.cli.importing.report import Report
from omeroweb.cli.importing.summary import SAID_AT_MOST, Summary
from omeroweb.cli.pyramids.command import make_missing
from omeroweb.cli.store import prepare
from omeroweb.config import Configuration, catalogue
from omeroweb.errors import CommandError
from omeroweb.pixels.formats import EXPECTED

if TYPE_CHECKING:  # models can be imported once the store is prepared
    from omeroweb.gateway.embedded.importing.outcomes import Outcome
    from omeroweb.gateway.embedded.importing.writing import Destination


def run(options: argparse.Namespace) -> int:
    """Import files and folders. Exit code 1 where something could not be imported."""
    report = Report(options.report, options.paths) if options.report else None
    prepared = prepare()
    say_root_password(prepared)
    from omeroweb.cli.importing.destination import destination

    where = destination(options)
    with Interruption() as interruption:
        summary = import_into_store(
            options.paths,
            where,
            prepared.configuration,
            interruption,
            workers=options.workers,
            report=report,
            is_dry_run=options.dry_run,
        )
    if interruption():
        return interruption.exit_code
    made = 0
    if not (options.dry_run or options.no_pyramids):
        made = make_missing(prepared.configuration)
    return max(made, int(summary.failed > 0))


def import_into_store(
    paths: Sequence[Path],
    where: "Destination",
    configuration: Configuration,
    interruption: Interruption,
    *,
    workers: int | None = None,
    report: Report | None = None,
    is_dry_run: bool = False,
) -> Summary:
    """Register every image below the paths, saying how it goes; the store is prepared.

    Raises CommandError where nothing there looks like an image.
    """
    from omeroweb.gateway.embedded.importing.run import Options, import_all

    summary = Summary(is_dry_run=is_dry_run)
    options = Options(
        workers or configuration[catalogue.IMPORT_WORKERS],
        configuration[catalogue.IMPORT_TIMEOUT],
        is_dry_run,
    )
    outcomes = import_all(paths, where, options, interruption)
    try:
        with Progress(paths) as progress:
            _follow(outcomes, summary, progress, report)
    finally:
        _say_end(summary, report, interruption)
    if not summary.looked_at and not interruption():
        raise CommandError(f"no image found in {', '.join(map(str, paths))}: expected {EXPECTED}")
    return summary


def _follow(
    outcomes: "Iterable[Outcome]", summary: Summary, progress: Progress, report: Report | None
) -> None:
    from omeroweb.gateway.embedded.importing.outcomes import Failure, Imported, Missing

    for outcome in outcomes:
        summary.count(outcome)
        progress.step(outcome.path)
        if report:
            report.add(outcome)
        match outcome:
            case Failure() if summary.failed <= SAID_AT_MOST:
                progress.say(f"not imported: {outcome.reason}")
            case Missing() if summary.missing <= SAID_AT_MOST:
                progress.say(f"no longer there: {outcome.path}")
            case Imported() if summary.is_dry_run:
                print(f"{outcome.container}: {outcome.path}")


def _say_end(summary: Summary, report: Report | None, interruption: Interruption) -> None:
    """Also where it ends early: what was done is done."""
    unsaid = max(summary.failed, summary.missing) > SAID_AT_MOST
    if unsaid and not report:
        print("More was not said here: --report FILE keeps all of it", file=sys.stderr)
    if summary.looked_at:
        ending = "Interrupted: " if interruption() else ""
        carry_on = "; the next run carries on" if interruption() else ""
        sentence = summary.sentence
        if ending:
            sentence = sentence[0].lower() + sentence[1:]
        print(f"{ending}{sentence}{carry_on}", flush=True)
    if report:
        report.complete(summary, is_interrupted=interruption())
