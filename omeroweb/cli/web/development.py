"""Django's own server, for whoever works on an app: one process, in the foreground."""

import sys

from omeroweb.cli.announce import say_root_password
from omeroweb.cli.command_line import say_notes
from omeroweb.cli.serve import take_over
from omeroweb.config import Configuration, catalogue

WARNING = (
    "omero: this is Django's development server: for testing only, it is slow and not secure. "
    "Set omero.web.application_server to wsgi-tcp for everything else."
)


def run(configuration: Configuration) -> int:
    """Serve until Ctrl-C or `omero web stop`."""
    from django.core.management import call_command

    say_notes(configuration)
    print(WARNING, file=sys.stderr, flush=True)
    say_root_password(take_over(configuration))
    host, port = configuration[catalogue.SERVER_HOST], configuration[catalogue.SERVER_PORT]
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    print(
        f"Starting OMERO.web... on http://{address}{configuration[catalogue.PREFIX]}/", flush=True
    )
    try:
        call_command("runserver", address, use_reloader=False, skip_checks=True)
    finally:
        configuration[catalogue.PID_FILE].unlink(missing_ok=True)
    return 0
