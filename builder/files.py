"""All files that follow from an environment, as the images have them: path -> text.

Nothing of the machine that renders is in them: the same environment gives the same bytes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from builder import baked, dockerfile, nginx_places
from builder.gunicorn import SHARED_MEMORY, gunicorn_settings, render_gunicorn
from builder.nginx import NGINX, nginx_settings, render_nginx
from omeroweb.config import Configuration, catalogue, load
from omeroweb.config.catalogue.gunicorn import workers_on
from omeroweb.config.omero_files import BUILT_IN_VARIABLE, FOLDER_VARIABLE

NGINX_FILE = "nginx.conf"
GUNICORN_FILE = "gunicorn.conf.py"
# What the container uses.
RUN = Path("/tmp/nginx")  # noqa: S108
OMERODIR = "/OMERO"
# The state directory and the folders of settings of whoever renders are not the image's.
OF_THE_MACHINE = ("OMERODIR", "OMERO_CONFIG", BUILT_IN_VARIABLE, FOLDER_VARIABLE)


def rendered(environ: Mapping[str, str], *, cores: int, run: Path = RUN) -> dict[str, str]:
    """The text of every file.

    cores: of the machine that will run them; containers count their own when they start.
    run: the folder that NGINX writes to. Raises ConfigurationError that names all that is wrong.
    """
    mine = of_the_environment(environ)
    settings, _ = baked.given(mine)
    return {
        baked.FILE: baked.text(settings),
        GUNICORN_FILE: _gunicorn(_of_image(mine, "web", cores)),
        NGINX_FILE: _nginx(_of_image(mine, "nginx", cores), cores, run),
    }


def of_the_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The variables without what leads to files of this machine; those of an image as they are."""
    if BUILT_IN_VARIABLE in environ:
        return dict(environ)
    kept = {name: text for name, text in environ.items() if name not in OF_THE_MACHINE}
    return {**kept, "OMERODIR": OMERODIR}


def differences(folder: Path, files: Mapping[str, str]) -> Iterator[str]:
    """What a folder has that is not as rendered: one sentence for each file."""
    for name, text in files.items():
        try:
            found = (folder / name).read_text(encoding="utf-8")
        except FileNotFoundError:
            yield f"{folder / name} is missing"
        except UnicodeDecodeError:
            yield f"{folder / name} is not text"
        else:
            if found != text:
                yield f"{folder / name} is not as the settings say, from line {_first(found, text)}"


def _first(found: str, expected: str) -> int:
    """The number of the first line that differs."""
    lines, others = found.splitlines(), expected.splitlines()
    pairs = zip(lines, others, strict=False)
    same = next((number for number, (a, b) in enumerate(pairs) if a != b), None)
    return (min(len(lines), len(others)) if same is None else same) + 1


def _of_image(environ: Mapping[str, str], target: str, cores: int) -> Configuration:
    """The configuration inside of an image that was built with this environment."""
    own = NGINX.parent / "Dockerfile"
    text = own.read_text(encoding="utf-8") if own.is_file() else ""
    folder = {BUILT_IN_VARIABLE: str(NGINX)} if target == "nginx" else {}
    inside = {**folder, **environ, **dockerfile.settings(text, target)}
    configuration = load(inside)
    if configuration.source(catalogue.WORKERS) != "default":
        return configuration
    return load({**inside, catalogue.WORKERS.variable: str(workers_on(cores))})


def _gunicorn(configuration: Configuration) -> str:
    settings = gunicorn_settings(configuration)
    return render_gunicorn(replace(settings, worker_tmp_dir=str(SHARED_MEMORY)))


def _nginx(configuration: Configuration, cores: int, run: Path) -> str:
    settings = nginx_settings(configuration, "image", nginx_places.of_image(run))
    return render_nginx(replace(settings, workers=cores))
