"""Versions, the tags that follow from them, and names in a registry."""

import pytest

from builder.cli import main
from builder.errors import BuilderError
from builder.versions import newest, place, version


def test_a_release_gets_four_tags() -> None:
    assert version("1.2.3").tags == ["1.2.3", "1.2", "1", "latest"]
    assert version("v1.2.3").tags[0] == "1.2.3"


def test_what_comes_before_a_release_moves_no_tag() -> None:
    assert version("2.0.0-rc.1").tags == ["2.0.0-rc.1"]


@pytest.mark.parametrize("text", ["", "1.2", "latest", "1.2.3+build", "1.2.3-", "01.2.x"])
def test_what_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(BuilderError, match=r"VERSION='.*': expected MAJOR\.MINOR\.PATCH"):
        version(text)


def test_a_tag_leads_to_the_newest_release_that_it_stands_for() -> None:
    there = ["1.2.3", "1.3.0", "2.0.0-rc.1", "latest", "1.2", "nightly"]
    patch = version("1.2.4")
    assert newest(there, patch, 2) == patch
    assert str(newest(there, patch, 1)) == "1.3.0"
    assert str(newest(there, patch, 0)) == "1.3.0"
    # Numbers, not letters.
    assert newest(["1.9.0"], version("1.10.0"), 1) == version("1.10.0")


def test_images_have_the_names_that_engines_know() -> None:
    published = place("registry.example.org:5000", "lab/omero-web")
    assert published.name("web") == "registry.example.org:5000/lab/omero-web/web"
    assert published.path("nginx") == "lab/omero-web/nginx"


@pytest.mark.parametrize(
    ("registry", "repository", "said"),
    [
        ("", "omeroweb", r"REGISTRY='': expected HOST or HOST:PORT"),
        ("https://example.org", "omeroweb", r"REGISTRY='https://example\.org'"),
        ("example.org/lab", "omeroweb", r"REGISTRY='example\.org/lab'"),
        ("example.org", "Lab", r"REPOSITORY='Lab': expected lower-case words"),
        ("example.org", "a//b", r"REPOSITORY='a//b'"),
    ],
)
def test_names_that_no_registry_has_are_refused(registry: str, repository: str, said: str) -> None:
    with pytest.raises(BuilderError, match=said):
        place(registry, repository)


def test_where_to_publish_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("REGISTRY", raising=False)
    assert main(["push"]) == 1
    assert capsys.readouterr().err.startswith("omero-builder: REGISTRY='': expected HOST")
