"""Becoming Gunicorn: its settings, its arguments, and the change of this process into it."""

import contextlib
import io
import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

from builder.gunicorn import gunicorn_settings, render_gunicorn
from builder.rendered import fits, write
from omeroweb.cli.ending import leave_if_asked
from omeroweb.config import Configuration, catalogue, load
from omeroweb.errors import ConfigurationError

FILE = "gunicorn.conf.py"
# Where an image keeps what was rendered when it was built.
RENDERED_VARIABLE = "OMERO_WEB_RENDERED"
APPLICATION = "omeroweb.wsgi:application"


def become_gunicorn(configuration: Configuration) -> NoReturn:
    """Replace this process by Gunicorn: same process id, a fresh interpreter, our lock."""
    file = settings_file(configuration)
    sys.stdout.flush()
    leave_if_asked()
    if os.getpid() == 1:
        # Until Gunicorn handles it, process 1 of a container would never hear it and be killed.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    command = [sys.executable, "-m", "gunicorn", "--config", str(file)]
    os.execv(  # noqa: S606 - no shell is meant
        sys.executable, [*command, *configuration[catalogue.WSGI_ARGS], APPLICATION]
    )


def settings_file(configuration: Configuration) -> Path:
    """The gunicorn.conf.py of a configuration: the image's own where it fits, else written now.

    Beside the pid file and named after it: several servers may share a state directory.
    """
    settings = gunicorn_settings(configuration)
    kept = Path(os.environ.get(RENDERED_VARIABLE, "")) / FILE
    if RENDERED_VARIABLE in os.environ and fits(kept, settings):
        return kept
    pid_file = configuration[catalogue.PID_FILE]
    file = pid_file.with_name(f"{pid_file.stem}.{FILE}")
    file.write_text(render_gunicorn(settings), encoding="utf-8")
    return file


def check_arguments(configuration: Configuration) -> None:
    """Raises ConfigurationError where Gunicorn does not take omero.web.wsgi_args."""
    given = configuration[catalogue.WSGI_ARGS]
    if not given:
        return
    from gunicorn.config import Config

    said = io.StringIO()
    try:
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
            parsed = Config().parser().parse_args(given)
    except SystemExit:
        reason = (said.getvalue().strip().splitlines() or ["Gunicorn ends at once"])[-1]
    else:
        if parsed.args:
            reason = f"{parsed.args[0]!r} is no option; the application is always {APPLICATION}"
        elif "gevent" in (parsed.worker_class or ""):
            # It has to patch before the application is loaded, which this property sees to.
            reason = f"set {catalogue.WORKER_CLASS.name}={catalogue.ASYNCHRONOUS} instead"
        else:
            return
    source = configuration.source(catalogue.WSGI_ARGS)
    raise ConfigurationError(
        f"{catalogue.WSGI_ARGS.name}={' '.join(given)!r} (from {source}): expected arguments of "
        f"Gunicorn ({reason})"
    )


if __name__ == "__main__":
    # What an image keeps for starts with the same settings.
    write(Path(sys.argv[1]) / FILE, gunicorn_settings(load(os.environ)), render_gunicorn)
