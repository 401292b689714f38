"""`render`: write NGINX's and Gunicorn's files for the current environment."""

import argparse
import os
from pathlib import Path

from builder import nginx_places
from builder.cli.grammar import Commands
from builder.gunicorn import gunicorn_settings, render_gunicorn
from builder.name_servers import of_this_machine
from builder.nginx import installed_version, nginx_settings, render_nginx
from omeroweb.config import load

DEFAULT_RUN = Path("/tmp/nginx")  # noqa: S108 - what the container uses


def add_parser(commands: Commands) -> None:
    """The grammar of `render`."""
    render = commands.add_parser(
        "render", help="write nginx.conf and gunicorn.conf.py from the CONFIG_* environment"
    )
    render.add_argument(
        "--output", type=Path, metavar="FOLDER", help="where to write them; stdout when not given"
    )
    render.add_argument(
        "--run",
        type=Path,
        default=DEFAULT_RUN,
        metavar="FOLDER",
        help="where NGINX keeps its temporary files (%(default)s)",
    )


def run(options: argparse.Namespace) -> int:
    """Write the files, or print them."""
    configuration = load(os.environ)
    settings = nginx_settings(
        configuration,
        "image",
        nginx_places.of_image(options.run),
        resolvers=of_this_machine(),
        version=installed_version(),
    )
    texts = {
        "nginx.conf": render_nginx(settings),
        "gunicorn.conf.py": render_gunicorn(gunicorn_settings(configuration)),
    }
    if options.output is None:
        for name, text in texts.items():
            print(f"# --- {name}\n{text}")
        return 0
    options.output.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (options.output / name).write_text(text, encoding="utf-8")
    return 0
