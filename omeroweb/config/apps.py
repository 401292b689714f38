"""Properties that apps bring: CUSTOM_SETTINGS_MAPPINGS of their settings module.

Each entry is ``"omero.web.figure.x": ["NAME", default, parser, description]``.
"""

import importlib
import importlib.util
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from omeroweb.config.masking import MASK, shown
from omeroweb.config.parsers import app_names, plain_text
from omeroweb.config.sources import Given


@dataclass(frozen=True)
class AppProperty:
    """One property of an app: setting is the name that Django gets its value under."""

    name: str
    setting: str
    default: str | None
    parse: object
    app: str


def is_installed(name: str) -> bool:
    """Whether a package or module can be found."""
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False
    except Exception:  # a package that cannot be imported alone is there, at least
        return True


def package(app: str) -> str:
    """The package of an app: one inside omeroweb comes first."""
    try:
        inner = importlib.util.find_spec(f"omeroweb.{app}")
    except ImportError:
        inner = None
    return f"omeroweb.{app}" if inner else app


def modules_of(app: str) -> str:
    """The package that holds an app's modules, also where its AppConfig names it: a.apps.Config."""
    found = package(app)
    is_class = found.rpartition(".")[2][:1].isupper()
    return found.rpartition(".")[0].removesuffix(".apps") if is_class else found


def missing(text: str) -> list[str]:
    """The apps in omero.web.apps that are not installed here."""
    try:
        return [app for app in app_names(text) if not is_installed(package(app))]
    except ValueError:
        return []


def properties(text: str) -> tuple[list[AppProperty], list[str]]:
    """The properties of the apps in omero.web.apps, and the problems met.

    text: the value of omero.web.apps; a wrong one is somebody else's to report.
    """
    found: list[AppProperty] = []
    problems: list[str] = []
    try:
        apps = app_names(text)
    except ValueError:
        return found, problems
    for app in apps:
        try:
            found += _of(app)
        except ModuleNotFoundError:
            continue  # an app that is not installed is reported with all other packages
        except Exception as error:  # whatever a foreign module does when it is imported
            problems.append(f"omero.web.apps: {app}.settings cannot be imported ({_line(error)})")
    return found, problems


def settings(
    declared: Iterable[AppProperty], given: Mapping[str, Given]
) -> tuple[dict[str, object], list[str]]:
    """Names and values for Django, and what to say of values that an app refuses."""
    values: dict[str, object] = {}
    problems: list[str] = []
    for entry in declared:
        text = given[entry.name].text if entry.name in given else entry.default
        try:
            values[entry.setting] = _value(entry, text)
        except Exception as error:  # whatever a foreign parser does
            problems.append(_refusal(entry, given, error))
    return values, problems


def _refusal(entry: AppProperty, given: Mapping[str, Given], error: Exception) -> str:
    """The app's own reason may repeat the value, which may be a secret."""
    if entry.name not in given:
        return f"{entry.name}: its default does not fit: {entry.app} refuses it ({_line(error)})"
    text, source = given[entry.name].text, given[entry.name].source
    reason = "" if shown(entry.name, text) == MASK else f" ({_line(error)})"
    return (
        f"{entry.name}={shown(entry.name, text)} (from {source}): expected another value, "
        f"{entry.app} refuses this one{reason}"
    )


def _line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _value(entry: AppProperty, text: str | None) -> object:
    if text is None or not callable(entry.parse):
        return text
    return entry.parse(plain_text(text) if isinstance(text, str) else text)


def _of(app: str) -> list[AppProperty]:
    name = f"{modules_of(app)}.settings"
    if importlib.util.find_spec(name) is None:
        return []
    mappings = getattr(importlib.import_module(name), "CUSTOM_SETTINGS_MAPPINGS", {})
    return [
        AppProperty(key, str(entry[0]), entry[1], entry[2] if len(entry) > 2 else None, app)
        for key, entry in mappings.items()
    ]
