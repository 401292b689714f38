"""Looking into an image: a program of its own Python, or one of its files, without its server."""

import io
import tarfile

import docker
from docker.errors import ContainerError, DockerException, NotFound

from builder.engine import said
from builder.errors import BuilderError

PYTHON = "python3"


def run_python(client: docker.DockerClient, image: str, code: str, *, is_root: bool = False) -> str:
    """What a program prints that the image's Python runs, without network and on a read-only root.

    is_root: with network, and a root that may be written, as apt needs it.
    """
    try:
        output = client.containers.run(
            image,
            ["-c", code],
            entrypoint=PYTHON,
            user="0:0" if is_root else None,
            network_disabled=not is_root,
            read_only=not is_root,
            remove=True,
        )
    except ContainerError as error:
        shown = _text(error.stderr).strip()
        raise BuilderError(
            f"{image}: its {PYTHON} ended with {error.exit_status}: {shown}"
        ) from None
    except DockerException as error:
        raise BuilderError(f"{image}: the engine says: {said(error)}") from None
    return bytes(output).decode()


def _text(output: str | bytes | None) -> str:
    """docker-py gives bytes, and says that it may be text."""
    return output.decode(errors="replace") if isinstance(output, bytes) else output or ""


def text_files(client: docker.DockerClient, image: str, folder: str, suffix: str) -> dict[str, str]:
    """Name -> text of the files with a suffix in a folder of an image; none without the folder."""
    container = client.containers.create(image)
    try:
        stream, _ = container.get_archive(folder)
        packed = io.BytesIO(b"".join(stream))
    except NotFound:
        return {}
    finally:
        container.remove(force=True)
    found = {}
    with tarfile.open(fileobj=packed) as tar:
        for entry in tar:
            # Of the folder itself, and not of those below it.
            if entry.isfile() and entry.name.count("/") == 1 and entry.name.endswith(suffix):
                file = tar.extractfile(entry)
                if file is not None:
                    found[entry.name.rpartition("/")[2]] = file.read().decode()
    return found
