"""`omero-builder tag` and `push` against a real registry: all tags, or none, whatever happens.

With images of a few bytes; test_manifests_compose.py publishes the real ones.
"""

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import docker
import pytest

from builder import again, images
from builder.cli import main
from builder.images import IMAGES
from tests.container.registry import PASSWORD, USER, Registry, bad_line, running
from tests.container.small import no_names_left, small_images

WEB, NGINX = "lab/omero/web", "lab/omero/nginx"
TAGS = ["1.2.3", "1.2", "1", "latest"]

Published = Callable[[str, Registry], int]


@pytest.fixture
def client(engine: None) -> Iterator[docker.DockerClient]:
    found = docker.from_env()
    yield found
    found.close()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No pause before another try; nobody has signed in; digests go to a folder of the test."""
    monkeypatch.setattr(again, "PAUSES", (0.0,) * len(again.PAUSES))
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    monkeypatch.setenv("REPOSITORY", "lab/omero")
    monkeypatch.chdir(tmp_path)
    for name in ("REGISTRY_USER", "REGISTRY_PASSWORD", "REGISTRY_PASSWORD_FILE", "VERSION"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def tagged(
    client: docker.DockerClient, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str, str], None]]:
    """Build small images as a version and name them for a registry: tagged(version, host)."""
    with ExitStack() as cleanup:

        def tag(version: str, host: str) -> None:
            monkeypatch.setenv("REGISTRY", host)
            monkeypatch.setenv("VERSION", version)
            cleanup.enter_context(no_names_left(client, host))
            built = cleanup.enter_context(small_images(client, version))
            assert main(["tag", "--from", built]) == 0

        yield tag


def digests(path: Path = Path("digests.json")) -> dict[str, str]:
    """Image -> digest, of the file that a push writes."""
    images = json.loads(path.read_text())["images"]
    return {target: image["digest"] for target, image in images.items()}


def test_a_push_can_be_given_again(
    registry: Registry, tagged: Callable[[str, str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    tagged("1.2.3", registry.host)
    assert main(["push"]) == 0
    first = digests()
    capsys.readouterr()
    assert main(["push"]) == 0
    assert digests() == first
    assert "were there" in capsys.readouterr().err


def test_tags_lead_to_an_index_where_there_are_several_platforms(
    registry: Registry,
    tagged: Callable[[str, str], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What a builder of buildx has pushed by digest, and without a tag, gets its tags."""
    monkeypatch.setenv("REPOSITORY", "several")
    tagged("0.0.1", registry.host)
    assert main(["push"]) == 0
    indexes = {one: registry.put_index(f"several/{one}", ["0.0.1"]) for one in IMAGES}
    monkeypatch.setattr(images, "build", lambda *_, **__: indexes)
    monkeypatch.setenv("VERSION", "1.2.3")
    assert main(["build", "--platform", "linux/amd64,linux/arm64", "--push"]) == 0
    assert digests() == indexes
    for one, digest in indexes.items():
        there = registry.digests(f"several/{one}")
        assert {tag for tag, to in there.items() if to == digest} == set(TAGS)
    assert f"several/web@{indexes['web']}  1.2.3 1.2 1 latest" in capsys.readouterr().out


