"""Start of the nginx container: render from the environment, check, become nginx."""

import os
import subprocess
import sys
from pathlib import Path

from builder.render import name_servers, nginx_settings, render_nginx, render_site
from omeroweb.config import ConfigurationError, load

RUN = Path("/tmp/nginx")  # noqa: S108 - a tmpfs where the root file system is read-only
RESOLV_CONF = Path("/etc/resolv.conf")


def write_files(run: Path) -> Path:
    """Write nginx.conf and site.conf into run; returns the path of the former."""
    configuration = load(os.environ)
    servers = name_servers(RESOLV_CONF.read_text(encoding="utf-8"))
    settings = nginx_settings(configuration, run=run, resolvers=servers)
    run.mkdir(parents=True, exist_ok=True)
    (run / "site.conf").write_text(render_site(settings), encoding="utf-8")
    main_file = run / "nginx.conf"
    main_file.write_text(render_nginx(settings), encoding="utf-8")
    return main_file


def main() -> int:
    """Does not return where all is well: this process becomes nginx and gets its signals."""
    try:
        main_file = write_files(RUN)
    except (ConfigurationError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    # Without -e, nginx first tries a log file that only root may write.
    command = ["nginx", "-e", "stderr", "-c", str(main_file)]
    checked = subprocess.run([*command, "-t", "-q"], check=False)
    if checked.returncode:
        print(f"nginx refuses {main_file}: see the line above", file=sys.stderr)
        return checked.returncode
    os.execvp(command[0], command)  # noqa: S606


if __name__ == "__main__":
    sys.exit(main())
