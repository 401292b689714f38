"""What goes to the engine, and what the Dockerfile says."""

import tarfile
from pathlib import Path

import pytest

from builder import dockerfile
from builder.context import archive
from builder.errors import BuildFailed

TEXT = dockerfile.read()


def content(source: Path, **extra: bytes) -> dict[str, bytes]:
    """Path -> bytes of the files in the context."""
    with archive(source, extra) as packed, tarfile.open(fileobj=packed) as tar:
        entries = [entry for entry in tar if entry.isfile()]
        assert not any(entry.pax_headers for entry in entries)
        assert {(entry.uid, entry.gid, entry.uname) for entry in entries} <= {(0, 0, "")}
        files = {entry.name: tar.extractfile(entry) for entry in entries}
        return {name: file.read() for name, file in files.items() if file}


def test_dockerignore_is_honoured(tmp_path: Path) -> None:
    for name in ("Dockerfile", "kept.txt", "left.txt", "kept/a.py", "kept/__pycache__/a.pyc"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / ".dockerignore").write_text("# all\n*\n!kept.txt\n!kept\n**/__pycache__\n")
    assert set(content(tmp_path)) == {"Dockerfile", "kept.txt", "kept/a.py"}


def test_what_belongs_to_one_build_is_added_whatever_dockerignore_says(tmp_path: Path) -> None:
    (tmp_path / ".dockerignore").write_text("*\n")
    (tmp_path / "Dockerfile").write_text("FROM scratch\n")
    found = content(tmp_path, Dockerfile=b"FROM other\n", added=b"bytes")
    assert found == {"Dockerfile": b"FROM other\n", "added": b"bytes"}


def test_nothing_of_a_checkout_but_what_the_images_need_goes_to_the_engine() -> None:
    found = content(dockerfile.ROOT)
    folders = {name.partition("/")[0] for name in found}
    assert folders == {
        *("Dockerfile", "LICENSE", "README.md", "pyproject.toml"),
        *("builder", "frontend", "nginx", "omeroweb", "requirements", "tools"),
    }
    assert not [name for name in found if "__pycache__" in name or name.endswith(".pyc")]


def test_the_dockerfile_names_its_base_and_the_settings_of_each_image() -> None:
    assert dockerfile.base_image(TEXT) == "debian:trixie-slim"
    web = dockerfile.settings(TEXT, "web")
    assert web["CONFIG_omero_web_application__server_host"] == "0.0.0.0"  # noqa: S104
    assert web["CONFIG_omero_web_static__root"] == "/opt/omero/web/static"
    nginx = dockerfile.settings(TEXT, "nginx")
    assert nginx == {"CONFIG_omero_web_static__root": "/opt/omero/web/static"}


def test_buildkit_gets_caches_and_secrets_that_others_would_not_understand() -> None:
    plain = [line for line in TEXT.splitlines() if not line.startswith("#")]
    assert "--mount=" not in "\n".join(plain)
    rich = dockerfile.with_buildkit(TEXT)
    assert "\nRUN --mount=type=cache,target=/tmp/pip --mount=type=secret,id=pip.conf" in rich
    assert "\nRUN --mount=type=cache,target=/tmp/npm --mount=type=secret,id=npmrc" in rich
    assert rich.count("RUN --mount=") == TEXT.count("# buildkit: --mount=")


def test_a_folder_that_is_no_checkout_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        BuildFailed, match=rf"{tmp_path}/Dockerfile: No such file .* from a checkout"
    ):
        dockerfile.read(tmp_path)
