"""The logs of both builders: steps with their times, the last lines and advice after a failure."""

import io
from pathlib import Path

import pytest

from builder import advice, buildx, classic
from builder.cli import main
from builder.errors import BuildFailed
from builder.request import Request
from builder.steps import CACHED, Steps

# As `docker buildx build --progress plain` prints it; steps go on at the same time.
BUILDKIT = """\
#0 building with "default" instance using docker driver
#5 [python 1/2] FROM docker.io/library/debian:trixie-slim
#5 CACHED
#6 [build 2/9] RUN apt-get update
#7 [build 3/9] COPY nginx/ nginx/
#6 0.345 Get:1 http://deb.example trixie InRelease
#7 DONE 0.1s
#6 12.10 E: Unable to fetch some archives
#6 ERROR: process "/bin/sh -c apt-get update" did not complete successfully: exit code: 100
------
 > [build 2/9] RUN apt-get update:
------
ERROR: failed to solve: process "/bin/sh -c apt-get update" did not complete successfully
"""


def steps(*, is_verbose: bool = False) -> tuple[Steps, io.StringIO]:
    shown = io.StringIO()
    return Steps("web", shown, is_verbose), shown


def events(*said: dict[str, object]) -> tuple[str, Steps]:
    """What is shown of the classic builder's events."""
    one, shown = steps()
    for event in said:
        classic._take(event, one)
    one.end()
    one.close()
    return shown.getvalue(), one


def test_the_classic_log_becomes_a_line_for_each_step() -> None:
    said, _ = events(
        {"stream": "Step 1/4 : ARG BASE=debian:trixie-slim\n"},
        {"stream": "Step 2/4 : RUN apt-get   update\n"},
        {"stream": " ---> Using cache\n"},
        {"stream": "Step 3/4 : COPY nginx/ nginx/\n"},
        {"stream": " ---> 0123456789ab\n"},
        {"stream": "Step 4/4 : USER 1000:0\n"},
    )
    cached, copied = said.splitlines()
    assert cached.split() == ["web:", "1", "steps", "cached"]
    assert copied.startswith("web: 3/4 COPY nginx/ nginx/ ")
    assert copied.endswith(" s")


def test_the_classic_builder_says_which_image_it_made() -> None:
    one, _ = steps()
    assert classic._take({"aux": {"ID": "sha256:abc"}}, one) == "sha256:abc"


def test_a_failure_has_the_last_lines_and_what_to_try() -> None:
    one, _ = steps()
    for number in range(40):
        one.log(f"line {number}")
    with pytest.raises(BuildFailed) as failed:
        classic._take({"error": "/bin/sh: 1: apt-get: not found\n"}, one)
    said = str(failed.value)
    assert said.startswith("web was not built: /bin/sh: 1: apt-get: not found\n")
    assert "    line 19\n" not in said
    assert all(f"    line {number}\n" in said for number in range(20, 40))
    assert said.endswith("name one of Debian 13 or newer with --base, e.g. debian:trixie-slim")


def test_the_log_of_buildkit_is_read_step_by_step() -> None:
    one, shown = steps()
    log = buildx._Log(one)
    for line in BUILDKIT.splitlines():
        log.take(line)
    one.close()
    lines = [line.split() for line in shown.getvalue().splitlines()]
    assert lines == [["web:", "[build", "3/9]", "COPY", "nginx/", "nginx/", "0.1", "s"]]
    assert log.reason(1).startswith("failed to solve: process")
    assert "E: Unable to fetch some archives" in one.last


def test_verbose_shows_every_line() -> None:
    one, shown = steps(is_verbose=True)
    one.log("Get:1 http://deb.example\n\n")
    one.show("USER 1000:0", CACHED)
    assert "    Get:1 http://deb.example\n" in shown.getvalue()
    assert "USER 1000:0" in shown.getvalue()


@pytest.mark.parametrize(
    ("said", "tried"),
    [
        ("write /x: no space left on device", "docker system prune"),
        ("manifest unknown: manifest unknown", "--base"),
        ("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed", "--ca-bundle"),
        ("Temporary failure resolving 'deb.debian.org'", "HTTP_PROXY"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "index or mirror"),
        ("returned a non-zero code: 137", "memory"),
        ("Multi-platform build is not supported for the docker driver", "buildx create --use"),
        ("something else", "--verbose"),
    ],
)
def test_what_was_said_decides_what_to_try(said: str, tried: str) -> None:
    assert tried in advice.for_build(said)


def test_buildx_gets_everything_that_was_asked_for() -> None:
    request = Request(
        "web",
        arguments={"BASE": "debian:trixie"},
        labels={"org.opencontainers.image.created": "2026-01-01T00:00:00Z"},
        cache_from=("type=registry,ref=example.org/cache",),
        no_cache=True,
        platforms=("linux/amd64", "linux/arm64"),
        secrets=("id=pip.conf,src=/pip.conf",),
        push_to="example.org/omeroweb/web",
    )
    assert request.needs_buildkit
    line = " ".join(buildx.command(request, Path("/answers")))
    for part in (
        "--target web",
        "--build-arg=BASE=debian:trixie",
        "--label=org.opencontainers.image.created=2026-01-01T00:00:00Z",
        "--cache-from=type=registry,ref=example.org/cache",
        "--secret=id=pip.conf,src=/pip.conf",
        "--platform=linux/amd64,linux/arm64",
        "--no-cache",
        "name=example.org/omeroweb/web,push-by-digest=true",
        "--metadata-file=/answers/metadata.json",
    ):
        assert part in line, part
    assert not Request("web", cache_from=("example.org/omeroweb/web:1",)).needs_buildkit


def test_several_platforms_have_to_go_somewhere(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--platform", "linux/amd64,linux/arm64"]) == 1
    assert "an engine keeps one platform; add --push" in capsys.readouterr().err


def test_an_unknown_image_is_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["build", "worker"])
    assert "no image 'worker': expected one of web, nginx" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("tcp://127.0.0.1:9", "Connection refused"),
        ("unix:///none/docker.sock", "No such file or directory"),
    ],
)
def test_an_engine_that_does_not_answer_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], host: str, reason: str
) -> None:
    monkeypatch.setenv("DOCKER_HOST", host)
    assert main(["inspect"]) == 1
    assert capsys.readouterr().err == (
        f"omero-builder: no container engine answers at {host} ({reason}): start one or point "
        'DOCKER_HOST at one; on Debian as root: eval "$(tools/engine start)"\n'
    )
