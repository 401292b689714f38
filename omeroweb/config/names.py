"""Names of properties: known, of earlier releases, without effect, or written wrong."""

import difflib
from collections.abc import Iterable

from omeroweb.config import catalogue
from omeroweb.config.apps import AppProperty
from omeroweb.config.catalogue.refused import SUCCESSORS
from omeroweb.config.property import variable
from omeroweb.config.sources import Given, is_variable

WITHOUT_EFFECT = {accepted.name: accepted for accepted in catalogue.WITHOUT_EFFECT}
# No name is longer; comparing long ones takes time.
LONGEST = 200


def wrong_names(
    given: Iterable[Given], of_apps: Iterable[AppProperty], *, lacks_apps: bool
) -> list[str]:
    """What to say of names that mean nothing here, or something else than before.

    lacks_apps: some configured app is not installed here, as in the nginx image; an unknown name
    may be one of its own.
    """
    of_app = {declared.name for declared in of_apps}
    problems = []
    for entry in given:
        if entry.name in SUCCESSORS:
            problems.append(refused(entry))
        elif entry.name not in of_app and is_unknown(entry.name) and not lacks_apps:
            problems.append(f"{entry.name[:LONGEST]} (from {entry.source}): {unknown(entry)}")
    return problems


def note(entry: Given) -> str | None:
    """Why what was set changes nothing; None where it does."""
    if entry.name in WITHOUT_EFFECT:
        reason = WITHOUT_EFFECT[entry.name].reason
        return f"{entry.name} (from {entry.source}) has no effect: {reason}"
    if _is_foreign(entry):
        return f"{entry.name} (from {entry.source}) is no property of OMERO.web: ignored"
    return None


def is_unknown(name: str) -> bool:
    """Whether a name is in our namespace and neither we nor OMERO.web know it."""
    return name.startswith(catalogue.OWN_NAMESPACE) and not _is_known(name)


def unknown(entry: Given) -> str:
    """That there is no such property, with the nearest name, as the source would write it."""
    nearest = difflib.get_close_matches(entry.name[:LONGEST], catalogue.NAMES, n=1)
    if not nearest:
        return "no such property; docs/settings.md lists them"
    meant = variable(nearest[0]) if is_variable(entry.source) else nearest[0]
    return f"no such property; did you mean {meant}?"


def refused(entry: Given) -> str:
    """What to set in the place of a name of earlier releases."""
    successor = SUCCESSORS[entry.name]
    return (
        f"{entry.name} (from {entry.source}): no longer used; set {successor.successor} instead "
        f"({successor.advice}) and unset {entry.name}"
    )


def _is_known(name: str) -> bool:
    return name in catalogue.BY_NAME or name in WITHOUT_EFFECT or name in SUCCESSORS


def _is_foreign(entry: Given) -> bool:
    """Whether a variable that was meant for OMERO names nothing of OMERO.web."""
    is_ours = entry.name.startswith(("omero.", "Ice.")) and not _is_known(entry.name)
    return is_ours and is_variable(entry.source)
