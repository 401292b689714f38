"""Start of the web container: the `omero` command, with what is different inside a container."""

import os
import signal
import sys

# Process 1 ignores signals that nothing handles, and everything below takes time.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))

from omeroweb.cli.main import main, parser  # noqa: E402

HELP = """\
OMERO.web in a container: `docker run [options] IMAGE [COMMAND ...]` runs one command of `omero`.

  docker run -p 4080:4080 -v omero:/OMERO -v /data/images:/images:ro IMAGE
                         show /data/images; without the last -v, sample images
  docker run ... IMAGE web start --foreground
                         only the server, for a store that another container looks after
  docker run ... IMAGE config get --resolved
                         all settings and where they come from

  /OMERO                 the store: database, keys, what is made from images; group 0 may write it
  /images                the images to show; read only
  /opt/omero/web/config  *.omero files with settings
  CONFIG_omero_web_...   one setting each; with _FILE behind the name, the file that holds it
  OMERO_WEB_ROOT_PASSWORD[_FILE]
                         the administrator's password; otherwise made and printed once

Any UID works, with group 0, without capabilities, with a read-only root and a tmpfs on /tmp.
"""
# Files stay writable for group 0, so that the UID can change between two starts.
GROUP_MAY_WRITE = 0o002


def run(arguments: list[str]) -> int:
    """Run one command; `--help` begins with what a container has."""
    os.umask(GROUP_MAY_WRITE)
    if arguments[:1] in (["--help"], ["-h"]):
        print(HELP)
        parser().print_help()
        return 0
    return main(arguments)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
