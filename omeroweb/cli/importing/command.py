"""`omero import`: from the options to an exit code."""

import argparse
import gc
from multiprocessing.context import BaseContext

from omeroweb.cli.announce import say_root_password
from omeroweb.cli.importing.interruption import Interruption
from omeroweb.cli.importing.pyramids import PyramidMaker
from omeroweb.cli.importing.report import Report
from omeroweb.cli.pyramids.command import make_missing
from omeroweb.cli.store import prepare
from omeroweb.config import Configuration
from omeroweb.errors import CommandError
from omeroweb.gateway.embedded.importing.nursery import SPAWNED, nursery
from omeroweb.pixels.formats import EXPECTED
from omeroweb.pixels.location import location

# What the main program consists of, which each reader would load again.
PROGRAM = tuple(f"omeroweb.cli.{part}.grammar" for part in ("config", "importing", "web"))


def run(options: argparse.Namespace) -> int:
    """Import files and folders. Exit code 1 where something could not be imported."""
    report = (
        Report(options.report, [location(path) for path in options.paths])
        if options.report
        else None
    )
    # Readers load while the store is prepared. A watch has few files at a time, and rests long.
    readers = SPAWNED if options.watch else nursery(PROGRAM)
    prepared = prepare(is_site=False)
    say_root_password(prepared)
    with Interruption() as interruption:
        status = _import(options, prepared.configuration, readers, interruption, report)
    if interruption() or options.watch or options.dry_run or options.no_pyramids:
        return status
    return max(status, make_missing(prepared.configuration))


def _import(
    options: argparse.Namespace,
    configuration: Configuration,
    readers: BaseContext,
    interruption: Interruption,
    report: Report | None,
) -> int:
    # Models can be imported now that the store is prepared.
    from omeroweb.cli.importing.destination import destination
    from omeroweb.cli.importing.session import Session, reading
    from omeroweb.cli.importing.watch import Rhythm, Watch, local
    from omeroweb.gateway.embedded.importing.walking import Start

    places = [location(path) for path in options.paths]
    starts = [Start.at(place) for place in places]
    how = reading(
        configuration,
        options.workers,
        is_dry_run=options.dry_run,
        is_restoring=options.restore,
        nursery=readers,
    )
    gc.freeze()  # what is loaded by now stays, and need not be looked through again and again
    session = Session(destination(options), how, interruption, report)
    try:
        if options.watch:
            watched = [local(place) for place in places]
            with PyramidMaker(is_wanted=not options.no_pyramids) as pyramids:
                Watch(session, watched, Rhythm.of(configuration), pyramids.look).run()
            return int(session.total.failed > 0)
        session.run(starts)
    finally:
        if report:
            report.complete(session.total, is_interrupted=interruption())
    if interruption():
        return interruption.exit_code
    if not session.total.looked_at:
        paths = ", ".join(str(path) for path in options.paths)
        raise CommandError(f"no image found in {paths}: expected {EXPECTED}")
    return int(session.total.failed > 0)
