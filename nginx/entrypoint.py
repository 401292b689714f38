"""Start of the nginx container: take or render the configuration, check it, become nginx."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from builder.nginx import (
    NginxSettings,
    image_places,
    installed_version,
    name_servers,
    nginx_settings,
    render_nginx,
)
from omeroweb.config import ConfigurationError, load

RUN = Path("/tmp/nginx")  # noqa: S108 - a tmpfs where the root file system is read-only
RESOLV_CONF = Path("/etc/resolv.conf")
# Where the image keeps what was rendered when it was built.
RENDERED = Path(__file__).resolve().parent.parent / "rendered"
FILE = "nginx.conf"
SETTINGS = "nginx.json"


def settings() -> NginxSettings:
    """The settings of this container. Raises ConfigurationError with all that is wrong."""
    servers = name_servers(RESOLV_CONF.read_text(encoding="utf-8")) if RESOLV_CONF.exists() else []
    return nginx_settings(
        load(os.environ),
        "image",
        image_places(RUN),
        resolvers=servers,
        version=installed_version(),
    )


def write(folder: Path, of: NginxSettings) -> Path:
    """Render into a folder, and keep the settings beside the file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SETTINGS).write_text(json.dumps(asdict(of)), encoding="utf-8")
    file = folder / FILE
    file.write_text(render_nginx(of), encoding="utf-8")
    return file


def file_for(of: NginxSettings) -> Path:
    """The image's own file where its settings are the same, else one that is rendered now."""
    RUN.mkdir(parents=True, exist_ok=True)
    try:
        kept = json.loads((RENDERED / SETTINGS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        kept = None
    # As JSON, for lists are not tuples.
    is_same = kept == json.loads(json.dumps(asdict(of)))
    return RENDERED / FILE if is_same else write(RUN, of)


def main(arguments: list[str]) -> int:
    """Does not return where all is well: this process becomes nginx and gets its signals."""
    try:
        if arguments == ["--render"]:
            write(RENDERED, settings())
            return 0
        file = file_for(settings())
    except (ConfigurationError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    # Without -e, nginx first tries a log file that only root may write.
    command = ["nginx", "-e", "stderr", "-c", str(file)]
    checked = subprocess.run([*command, "-t", "-q"], check=False)
    if checked.returncode:
        print(f"nginx refuses {file}: see the line above", file=sys.stderr)
        return checked.returncode
    os.execvp(command[0], command)  # noqa: S606


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
