"""Importing into a store that is prepared, as somebody at a terminal or in a log follows it."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.context import BaseContext
from pathlib import Path

from django.db import OperationalError

from omeroweb.cli.importing.interruption import Interruption
from omeroweb.cli.importing.progress import Progress
from omeroweb.cli.importing.report import Report
from omeroweb.cli.importing.summary import SAID_AT_MOST, Summary
from omeroweb.config import Configuration, catalogue
from omeroweb.errors import CommandError
from omeroweb.gateway.embedded.importing.missing import Seen, mark_missing
from omeroweb.gateway.embedded.importing.nursery import SPAWNED
from omeroweb.gateway.embedded.importing.outcomes import Failure, Imported, Missing, Outcome
from omeroweb.gateway.embedded.importing.run import Options, import_all
from omeroweb.gateway.embedded.importing.walking import Start
from omeroweb.gateway.embedded.importing.writing import Destination


def reading(
    configuration: Configuration,
    workers: int | None = None,
    *,
    is_dry_run: bool = False,
    is_restoring: bool = False,
    nursery: BaseContext = SPAWNED,
) -> Options:
    """How files are read, by the configuration and the command line."""
    return Options(
        workers or configuration[catalogue.IMPORT_WORKERS],
        configuration[catalogue.IMPORT_TIMEOUT],
        is_dry_run,
        is_restoring,
        nursery=nursery,
    )


def all_of_it(outcome: Outcome) -> bool:
    return True


@dataclass
class Session:
    """One or many imports to the same place. total: what all of them did.

    is_news: whether an outcome counts and is said. said_at_most: how many failures, and files that
    are gone, an import says one by one.
    """

    destination: Destination
    options: Options
    interruption: Interruption
    report: Report | None = None
    total: Summary = field(default_factory=Summary)
    is_news: Callable[[Outcome], bool] = all_of_it
    said_at_most: int = SAID_AT_MOST

    def run(
        self, starts: Sequence[Start], *, workers: int | None = None, is_news_only: bool = False
    ) -> Summary:
        """Import everything below some paths. Returns what became of it.

        workers: at most so many processes; is_news_only: say nothing where nothing is new. Raises
        CommandError where the database takes nothing more.
        """
        options = self.options
        if workers:
            options = replace(options, workers=min(options.workers, workers))
        outcomes = import_all(starts, self.destination, options, self.interruption)
        with Progress(starts) as progress:
            return self._follow(outcomes, progress, is_news_only=is_news_only)

    def look_for_missing(self, paths: Sequence[Path]) -> None:
        """Say which imported files below some paths are gone; of a shown folder, forget them."""
        if not self.destination.served_folder:
            gone = (outcome for path in paths for outcome in mark_missing(path, Seen()))
            with Progress(()) as progress:
                self._follow(gone, progress, is_news_only=True)

    def _follow(
        self, outcomes: Iterable[Outcome], progress: Progress, *, is_news_only: bool
    ) -> Summary:
        summary = Summary(is_dry_run=self.options.is_dry_run)
        try:
            for outcome in _or_say(outcomes):
                if self.is_news(outcome):
                    self._take(outcome, summary, progress)
        finally:
            # Also where it ends early: what was done is done.
            self.total.add(summary)
            if summary.has_news or (summary.looked_at and not is_news_only):
                progress.end()
                print(summary.ending(is_interrupted=self.interruption()), flush=True)
        if max(summary.failed, summary.missing) > self.said_at_most and not self.report:
            print("More was not said here: --report FILE keeps all of it", file=sys.stderr)
        return summary

    def _take(self, outcome: Outcome, summary: Summary, progress: Progress) -> None:
        summary.count(outcome)
        if self.report:
            self.report.add(outcome)
        match outcome:
            case Failure() if summary.failed <= self.said_at_most:
                progress.say(f"not imported: {outcome.reason}")
            case Missing(is_new=True) if summary.missing <= self.said_at_most:
                progress.say(f"no longer there: {outcome.path}")
            case Imported() if summary.is_dry_run:
                print(f"{outcome.container}: {outcome.path}")
        if not isinstance(outcome, Missing):
            progress.step(outcome.path)


def _or_say(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    try:
        yield from outcomes
    except OperationalError as error:
        raise CommandError(
            f"{catalogue.DATABASES.name}: nothing more can be written ({str(error).strip()}); "
            "what was imported is kept, and the next run carries on"
        ) from None
