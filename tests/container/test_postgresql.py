"""The web image with its store in PostgreSQL."""

import subprocess
from pathlib import Path

from tests import postgresql
from tests.container.stack import TAG, Stack
from tests.images import ramp, write_ome_tiff


def test_the_image_speaks_to_postgresql(
    stack: Stack, postgresql_server: postgresql.PostgreSQL, tmp_path: Path
) -> None:
    write_ome_tiff(tmp_path / "image.ome.tif", ramp((1, 20, 20)))
    for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        folder.chmod(0o755)  # the container runs as another user
    # The folder of the socket is closed to others.
    postgresql_server.folder.chmod(0o755)
    url = postgresql_server.new_database()
    done = subprocess.run(
        [
            *("docker", "run", "--rm", "--read-only", "--tmpfs", "/OMERO:mode=1777"),
            *("--tmpfs", "/tmp:mode=1777"),  # noqa: S108 - in the container
            *("--volume", f"{postgresql_server.folder}:{postgresql_server.folder}"),
            *("--volume", f"{tmp_path}:/images:ro", "--env", f"DATABASE_URL={url}"),
            *(f"omeroweb/web:{TAG}", "import", "/images"),
        ],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert "Imported 1 file (1 image)" in done.stdout, done.stderr
