"""Becoming Gunicorn: its settings, its arguments, and the change of this process into it."""

import contextlib
import io
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

from builder.gunicorn import GunicornSettings, gunicorn_settings, render_gunicorn
from omeroweb.config import Configuration, catalogue, load
from omeroweb.errors import ConfigurationError

FILE = "gunicorn.conf.py"
SETTINGS = "gunicorn.json"
# Where an image keeps what was rendered when it was built.
RENDERED_VARIABLE = "OMERO_WEB_RENDERED"
APPLICATION = "omeroweb.wsgi:application"


def become_gunicorn(configuration: Configuration) -> NoReturn:
    """Replace this process by Gunicorn: same process id, a fresh interpreter, our lock."""
    file = settings_file(configuration)
    sys.stdout.flush()
    command = [sys.executable, "-m", "gunicorn", "--config", str(file)]
    os.execv(  # noqa: S606 - no shell is meant
        sys.executable, [*command, *configuration[catalogue.WSGI_ARGS], APPLICATION]
    )


def settings_file(configuration: Configuration) -> Path:
    """The gunicorn.conf.py of a configuration: the image's own where it fits, else written now."""
    settings = gunicorn_settings(configuration)
    rendered = os.environ.get(RENDERED_VARIABLE)
    if rendered and _fits(Path(rendered) / SETTINGS, settings):
        return Path(rendered) / FILE
    file = configuration[catalogue.PID_FILE].parent / FILE
    file.write_text(render_gunicorn(settings), encoding="utf-8")
    return file


def write_rendered(configuration: Configuration, folder: Path) -> None:
    """Keep the file and the settings it was rendered from, for starts that have the same ones."""
    settings = gunicorn_settings(configuration)
    (folder / FILE).write_text(render_gunicorn(settings), encoding="utf-8")
    (folder / SETTINGS).write_text(json.dumps(asdict(settings)), encoding="utf-8")


def check_arguments(configuration: Configuration) -> None:
    """Raises ConfigurationError where Gunicorn does not take omero.web.wsgi_args."""
    given = configuration[catalogue.WSGI_ARGS]
    if not given:
        return
    from gunicorn.config import Config

    said = io.StringIO()
    try:
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
            applications = Config().parser().parse_args(given).args
    except SystemExit:
        reason = (said.getvalue().strip().splitlines() or ["Gunicorn ends at once"])[-1]
    else:
        if not applications:
            return
        reason = f"{applications[0]!r} is no option; the application is always {APPLICATION}"
    source = configuration.source(catalogue.WSGI_ARGS)
    raise ConfigurationError(
        f"{catalogue.WSGI_ARGS.name}={' '.join(given)!r} (from {source}): expected arguments of "
        f"Gunicorn ({reason})"
    )


def _fits(kept: Path, settings: GunicornSettings) -> bool:
    try:
        return bool(json.loads(kept.read_text(encoding="utf-8")) == asdict(settings))
    except (OSError, ValueError):
        return False


if __name__ == "__main__":
    write_rendered(load(os.environ), Path(sys.argv[1]))