def test_tags_lead_to_the_newest_version(
    registry: Registry,
    tagged: Callable[[str, str], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("REPOSITORY", "newest")
    of = {}
    for version in ("1.2.3", "2.0.0", "1.2.4", "3.0.0-rc.1"):
        tagged(version, registry.host)
        assert main(["push"]) == 0
        of[version] = digests()
    assert "latest stays with 2.0.0, which is newer" in capsys.readouterr().err
    for target in ("web", "nginx"):
        tags = registry.digests(f"newest/{target}")
        leads_to = {
            tag: of[version][target]
            for tag, version in (
                ("1.2.3", "1.2.3"),
                ("1.2.4", "1.2.4"),
                ("1.2", "1.2.4"),
                ("1", "1.2.4"),
                ("2.0.0", "2.0.0"),
                ("2.0", "2.0.0"),
                ("2", "2.0.0"),
                ("latest", "2.0.0"),
                ("3.0.0-rc.1", "3.0.0-rc.1"),
            )
        }
        assert tags == leads_to


def test_nothing_is_left_where_the_second_image_fails(
    registry: Registry,
    tagged: Callable[[str, str], None],
    client: docker.DockerClient,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("REPOSITORY", "half")
    tagged("1.2.3", registry.host)
    assert main(["push"]) == 0
    before = {path: registry.digests(path) for path in ("half/web", "half/nginx")}
    tagged("1.2.4", registry.host)
    client.images.remove(f"{registry.host}/half/nginx:1.2.4", noprune=True)
    assert main(["push"]) == 1
    said = capsys.readouterr().err
    assert (
        f"no image {registry.host}/half/nginx:1.2.4 here: make it with `omero-builder tag`" in said
    )
    assert "nothing was published; all tags are as they were before; run it again" in said
    assert {path: registry.digests(path) for path in before} == before


def test_a_tag_that_cannot_be_put_back_is_named(
    tagged: Callable[[str, str], None],
    client: docker.DockerClient,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with running(tmp_path / "keeps", deletes=False) as keeps:
        tagged("1.2.3", keeps.host)
        client.images.remove(f"{keeps.host}/{NGINX}:1.2.3", noprune=True)
        assert main(["push"]) == 1
        assert f"could not be put back: {keeps.host}/{WEB}:1.2.3;" in capsys.readouterr().err
        # The others were not moved before both images were there.
        assert list(keeps.digests(WEB)) == ["1.2.3"]


@pytest.mark.parametrize("words", [b"docker/", b"PUT /v2/lab/omero/nginx/manifests/latest"])
def test_a_dropped_connection_is_tried_again(
    registry: Registry,
    tagged: Callable[[str, str], None],
    capsys: pytest.CaptureFixture[str],
    words: bytes,
) -> None:
    with bad_line(registry) as line:
        tagged("1.2.3", line.host)
        line.drop[words] = 2
        assert main(["push"]) == 0
        assert line.dropped == 2
    assert "trying again in 0 s (2 of 5)" in capsys.readouterr().err
    assert set(registry.digests(NGINX)) >= set(TAGS)


def test_tags_are_put_back_where_a_connection_stays_away(
    registry: Registry,
    tagged: Callable[[str, str], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("REPOSITORY", "away")
    with bad_line(registry) as line:
        tagged("1.2.3", line.host)
        assert main(["push"]) == 0
        before = {path: registry.digests(path) for path in ("away/web", "away/nginx")}
        tagged("1.2.4", line.host)
        line.drop[b"PUT /v2/away/nginx/manifests/1.2 "] = len(again.PAUSES) + 1
        assert main(["push"]) == 1
    assert "all tags are as they were before" in capsys.readouterr().err
    assert {path: registry.digests(path) for path in before} == before


def test_a_registry_that_does_not_run_is_named(
    registry: Registry, tagged: Callable[[str, str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    with bad_line(registry) as line:
        host = line.host
    tagged("1.2.3", host)
    assert main(["push"]) == 1
    said = capsys.readouterr().err
    assert f"omero-builder: {host}: no connection; check the name, and that it runs" in said


# --- signing in --------------------------------------------------------------


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """A registry that asks for a password."""
    with running(tmp_path_factory.mktemp("closed"), has_password=True) as found:
        yield found


def test_a_wrong_password_is_a_sentence_and_nothing_is_sent(
    closed: Registry,
    tagged: Callable[[str, str], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    tagged("1.2.3", closed.host)
    capsys.readouterr()
    assert main(["push"]) == 1
    assert "refuses who is not signed in (authentication required)" in capsys.readouterr().err
    monkeypatch.setenv("REGISTRY_USER", USER)
    monkeypatch.setenv("REGISTRY_PASSWORD", "wrong")
    assert main(["push"]) == 1
    said = capsys.readouterr().err
    assert said == (
        f"omero-builder: {closed.host} refuses user 'lab' (authentication required): set "
        f"REGISTRY_USER and REGISTRY_PASSWORD_FILE, or `docker login {closed.host}`, with an "
        "account that may push\n"
    )
    assert not (closed.folder / "data").exists()


def test_a_password_may_be_in_a_file(
    closed: Registry,
    tagged: Callable[[str, str], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    tagged("1.2.3", closed.host)
    (tmp_path / "password").write_text(f"{PASSWORD}\n")
    monkeypatch.setenv("REGISTRY_USER", USER)
    monkeypatch.setenv("REGISTRY_PASSWORD_FILE", str(tmp_path / "password"))
    assert main(["push"]) == 0
    said = capsys.readouterr()
    assert PASSWORD not in said.out + said.err


def test_docker_login_is_known(
    closed: Registry, tagged: Callable[[str, str], None], tmp_path: Path
) -> None:
    tagged("1.2.3", closed.host)
    login = ["docker", "login", "--username", USER, "--password-stdin", closed.host]
    subprocess.run(login, input=PASSWORD, text=True, check=True, capture_output=True)
    assert (tmp_path / "config.json").is_file()
    assert main(["push"]) == 0


def test_an_image_of_another_version_is_not_named(
    client: docker.DockerClient,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("REGISTRY", "registry.example.org")
    with small_images(client, "1.2.3") as tag:
        assert main(["tag", "--from", tag, "--version", "1.2.4"]) == 1
    assert "was built as version 1.2.3, not 1.2.4: build it with VERSION=1.2.4" in (
        capsys.readouterr().err
    )
    assert not client.api.images(name="registry.example.org/lab/omero/web")
