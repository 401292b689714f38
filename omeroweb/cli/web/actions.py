"""From the options of `omero web` to what does it.

Each action imports what it needs when it is called: `status` answers without Django.
"""

from argparse import Namespace


def run(options: Namespace) -> int:
    """One action; returns the exit code."""
    return ACTIONS[options.action](options)


def _start(options: Namespace) -> int:
    from omeroweb.cli.web.start import Options, restart, start

    wanted = Options(
        is_foreground=options.foreground,
        clears_sessions=not options.keep_sessions,
        waits=not options.no_wait,
        workers=options.workers,
        worker_connections=options.worker_connections,
        wsgi_args=options.wsgi_args,
    )
    return start(wanted) if options.action == "start" else restart(wanted)


def _stop(_: Namespace) -> int:
    from omeroweb.cli.web.running import stop

    return stop()


def _status(_: Namespace) -> int:
    from omeroweb.cli.web.running import status

    return status()


def _config(options: Namespace) -> int:
    from omeroweb.cli.nginx import print_nginx

    return print_nginx(
        options.kind,
        http=options.http,
        server_name=options.servername,
        max_body_size=options.max_body_size,
    )


def _clear_sessions(options: Namespace) -> int:
    from omeroweb.cli.web.upkeep import clear_sessions

    return clear_sessions(waits=not options.no_wait)


def _collect_static(_: Namespace) -> int:
    from omeroweb.cli.web.upkeep import collect

    return collect()


def _enable_apps(options: Namespace) -> int:
    from omeroweb.cli.web.apps import enable

    return enable(options.apps)


def _diagnostics(_: Namespace) -> int:
    from omeroweb.cli.web.diagnostics import diagnostics

    return diagnostics()


ACTIONS = {
    "start": _start,
    "restart": _start,
    "stop": _stop,
    "status": _status,
    "config": _config,
    "clearsessions": _clear_sessions,
    "collectstatic": _collect_static,
    "syncmedia": _collect_static,
    "enableapp": _enable_apps,
    "diagnostics": _diagnostics,
}
