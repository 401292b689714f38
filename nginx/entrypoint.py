"""Start of the nginx container: take or render the configuration, check it, run nginx.

    docker run -p 8080:8080 -e CONFIG_omero_web_nginx_web=HOST:4080 IMAGE

  --check                render and check the configuration, and end
  /opt/omero/web/config  *.omero files with settings
  CONFIG_omero_web_...   one setting each; with _FILE behind the name, the file that holds it:
    nginx_web            where Gunicorn answers (web:4080)
    nginx_stream         where downloads come from (stream:4080)
    nginx_port           port that NGINX listens on (8080); https_port (8443) with a certificate
    nginx_server__name   host names of the site (every one)

Any UID works, without capabilities, with a read-only root and a tmpfs on /tmp.
"""

import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path

STOPS = (signal.SIGTERM, signal.SIGQUIT)
# Process 1 ignores signals that nothing handles, and everything below takes time.
for stop in STOPS:
    signal.signal(stop, lambda *_: sys.exit(0))

from builder import nginx_places  # noqa: E402
from builder.name_servers import of_this_machine  # noqa: E402
from builder.nginx import NginxSettings, installed_version, nginx_settings, render_nginx  # noqa: E402
from builder.rendered import fits, write  # noqa: E402
from omeroweb.config import ConfigurationError, load  # noqa: E402

RUN = Path("/tmp/nginx")  # noqa: S108 - a tmpfs where the root file system is read-only
# Where the image keeps what was rendered when it was built.
RENDERED = Path(__file__).resolve().parent.parent / "rendered"
PROCESS_ONE = Path(__file__).resolve().with_name("process_one.py")

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
    """Does not return where all is well: this process becomes that which runs nginx."""
    options = parser().parse_args(arguments)
    try:
        if options.render:
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
    if options.check:
        print(f"{file} is right")
        return 0
    # What comes before somebody waits for it is not lost.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    # Without the libraries of Python's site: they are not needed any more.
    os.execv(sys.executable, [sys.executable, "-I", "-S", str(PROCESS_ONE), *command])  # noqa: S606


def parser() -> argparse.ArgumentParser:
    """The grammar: what follows the image's name in `docker run`."""
    found = argparse.ArgumentParser(
        prog="nginx", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    found.add_argument("--check", action="store_true", help="check the configuration, and end")
    found.add_argument("--render", action="store_true", help=argparse.SUPPRESS)
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
