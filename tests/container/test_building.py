"""`omero-builder build` with Dockerfiles of a few lines: both builders, and what goes wrong."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import docker
import pytest
from docker.errors import ImageNotFound

from builder import engine
from builder.cli import main
from builder.images import IMAGES
from builder.inspection import inspect
from tests.container import small
from tests.container.conftest import AUTHORITY
from tests.container.registry import Registry, running
from tests.container.second_engine import small_engine
from tests.container.small import no_names_left

TAG = f"building-{os.getpid()}"
BASE = os.environ.get("BASE", "debian:trixie-slim")
# As ours: a stage that is left behind, and two targets.
DOCKERFILE = """\
ARG BASE=none
FROM ${BASE} AS build
COPY content ca-bundle.pem* /build/
# buildkit: --mount=type=secret,id=word,target=/word
RUN cat /build/ca-bundle.pem /word 2>/dev/null | sha256sum > /trusted
FROM ${BASE} AS web
COPY --from=build /trusted /trusted
COPY content site.omero* /opt/omero/
ENV OMERO_WEB_BUILT_IN=/opt/omero
ARG VERSION
LABEL org.opencontainers.image.version=${VERSION}
FROM web AS nginx
"""
# Each time the step is done, the file is another one.
STAMPED = """\
ARG BASE=none
FROM ${BASE} AS web
COPY content /
RUN date +%s.%N > /stamp
"""
# Runs nothing: the base image may be empty.
ON_ANYTHING = """\
ARG BASE=none
FROM ${BASE} AS nginx
COPY content /opt/
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A small checkout."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    (folder / "Dockerfile").write_text(DOCKERFILE)
    (folder / ".dockerignore").write_text("*\n!content\n")
    (folder / "content").write_text("content")
    return folder


@pytest.fixture
def client(engine: None) -> Iterator[docker.DockerClient]:
    """The engine; what a test has built is gone afterwards."""
    found = docker.from_env()
    yield found
    for name in IMAGES.values():
        with suppress(ImageNotFound):
            found.images.remove(f"{name}:{TAG}", force=True)
    found.close()


@pytest.fixture
def build(client: docker.DockerClient, source: Path) -> Callable[..., int]:
    """Run `build` over the small checkout: build(*arguments) returns the exit code."""

    def run(*arguments: str) -> int:
        return main(["build", "--source", str(source), "--base", BASE, "--tag", TAG, *arguments])

    return run


def shown(client: docker.DockerClient, path: str) -> str:
    """A file of the web image that was built."""
    output = client.containers.run(f"{IMAGES['web']}:{TAG}", [path], entrypoint="cat", remove=True)
    return str(output, "utf-8")


@pytest.mark.parametrize("how", ["classic", "buildx"])
def test_settings_of_the_environment_become_defaults_of_the_images(
    client: docker.DockerClient,
    build: Callable[..., int],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    how: str,
) -> None:
    monkeypatch.setenv("CONFIG_omero_web_prefix", "/omero")
    monkeypatch.setenv("CONFIG_omero_web_secret__key", "a-key-that-nobody-else-may-see")
    monkeypatch.setenv("VERSION", "4.5.6")
    monkeypatch.setenv("REVISION", "abcdef")
    monkeypatch.setenv("SOURCE", "https://user:password@example.org/lab/omeroweb.git")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    (tmp_path / "word").write_text("secret word")
    with_buildkit = ["--platform", "linux/amd64", "--secret", f"id=word,src={tmp_path / 'word'}"]
    options = with_buildkit if how == "buildx" else []
    assert build("--ca-bundle", str(AUTHORITY), *options) == 0
    said = capsys.readouterr()
    assert said.out.split() == [f"{name}:{TAG}" for name in IMAGES.values()]
    assert "omero.web.secret_key; pass it when the container starts" in said.err
    for name in IMAGES.values():
        found = inspect(client, engine.image(client, f"{name}:{TAG}"), name)
        assert found.settings == {"omero.web.prefix": "/omero"}
        labels = {name.rpartition(".image.")[2]: text for name, text in found.labels.items()}
        assert labels["version"] == "4.5.6"
        assert labels["source"] == "https://example.org/lab/omeroweb"
        assert labels["created"] == "2023-11-14T22:13:20Z"
        assert labels["base.name"] == BASE
    # The stage that was left behind had the certificates, and BuildKit the secret.
    trusted = shown(client, "/trusted")
    assert build(*options) == 0
    assert shown(client, "/trusted") != trusted


