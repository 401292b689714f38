"""Names of properties: known, of earlier releases, without effect, or written wrong."""

import difflib
from collections.abc import Iterable, Sequence

from omeroweb.config import catalogue
from omeroweb.config.apps import AppProperty
from omeroweb.config.catalogue.refused import SUCCESSORS
from omeroweb.config.property import variable
from omeroweb.config.sources import Given, is_variable

WITHOUT_EFFECT = {accepted.name: accepted for accepted in catalogue.WITHOUT_EFFECT}
# No name is longer; comparing long ones takes time.
LONGEST = 200


def wrong_names(
    given: Iterable[Given], of_apps: Iterable[AppProperty], missing_apps: Sequence[str]
) -> list[str]:
    """What to say of names that mean nothing here, or something else than before.

    missing_apps: configured apps that are not installed here, as in the nginx image.
    """
    of_app = {declared.name for declared in of_apps}
    problems = []
    for entry in given:
        if entry.name in SUCCESSORS:
            problems.append(refused(entry))
        elif entry.name not in of_app and is_unknown(entry.name):
            if _may_belong_to(entry.name, missing_apps):
                continue
            problems.append(f"{entry.name[:LONGEST]} (from {entry.source}): {unknown(entry)}")
    return problems


def _may_belong_to(name: str, apps: Sequence[str]) -> bool:
    """Whether a name looks like a property of one of these: omero.web.figure.x of omero_figure."""
    words = name.removeprefix(catalogue.OWN_NAMESPACE).split(".")
    return len(words) > 1 and any(words[0] in app for app in apps)


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
