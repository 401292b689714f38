"""Start of the nginx container: take or render the configuration, check it, become nginx."""

import os
import subprocess
import sys
from pathlib import Path

from builder import nginx_places
from builder.name_servers import of_this_machine
from builder.nginx import NginxSettings, installed_version, nginx_settings, render_nginx
from builder.rendered import fits, write
from omeroweb.config import ConfigurationError, load

RUN = Path("/tmp/nginx")  # noqa: S108 - a tmpfs where the root file system is read-only
# Where the image keeps what was rendered when it was built.
RENDERED = Path(__file__).resolve().parent.parent / "rendered"

FILE = "nginx.conf"


def settings(resolvers: list[str]) -> NginxSettings:
    """The settings of this container. Raises ConfigurationError with all that is wrong."""
    return nginx_settings(
        load(os.environ),
        "image",
        nginx_places.of_image(RUN),
        resolvers=resolvers,
        version=installed_version(),
    )


def file_for(of: NginxSettings) -> Path:
    """The image's own file where its settings are the same, else one that is rendered now."""
    RUN.mkdir(parents=True, exist_ok=True)
    kept = RENDERED / FILE
    return kept if fits(kept, of) else write(RUN / FILE, of, render_nginx)


def main(arguments: list[str]) -> int:
    """Does not return where all is well: this process becomes nginx and gets its signals."""
    try:
        if arguments == ["--render"]:
            # With the engine's name server: that of the machine which builds is another one.
            write(RENDERED / FILE, settings([]), render_nginx)
            return 0
        file = file_for(settings(of_this_machine()))
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
