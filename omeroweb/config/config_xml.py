"""config.xml as existing installations have it: named profiles of properties, one of them active.

Shape: ``icegrid`` holds ``properties id="__ACTIVE__"``, which names the active profile and repeats
its properties, then one ``properties`` per profile, then an ``include``. All values are text.
"""

import os
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from xml.parsers import expat

from omeroweb.config import private_files
from omeroweb.config.locking import locked
from omeroweb.errors import ConfigurationError

ACTIVE = "__ACTIVE__"
DEFAULT_PROFILE = "default"
PROFILE_NAME = "omero.config.profile"
VERSION_NAME = "omero.config.version"
VERSION = "5.1.0"
INTERNAL = (PROFILE_NAME, VERSION_NAME)
PROFILE_VARIABLE = "OMERO_CONFIG"
# What XML 1.0 cannot hold, not even escaped.
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Three levels are meant; whoever nests deeper wants to see us fall.
DEEPEST = 20


@dataclass
class Profiles:
    """What a config.xml holds: profile -> property -> text.

    others: elements beside the profiles, which are kept as they are.
    """

    active: str = DEFAULT_PROFILE
    by_name: dict[str, dict[str, str]] = field(default_factory=lambda: {DEFAULT_PROFILE: {}})
    others: list[ET.Element] = field(default_factory=list)

    @property
    def current(self) -> dict[str, str]:
        """The properties of the active profile, to read and to change."""
        return self.by_name.setdefault(self.active, {})

    def activate(self, name: str) -> None:
        """Make a profile active; made empty where there is none."""
        if name == ACTIVE or not name:
            raise ConfigurationError(f"{name!r} cannot be the name of a profile")
        self.active = name
        self.by_name.setdefault(name, {})


def config_file(omerodir: Path) -> Path:
    return omerodir / "etc" / "grid" / "config.xml"


def read(file: Path, environ: Mapping[str, str]) -> Profiles:
    """The profiles of a file; none of them where there is no file. Takes no lock, changes nothing.

    OMERO_CONFIG in environ chooses another profile for this time.
    Raises ConfigurationError where it cannot be read, is no config.xml or has no such profile.
    """
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        content = b""
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ConfigurationError(
            f"{file}: cannot be read by user {os.getuid()} ({reason})"
        ) from None
    profiles = parse(content, file) if content.strip() else Profiles()
    chosen = environ.get(PROFILE_VARIABLE)
    if chosen and content.strip() and chosen not in profiles.by_name:
        known = ", ".join(sorted(profiles.by_name))
        raise ConfigurationError(
            f"{PROFILE_VARIABLE}={chosen!r}: no such profile in {file}; expected one of {known}"
        )
    if chosen:
        profiles.activate(chosen)
    return profiles


def parse(content: bytes, file: Path) -> Profiles:
    """The profiles that a text holds; file: what messages call it."""
    root = _root(content, file)
    found: dict[str, dict[str, str]] = {}
    for element in root.findall("properties"):
        profile = _attribute(element, "id", file)
        found.setdefault(profile, {}).update(
            (_attribute(entry, "name", file), entry.get("value", ""))
            for entry in element.findall("property")
        )
    repeated = found.pop(ACTIVE, {})
    by_name = {name: _without_internal(texts) for name, texts in found.items()}
    active = repeated.get(PROFILE_NAME) or DEFAULT_PROFILE
    if active == ACTIVE:
        raise ConfigurationError(f"{file}: expected {PROFILE_NAME} to name a profile")
    # A file that was shortened by hand may hold nothing but the copy.
    by_name.setdefault(active, _without_internal(repeated))
    others = [other for other in root if other.tag != "properties"]
    for other in others:
        other.tail = None
    return Profiles(active, by_name, others)


def render(profiles: Profiles) -> bytes:
    """The text of a config.xml. Raises ConfigurationError for what XML cannot hold."""
    root = ET.Element("icegrid")
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
    root.append(ET.Comment(f" Written {now} UTC by `omero config`; change it with that command. "))
    head = {PROFILE_NAME: profiles.active, VERSION_NAME: VERSION}
    _append(root, ACTIVE, head, profiles.current)
    for name, texts in profiles.by_name.items():
        _append(root, name, {VERSION_NAME: VERSION}, texts)
    root.extend(profiles.others)
    if root.find("include") is None:
        ET.SubElement(root, "include", file="templates.xml")
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content


@contextmanager
def changed(file: Path, environ: Mapping[str, str]) -> Iterator[Profiles]:
    """The profiles of a file, written back at the end of the block where it changed them.

    OMERO_CONFIG in environ chooses the profile to change; made where there is none.
    One writer at a time: others wait. Readers see the old file or the new one, never half of it.
    Raises ConfigurationError where the file cannot be written.
    """
    with locked(file):
        profiles = read(file, {})
        before, stored_active = _comparable(profiles), profiles.active
        chosen = environ.get(PROFILE_VARIABLE)
        if chosen:
            profiles.activate(chosen)
        yield profiles
        if chosen and profiles.active == chosen:
            profiles.active = stored_active
        if _comparable(profiles) != before or not file.exists():
            write(file, profiles)


def write(file: Path, profiles: Profiles) -> None:
    """Replace the file at once."""
    private_files.replace(file, render(profiles))


def _root(content: bytes, file: Path) -> ET.Element:
    try:
        _refuse_traps(content)
        root = ET.fromstring(content)  # noqa: S314 - traps were refused
    except (ET.ParseError, expat.ExpatError, ValueError, LookupError) as error:
        raise ConfigurationError(
            f"{file}: not well-formed XML ({error}); expected a config.xml: correct it, or move it "
            "away and set the properties again"
        ) from None
    if root.tag != "icegrid":
        raise ConfigurationError(f"{file}: expected <icegrid> as the outermost element")
    return root


def _refuse_traps(content: bytes) -> None:
    """Raises ValueError for what can make a small text large: entities, elements without end."""
    depth = 0

    def declared(*_: object) -> None:
        raise ValueError("a DOCTYPE, which no config.xml has")

    def opened(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise ValueError("too many elements in each other")

    def closed(*_: object) -> None:
        nonlocal depth
        depth -= 1

    scanner = expat.ParserCreate()
    scanner.StartDoctypeDeclHandler = declared
    scanner.StartElementHandler = opened
    scanner.EndElementHandler = closed
    scanner.Parse(content, True)


def _attribute(element: ET.Element, name: str, file: Path) -> str:
    found = element.get(name)
    if not found:
        raise ConfigurationError(f"{file}: expected <{element.tag} {name}=...>, not one without")
    return found


def _without_internal(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in texts.items() if name not in INTERNAL}


def _comparable(profiles: Profiles) -> tuple[str, dict[str, dict[str, str]]]:
    return profiles.active, {name: dict(texts) for name, texts in profiles.by_name.items()}


def _append(
    root: ET.Element, profile: str, head: Mapping[str, str], texts: Mapping[str, str]
) -> None:
    element = ET.SubElement(root, "properties", id=_named(profile, "the name of a profile"))
    for name, text in {**head, **_without_internal(texts)}.items():
        _named(name, "the name of a property")
        ET.SubElement(element, "property", name=name, value=_checked(text, name))


def _named(text: str, what: str) -> str:
    if not text:
        raise ConfigurationError(f"{what}: expected at least one character")
    return _checked(text, what)


def _checked(text: str, what: str) -> str:
    found = NOT_IN_XML.search(text)
    if found:
        raise ConfigurationError(
            f"{what}: expected text without the character U+{ord(found[0]):04X}, "
            "which config.xml cannot hold"
        )
    return text
