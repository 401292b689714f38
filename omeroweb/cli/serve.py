"""`omero serve`: from nothing to a running server that shows a folder."""

import socket
from pathlib import Path

from omeroweb.cli import handover
from omeroweb.cli.command_line import configure, say_notes
from omeroweb.cli.ending import end_when_asked
from omeroweb.cli.gunicorn import become_gunicorn, check_arguments
from omeroweb.cli.instance import Instance
from omeroweb.cli.pyramids.command import has_missing
from omeroweb.cli.show import check_folder, follows, sample_folder, show
from omeroweb.cli.store import Prepared, collect_static, prepare
from omeroweb.config import Configuration, catalogue
from omeroweb.config.address import reachable
from omeroweb.errors import CommandError


def serve(
    *,
    images: Path | None,
    host: str | None,
    port: str | None,
    is_private: bool,
    in_background: bool,
) -> int:
    """Prepare, import, then become Gunicorn: this returns only by an error.

    in_background: listen first and import meanwhile.
    """
    configuration = _configured(host, port, is_private=is_private)
    check_arguments(configuration)
    say_notes(configuration)
    folder = _folder(images, configuration, may_be_empty=in_background)
    prepared = take_over(configuration)
    if in_background:
        handover.leave_showing(str(folder))
    else:
        show(folder, configuration)
        if follows(folder, configuration):
            handover.leave_showing("--imported", str(folder))
        elif has_missing():
            handover.leave_pyramids()
    handover.leave_announcement(_announcement(prepared, is_foreground=not in_background))
    become_gunicorn(configuration)


def _configured(host: str | None, port: str | None, *, is_private: bool) -> Configuration:
    """The configuration with the command line's values.

    Visitors may look without a login unless a setting or --private says otherwise.
    """
    options = {catalogue.SERVER_HOST: host, catalogue.SERVER_PORT: port}
    configuration = configure(options)
    if is_private:
        return configure({catalogue.PUBLIC_ENABLED: "false"})
    if configuration.source(catalogue.PUBLIC_ENABLED) == "default":
        return configure({catalogue.PUBLIC_ENABLED: "true"})
    return configuration


def take_over(configuration: Configuration) -> Prepared:
    """Become the one server of this state directory and make its store ready.

    Raises CommandError where another one runs or the port is taken.
    """
    end_when_asked()
    instance = Instance(configuration[catalogue.PID_FILE])
    instance.refuse_if_running()
    check_port(configuration)
    prepared = prepare(before=instance.acquire)
    collect_static(configuration)
    return prepared


def check_port(configuration: Configuration) -> None:
    """Raises CommandError where the port cannot be had: before the work, not after it."""
    host, port = configuration[catalogue.SERVER_HOST], configuration[catalogue.SERVER_PORT]
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"cannot listen on {host}:{port} ({error.strerror}): stop what uses it, or choose "
                f"another port, e.g. PORT={port + 1} with make run or --port {port + 1}"
            ) from None


def _folder(images: Path | None, configuration: Configuration, *, may_be_empty: bool) -> Path:
    """The folder to show: the given one, else the samples."""
    if images is None:
        return sample_folder(configuration)
    folder = images.expanduser().absolute()
    check_folder(folder)
    if may_be_empty and not any(folder.iterdir()):
        return sample_folder(configuration)
    return folder


def _announcement(prepared: Prepared, *, is_foreground: bool) -> str:
    """Where the site is and how to log in, in one line."""
    of = prepared.configuration
    host, port = reachable(of[catalogue.SERVER_HOST]), of[catalogue.SERVER_PORT]
    shown = f"[{host}]" if ":" in host else host
    who = "anyone may look; " if of[catalogue.PUBLIC_ENABLED] else ""
    password = (
        f"password {prepared.root_password} (shown only now)"
        if prepared.root_password
        else "the password set or shown at the first start"
    )
    url = f"http://{shown}:{port}{of[catalogue.PREFIX]}/"
    how = f"{who}log in as root, {password}"
    if is_foreground:
        return f"OMERO.web: {url}  ({how}; Ctrl-C stops)"
    # In a container the address is the inner one, which nobody can open.
    return f"OMERO.web answers on port {port}  ({how})"
