"""Which properties go to which containers, and which of them only as a secret."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from omeroweb.config import Configuration, catalogue
from omeroweb.config.property import Property, variable
from omeroweb.config.sources import Given

ROOT_PASSWORD = "OMERO_WEB_ROOT_PASSWORD"  # noqa: S105 - the name of a variable
DATABASE_URL = "DATABASE_URL"
FILE = "_FILE"

# Places inside the images and the addresses between the containers are not the administrator's.
OF_THE_IMAGES: tuple[Property[object], ...] = (
    catalogue.APPLICATION_SERVER,
    catalogue.SERVER_HOST,
    catalogue.PID_FILE,
    catalogue.LOG_FOLDER,
    catalogue.STATIC_ROOT,
    catalogue.NGINX_ERROR_PAGES,
    catalogue.NGINX_MIME_TYPES,
    catalogue.NGINX_WEB,
    catalogue.NGINX_STREAM,
)
# Outside the group nginx, what its files are made from.
ALSO_OF_NGINX: tuple[Property[object], ...] = (
    catalogue.PREFIX,
    catalogue.STATIC_URL,
    catalogue.WSGI_TIMEOUT,
    catalogue.X_FRAME_OPTIONS,
    catalogue.HTML_META_REFERRER,
    # Who has no session gets what was kept for all visitors.
    catalogue.SESSION_COOKIE_NAME,
)
# Of the group nginx, what cookies and the word of a proxy follow.
ALSO_OF_WEB: tuple[Property[object], ...] = (
    catalogue.NGINX_CERTIFICATE,
    catalogue.NGINX_CERTIFICATE_KEY,
    catalogue.NGINX_TRUSTED_PROXIES,
)


@dataclass(frozen=True)
class Setting:
    """One property with a value that anybody may read. why: where nobody set it."""

    name: str
    text: str
    why: str = ""

    @property
    def variable(self) -> str:
        return variable(self.name)


@dataclass(frozen=True)
class Secret:
    """One value that the files only refer to.

    name: the secret's. variable: gets the path of its file in the container.
    source: the variable or file that holds it here. is_file: the variable names a file.
    """

    name: str
    variable: str
    source: str
    is_file: bool = False


def carried(of: Configuration) -> dict[str, Setting]:
    """Everything that was set, that has an effect in a container and is no secret, by property."""
    own = {declared.name for declared in OF_THE_IMAGES}
    return {
        entry.name: Setting(entry.name, entry.text)
        for _, entry in sorted(of.given.items())
        if _has_effect(entry) and entry.name not in own and not catalogue.is_secret(entry.name)
    }


def left_out(of: Configuration) -> Iterator[str]:
    """What was set and is the images' own, one sentence each."""
    for declared in OF_THE_IMAGES:
        if declared.name in of.given:
            yield (
                f"{declared.name} (from {of.source(declared)}): left out, the images and these "
                "files have their own"
            )


def of_nginx(settings: Mapping[str, Setting]) -> list[Setting]:
    """What the nginx image makes its file from."""
    also = {declared.name for declared in ALSO_OF_NGINX}
    return [one for one in _sorted(settings) if _is_of_nginx(one.name) or one.name in also]


def of_web(settings: Mapping[str, Setting]) -> list[Setting]:
    """What Gunicorn and Django read: all but what only NGINX does."""
    also = {declared.name for declared in ALSO_OF_WEB}
    return [one for one in _sorted(settings) if not _is_of_nginx(one.name) or one.name in also]


def secrets(of: Configuration, environ: Mapping[str, str]) -> list[Secret]:
    """The secrets that were set: properties, and the administrator's password."""
    found = [
        _secret(entry, environ)
        for _, entry in sorted(of.given.items())
        if _has_effect(entry) and catalogue.is_secret(entry.name)
    ]
    for source in (ROOT_PASSWORD, ROOT_PASSWORD + FILE):
        if environ.get(source):
            is_file = source != ROOT_PASSWORD
            found.append(Secret("root.password", ROOT_PASSWORD + FILE, source, is_file))
            break
    return found


def _secret(entry: Given, environ: Mapping[str, str]) -> Secret:
    is_file = entry.source.endswith(FILE) and entry.source in environ
    if entry.source in (DATABASE_URL, DATABASE_URL + FILE):
        return Secret("database.url", DATABASE_URL + FILE, entry.source, is_file)
    return Secret(entry.name, variable(entry.name) + FILE, entry.source, is_file)


def _has_effect(entry: Given) -> bool:
    """Whether the images read a property: one of ours, or of an app."""
    if entry.name in catalogue.BY_NAME:
        return True
    without = {accepted.name for accepted in catalogue.WITHOUT_EFFECT}
    return entry.name.startswith(catalogue.OWN_NAMESPACE) and entry.name not in without


def _is_of_nginx(name: str) -> bool:
    declared = catalogue.BY_NAME.get(name)
    return declared is not None and declared.group == "nginx"


def _sorted(settings: Mapping[str, Setting]) -> list[Setting]:
    return [setting for _, setting in sorted(settings.items())]
