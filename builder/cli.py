"""The `omero-builder` command: render NGINX's and Gunicorn's files, build the images."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from builder import nginx_places
from builder.gunicorn import gunicorn_settings, render_gunicorn
from builder.name_servers import of_this_machine
from builder.nginx import installed_version, nginx_settings, render_nginx
from omeroweb import __version__
from omeroweb.config import ConfigurationError, load

DEFAULT_RUN = Path("/tmp/nginx")  # noqa: S108 - what the container uses


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        return _render(options) if options.command == "render" else _build(options)
    except (ConfigurationError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="omero-builder", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
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
    build = commands.add_parser("build", help="build the container images")
    build.add_argument(
        "images", nargs="*", metavar="IMAGE", help="web or nginx; both when none is named"
    )
    build.add_argument("--tag", default="latest", help="tag of the images (%(default)s)")
    build.add_argument("--base", metavar="IMAGE", help="the Debian image to build on")
    return parser


def _render(options: argparse.Namespace) -> int:
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


def _build(options: argparse.Namespace) -> int:
    try:
        # Only this command needs docker-py: the nginx image renders without it.
        from builder.images import IMAGES, BuildFailed, build  # noqa: PLC0415
    except ModuleNotFoundError as error:
        print(f"{error.name} is not installed: pip install 'omeroweb[builder]'", file=sys.stderr)
        return 1
    targets = options.images or list(IMAGES)
    unknown = [target for target in targets if target not in IMAGES]
    if unknown:
        print(f"no image {unknown[0]!r}: expected one of {', '.join(IMAGES)}", file=sys.stderr)
        return 2
    build_arguments = {"VERSION": __version__}
    if options.base:
        build_arguments["BASE"] = options.base
    try:
        for name in build(targets, tag=options.tag, arguments=build_arguments):
            print(name)
    except BuildFailed as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
