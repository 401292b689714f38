"""`omero import`: from the options to an exit code."""

import argparse

from omeroweb.cli.announce import say_root_password
from omeroweb.cli.importing.interruption import Interruption
from omeroweb.cli.importing.pyramids import PyramidMaker
from omeroweb.cli.importing.report import Report
from omeroweb.cli.pyramids.command import make_missing
from omeroweb.cli.store import prepare
from omeroweb.config import Configuration
from omeroweb.errors import CommandError
from omeroweb.pixels.formats import EXPECTED
from omeroweb.pixels.location import location


def run(options: argparse.Namespace) -> int:
    """Import files and folders. Exit code 1 where something could not be imported."""
    report = (
        Report(options.report, [location(path) for path in options.paths])
        if options.report
        else None
    )
    prepared = prepare()
    say_root_password(prepared)
    with Interruption() as interruption:
        status = _import(options, prepared.configuration, interruption, report)
    if interruption() or options.watch or options.dry_run or options.no_pyramids:
        return status
    return max(status, make_missing(prepared.configuration))


def _import(
    options: argparse.Namespace,
    configuration: Configuration,
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
    )
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