@pytest.mark.parametrize("how", ["classic", "buildx"])
def test_steps_are_done_anew_where_no_cache_is_wanted(
    client: docker.DockerClient, build: Callable[..., int], source: Path, how: str
) -> None:
    options = ["web", *(["--platform", "linux/amd64"] if how == "buildx" else [])]
    (source / "Dockerfile").write_text(STAMPED)

    def stamp(*more: str) -> str:
        assert build(*options, *more) == 0
        return shown(client, "/stamp")

    first = stamp()
    assert stamp() == first
    assert stamp("--no-cache") != first


def test_steps_are_taken_from_an_image_that_this_engine_never_built(
    client: docker.DockerClient,
    build: Callable[..., int],
    source: Path,
    registry: Registry,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (source / "Dockerfile").write_text(STAMPED)
    assert build("web", "--no-cache") == 0
    first = shown(client, "/stamp")
    away = f"{registry.host}/cache/web"
    name = f"{IMAGES['web']}:{TAG}"
    client.api.tag(name, away, "1")
    with no_names_left(client, registry.host):
        client.images.push(away, tag="1")
    # With what it was made from: the engine has forgotten it.
    client.images.remove(name, force=True)
    with no_names_left(client, registry.host):
        assert build("web", "--cache-from", f"{away}:1") == 0
        assert shown(client, "/stamp") == first
        # One that is not there is no reason to build nothing.
        assert build("web", "--cache-from", f"{away}:2") == 0
    assert f"--cache-from {away}:2: " in capsys.readouterr().err


def test_buildkit_asks_a_registry_for_its_cache(
    build: Callable[..., int],
    client: docker.DockerClient,
    registry: Registry,
    capsys: pytest.CaptureFixture[str],
) -> None:
    away = f"{registry.host}/inline/web"
    assert build("web", "--platform", "linux/amd64", "--build-arg", "BUILDKIT_INLINE_CACHE=1") == 0
    client.api.tag(f"{IMAGES['web']}:{TAG}", away, "1")
    with no_names_left(client, registry.host):
        client.images.push(away, tag="1")
    assert build("web", "--verbose", "--cache-from", f"type=registry,ref={away}:1") == 0
    said = capsys.readouterr().err
    assert f"importing cache manifest from {away}:1" in said
    assert "ERROR" not in said


@pytest.mark.parametrize("how", ["classic", "buildx"])
def test_the_digest_of_the_base_image_is_that_of_its_registry(
    build: Callable[..., int],
    client: docker.DockerClient,
    source: Path,
    registry: Registry,
    how: str,
) -> None:
    (source / "Dockerfile").write_text(ON_ANYTHING)
    base = f"{registry.host}/base/{how}"
    small.build(client, f"{base}:1", how, {})
    with no_names_left(client, registry.host):
        client.images.push(base, tag="1")
    # The engine has no such image any more.
    options = ["--platform", "linux/amd64"] if how == "buildx" else []
    with no_names_left(client, registry.host):
        assert build("nginx", "--base", f"{base}:1", *options) == 0
    labels = engine.image(client, f"{IMAGES['nginx']}:{TAG}").labels
    assert labels["org.opencontainers.image.base.name"] == f"{base}:1"
    digest = labels["org.opencontainers.image.base.digest"]
    assert registry.digests(f"base/{how}") == {"1": digest}


def test_a_build_that_fails_changes_no_tag(
    client: docker.DockerClient,
    build: Callable[..., int],
    source: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert build() == 0
    before = {name: engine.image(client, f"{name}:{TAG}").id for name in IMAGES.values()}
    (source / "content").write_text("other")
    with (source / "Dockerfile").open("a") as file:
        file.write("RUN echo one; echo two >&2; exit 3\n")
    assert build() == 1
    said = capsys.readouterr().err
    assert "nginx was not built: The command '/bin/sh -c echo one" in said
    assert "returned a non-zero code: 3" in said
    assert "the last lines of the log were:\n" in said
    assert "    one\n" in said
    assert "    two\n" in said
    assert "what to try: " in said
    after = {name: engine.image(client, f"{name}:{TAG}").id for name in IMAGES.values()}
    assert after == before


def test_buildkit_says_what_went_wrong_too(
    build: Callable[..., int], source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (source / "Dockerfile").open("a") as file:
        file.write("RUN echo one; apt-got install python3\n")
    assert build("--platform", "linux/amd64", "nginx") == 1
    said = capsys.readouterr().err
    assert "nginx was not built: failed to solve" in said
    assert "apt-got: not found" in said


def test_several_platforms_need_a_builder_that_can(
    build: Callable[..., int],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("BUILDX_BUILDER", "default")
    with running(tmp_path / "registry") as registry:
        platforms = ["--platform", "linux/amd64,linux/arm64", "--push"]
        assert build(*platforms, "--registry", registry.host, "--version", "1.2.3") == 1
        assert registry.digests("omeroweb/web") == {}
    assert "docker buildx create --use" in capsys.readouterr().err


def test_a_base_image_that_does_not_exist_is_named(
    build: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert build("--base", "127.0.0.1:9/none:1") == 1
    said = capsys.readouterr().err
    assert said.startswith("omero-builder: base image 127.0.0.1:9/none:1: ")
    assert "what to try: " in said


def test_a_base_image_without_apt_is_a_sentence(
    client: docker.DockerClient, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "Dockerfile").write_text(f"FROM {BASE}\nRUN rm /usr/bin/apt*\n")
    bare = f"omeroweb-bare:{os.getpid()}"
    client.images.build(path=str(tmp_path), tag=bare, rm=True)
    try:
        # Our own Dockerfile.
        assert main(["build", "--base", bare, "--tag", TAG]) == 1
    finally:
        client.images.remove(bare, force=True)
    said = capsys.readouterr().err
    assert "apt-get: not found" in said
    assert "the base image has no apt: name one of Debian 13 or newer with --base" in said
    assert not client.api.images(name=f"{IMAGES['web']}:{TAG}")


def test_a_full_disk_is_a_sentence(
    source: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    (source / "content").write_bytes(os.urandom(30_000_000))
    (source / "Dockerfile").write_text("ARG BASE=scratch\nFROM scratch AS web\nCOPY content /\n")
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "Dockerfile").write_text("FROM scratch\nCOPY Dockerfile /\n")
    with small_engine() as host:
        monkeypatch.setenv("DOCKER_HOST", host)
        with engine.connect() as small:
            small.images.build(path=str(tmp_path / "base"), tag="base:1", rm=True)
        assert main(["build", "--source", str(source), "--base", "base:1", "web"]) == 1
        with engine.connect() as small:
            assert not small.api.images(name=IMAGES["web"])
    said = capsys.readouterr().err
    assert "web was not built: " in said
    assert "no space left on device" in said
    assert "the engine's disk is full: free some space, e.g. with `docker system prune`" in said


def test_a_wrong_setting_is_named_before_the_engine_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///none/docker.sock")
    monkeypatch.setenv("CONFIG_omero_web_wsgi__workers", "four")
    assert main(["build"]) == 1
    said = capsys.readouterr().err
    assert "omero.web.wsgi_workers='four' (from CONFIG_omero_web_wsgi__workers): expected" in said


def test_a_file_without_certificates_is_refused(
    build: Callable[..., int], capsys: pytest.CaptureFixture[str], source: Path
) -> None:
    assert build("--ca-bundle", str(source / "content")) == 1
    assert f"--ca-bundle {source}/content: expected certificates as PEM" in capsys.readouterr().err
