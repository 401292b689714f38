"""config.xml as existing installations have it: named profiles of properties, one of them active.

Shape: ``icegrid`` holds ``properties id="__ACTIVE__"``, which names the active profile and repeats
its properties, then one ``properties`` per profile, then an ``include``. All values are text.
"""

import fcntl
import os
import re
import stat
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from omeroweb.errors import ConfigurationError

ACTIVE = "__ACTIVE__"
DEFAULT_PROFILE = "default"
PROFILE_NAME = "omero.config.profile"
VERSION_NAME = "omero.config.version"
VERSION = "5.1.0"
INTERNAL = (PROFILE_NAME, VERSION_NAME)
INCLUDED = "templates.xml"
# Seconds that a writer waits for another one.
LOCK_TIMEOUT = 10.0
# Passwords are in it in clear.
MODE = 0o600
# What XML 1.0 cannot hold, not even escaped.
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass
class Profiles:
    """What a config.xml holds: profile -> property -> text."""

    active: str = DEFAULT_PROFILE
    by_name: dict[str, dict[str, str]] = field(default_factory=lambda: {DEFAULT_PROFILE: {}})

    @property
    def current(self) -> dict[str, str]:
        """The properties of the active profile, to read and to change."""
        return self.by_name.setdefault(self.active, {})

    def activate(self, name: str) -> None:
        """Make a profile active; made empty where there is none."""
        self.active = name
        self.by_name.setdefault(name, {})


def config_file(omerodir: Path) -> Path:
    return omerodir / "etc" / "grid" / "config.xml"


def read(file: Path, environ: Mapping[str, str]) -> Profiles:
    """The profiles of a file; none of them where there is no file. Takes no lock, changes nothing.

    OMERO_CONFIG in environ chooses another profile for this time.
    Raises ConfigurationError where it cannot be read or is no config.xml.
    """
    profiles = Profiles()
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        content = b""
    except OSError as error:
        raise ConfigurationError(
            f"{file}: cannot be read by user {os.getuid()} ({error.strerror})"
        ) from None
    if content:
        profiles = parse(content, file)
    chosen = environ.get("OMERO_CONFIG")
    if chosen:
        profiles.activate(chosen)
    return profiles


def parse(content: bytes, file: Path) -> Profiles:
    try:
        root = ET.fromstring(content)  # noqa: S314 - the administrator's own file
    except (ET.ParseError, ValueError, LookupError) as error:
        raise ConfigurationError(
            f"{file}: not well-formed XML ({error}); expected a config.xml: correct it, or move it "
            "away and set the properties again"
        ) from None
    if root.tag != "icegrid":
        raise ConfigurationError(f"{file}: expected <icegrid> as the outermost element")
    found = {str(element.get("id")): _properties(element) for element in root.iter("properties")}
    active = found.pop(ACTIVE, {}).get(PROFILE_NAME, DEFAULT_PROFILE)
    by_name = {
        name: {key: text for key, text in texts.items() if key not in INTERNAL}
        for name, texts in found.items()
    }
    by_name.setdefault(active, {})
    return Profiles(active, by_name)


def render(profiles: Profiles) -> bytes:
    """The text of a config.xml. Raises ConfigurationError for what XML cannot hold."""
    root = ET.Element("icegrid")
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
    root.append(ET.Comment(f" Written {now} UTC by `omero config`; change it with that command. "))
    repeated = {PROFILE_NAME: profiles.active, VERSION_NAME: VERSION, **profiles.current}
    _append(root, ACTIVE, repeated)
    for name, texts in profiles.by_name.items():
        _append(root, name, {VERSION_NAME: VERSION, **texts})
    ET.SubElement(root, "include", file=INCLUDED)
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content


@contextmanager
def changed(file: Path, environ: Mapping[str, str]) -> Iterator[Profiles]:
    """The profiles of a file, written back at the end of the block where it changed them.

    One writer at a time: others wait. Readers see the old file or the new one, never half of it.
    Raises ConfigurationError where the file cannot be written.
    """
    with locked(file):
        profiles = read(file, {})
        before = render_comparable(profiles)
        chosen = environ.get("OMERO_CONFIG")
        kept = profiles.active
        if chosen:
            profiles.activate(chosen)
        yield profiles
        if chosen and profiles.active == chosen:
            profiles.active = kept
        if render_comparable(profiles) != before or not file.exists():
            write(file, profiles)


def render_comparable(profiles: Profiles) -> object:
    return profiles.active, {name: dict(texts) for name, texts in profiles.by_name.items()}


@contextmanager
def locked(file: Path, timeout: float = LOCK_TIMEOUT) -> Iterator[None]:
    """Hold the lock that writers of a config.xml take.

    Raises ConfigurationError where another process holds it for longer than timeout seconds.
    """
    lock = file.with_name(f"{file.name}.lock")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, MODE)
    except OSError as error:
        raise ConfigurationError(
            f"{lock}: {error.strerror}; expected a folder that user {os.getuid()} may write to"
        ) from None
    try:
        _wait_for(descriptor, lock, timeout)
        yield
    finally:
        os.close(descriptor)


def write(file: Path, profiles: Profiles) -> None:
    """Replace the file at once; its mode stays, a new one is its owner's alone."""
    content = render(profiles)
    draft = file.with_name(f"{file.name}.temp")
    try:
        mode = stat.S_IMODE(file.stat().st_mode) if file.exists() else MODE
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, MODE)
        with os.fdopen(descriptor, "wb") as output:
            output.write(content)
            output.flush()
            os.fsync(output.fileno())
        draft.chmod(mode)
        draft.replace(file)
    except OSError as error:
        raise ConfigurationError(f"{file}: cannot be written ({error.strerror})") from None


def _wait_for(descriptor: int, lock: Path, timeout: float) -> None:
    deadline = time.monotonic() + timeout
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise ConfigurationError(
                    f"{lock}: another process has held it for {timeout:.0f} s; "
                    "end the `omero config lock` or `omero config edit` that holds it"
                ) from None
            time.sleep(0.05)
        else:
            return


def _properties(element: ET.Element) -> dict[str, str]:
    return {
        str(entry.get("name")): entry.get("value", "")
        for entry in element.iter("property")
        if entry.get("name")
    }


def _append(root: ET.Element, profile: str, texts: Mapping[str, str]) -> None:
    _check_text(profile, "the name of a profile")
    element = ET.SubElement(root, "properties", id=profile)
    for name, text in texts.items():
        _check_text(name, "the name of a property")
        _check_text(text, name)
        ET.SubElement(element, "property", name=name, value=text)


def _check_text(text: str, what: str) -> None:
    found = NOT_IN_XML.search(text)
    if found:
        raise ConfigurationError(
            f"{what}: expected text without the character U+{ord(found[0]):04X}, "
            "which config.xml cannot hold"
        )
