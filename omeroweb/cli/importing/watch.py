"""`omero import --watch` and the folder of a server: new files appear as long as this runs."""

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from omeroweb.cli.importing.session import Session
from omeroweb.config import Configuration, catalogue
from omeroweb.errors import CommandError
from omeroweb.gateway.embedded.forgetting import forget_missing
from omeroweb.gateway.embedded.importing.outcomes import Failure, Missing, Outcome
from omeroweb.gateway.embedded.importing.settling import Settling, Signature, signature
from omeroweb.gateway.embedded.importing.walking import Found, Start
from omeroweb.gateway.embedded.importing.watching import (
    Local,
    concerned,
    events,
    tells_of_changes,
)
from omeroweb.pixels.location import Location

# Between complete looks where changes are told: for what was told and not understood.
COMPLETE_SECONDS = 600
TICK_SECONDS = 0.5


@dataclass(frozen=True)
class Rhythm:
    """settle: seconds that a file must not have changed; poll: between looks where none are told.

    how: "auto", "events" or "poll".
    """

    settle: float
    poll: float
    how: str

    @classmethod
    def of(cls, configuration: Configuration) -> "Rhythm":
        return cls(
            configuration[catalogue.IMPORT_SETTLE],
            configuration[catalogue.IMPORT_POLL],
            configuration[catalogue.IMPORT_WATCH],
        )


def local(place: Location) -> Local:
    """What is watched, as somebody gives it. Raises CommandError for an address."""
    start = Start.at(place)
    if isinstance(start.path, Path) and isinstance(start.root, Path):
        return Local(start.path, start.root)
    raise CommandError(f"{place}: what lies remotely cannot be watched")


class Watch:
    """Imports what changes below some paths until it is interrupted."""

    def __init__(
        self,
        session: Session,
        starts: Sequence[Local],
        rhythm: Rhythm,
        after: Callable[[], None],
    ) -> None:
        """after: called when something was imported."""
        self._session = session
        self._after = after
        self._starts = starts
        self._rhythm = rhythm
        self._settling = Settling(rhythm.settle)
        self._roots: dict[Path, Path] = {}
        # Files that could not be imported as they were: they are not tried again and again.
        self._failed: dict[Location, Signature] = {}
        self._between: float = COMPLETE_SECONDS
        session.is_news = self._is_news
        session.options = replace(session.options, accepts=self._accepts)

    def run(self) -> None:
        """The first look is a complete one, once changes are told."""
        next_look = time.monotonic()
        for changed in self._told():
            for start in concerned(changed, self._starts):
                self._settling.note(start.path)
                self._roots[start.path] = start.root
            if time.monotonic() >= next_look:
                self._import(self._starts)
                self._forget()
                next_look = time.monotonic() + self._between
            self._import_settled()

    def _import_settled(self) -> None:
        ready = list(self._settling.settled())
        if not ready:
            return
        for path in ready:
            self._failed.pop(path, None)
        there = [path for path in ready if os.path.lexists(path)]
        self._import([self._start(path) for path in there], workers=len(there))
        if len(there) < len(ready):
            self._session.look_for_missing([path for path in ready if path not in there])
            self._forget()

    def _import(self, starts: Sequence[Local], workers: int | None = None) -> None:
        if starts and self._run(starts, workers):
            self._after()

    def _run(self, starts: Sequence[Local], workers: int | None) -> bool:
        """Whether something was imported."""
        begun = [start.start for start in starts]
        return self._session.run(begun, workers=workers, is_news_only=True).imported > 0

    def _start(self, path: Path) -> Local:
        root = self._roots.pop(path, None)
        if root is None:
            root = next(start.root for start in self._starts if path.is_relative_to(start.path))
        return Local(path, root)

    def _forget(self) -> None:
        """A folder that is shown is followed: what is gone there is forgotten."""
        if self._session.destination.served_folder:
            forget_missing(self._session.destination.served_folder)

    def _told(self) -> Iterator[set[Path]]:
        """Changes as they are told, and nothing twice a second where none are."""
        how = self._rhythm.how
        if how == "events" or (how == "auto" and self._are_changes_told()):
            try:
                yield from events(self._starts, self._session.interruption)
            except OSError as error:
                reason = f"{error.strerror or error}"
                if how == "events":
                    raise CommandError(f"the system tells of no changes ({reason})") from None
                print(f"The system tells of no changes ({reason})", file=sys.stderr)
            else:
                return
        self._between = self._rhythm.poll
        print(f"Looking for new files every {self._between:g} s", flush=True)
        while not self._session.interruption():
            yield set()
            time.sleep(TICK_SECONDS)

    def _are_changes_told(self) -> bool:
        return all(tells_of_changes(start.path) for start in self._starts)

    def _accepts(self, found: Found) -> bool:
        is_as_it_failed = (
            found.path in self._failed and signature(found.path) == self._failed[found.path]
        )
        return not is_as_it_failed and self._settling.accepts(found)

    def _is_news(self, outcome: Outcome) -> bool:
        match outcome:
            case Failure(path=path):
                now = signature(path)
                is_old = path in self._failed and self._failed[path] == now
                self._failed[path] = now
                return not is_old
            case Missing():
                return outcome.is_new
        self._failed.pop(outcome.path, None)
        return True
