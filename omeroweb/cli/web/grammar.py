"""The options of `omero web`."""

import argparse
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    # The class has a public interface and no public name.
    Actions: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]


def add(commands: "Actions") -> None:
    """Add `web` and its actions to the command line."""
    web = commands.add_parser(
        "web",
        help="start, stop and look after the server; write NGINX's configuration",
        description="Start, stop and look after the server that $OMERODIR belongs to.",
    )
    actions = web.add_subparsers(dest="action", metavar="ACTION", required=True)
    _add_start(actions)
    actions.add_parser("stop", help="stop it and wait until its last worker is gone")
    actions.add_parser("status", help="say whether it runs; exits with 1 when it does not")
    _add_config(actions)
    _add_upkeep(actions)
    actions.add_parser("diagnostics", help="versions, status, and what the log holds")


def _add_start(actions: "Actions") -> None:
    for name, text in (
        ("start", "start the server; [OK] is said when it answers"),
        ("restart", "stop the server if it runs, and start it"),
    ):
        start = actions.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
        start.add_argument(
            "--foreground", action="store_true", help="stay in the foreground; Ctrl-C stops it"
        )
        start.add_argument("--workers", metavar="N", help="workers (omero.web.wsgi_workers)")
        start.add_argument(
            "--worker-connections",
            metavar="N",
            help="clients of one worker (omero.web.wsgi_worker_connections)",
        )
        start.add_argument(
            "--wsgi-args",
            metavar="ARGS",
            help='more arguments for Gunicorn (omero.web.wsgi_args), e.g. --wsgi-args="--reload"',
        )
        sessions = start.add_mutually_exclusive_group()
        sessions.add_argument(
            "--keep-sessions", action="store_true", help="do not clear expired sessions"
        )
        sessions.add_argument(
            "--no-wait", action="store_true", help="clear expired sessions in the background"
        )


def _add_config(actions: "Actions") -> None:
    config = actions.add_parser(
        "config",
        help="print the NGINX configuration",
        description="Print the NGINX configuration that follows from the properties: a file for "
        "/etc/nginx/conf.d (nginx), locations for a server block of your own (nginx-location), "
        "or a whole file for an NGINX that you start yourself (nginx-development).",
        epilog="docs/nginx.md tells how it is installed, and about HTTPS and proxies in front.",
    )
    config.add_argument(
        "kind", metavar="TYPE", choices=("nginx", "nginx-location", "nginx-development")
    )
    config.add_argument("--http", type=int, metavar="PORT", help="omero.web.nginx.port")
    config.add_argument("--servername", metavar="NAMES", help="omero.web.nginx.server_name")
    config.add_argument("--max-body-size", metavar="SIZE", help="omero.web.nginx.max_body_size")


def _add_upkeep(actions: "Actions") -> None:
    sessions = actions.add_parser("clearsessions", help="remove expired sessions")
    sessions.add_argument("--no-wait", action="store_true", help="do it in the background")
    actions.add_parser("collectstatic", help="copy static files to omero.web.static_root")
    actions.add_parser("syncmedia", help="the old name of collectstatic")
    enable = actions.add_parser(
        "enableapp",
        help="switch on apps that are installed; without a name, list them",
        description="Add apps to omero.web.apps in config.xml, make their tables and collect their "
        "static files. Without a name, list the apps that are installed and not switched on.",
    )
    enable.add_argument("apps", nargs="*", metavar="APP")
