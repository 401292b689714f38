"""What tools/engine reads from the machine before it changes anything."""

import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

TOOL = Path(__file__).resolve().parents[2] / "tools" / "engine"

DEB822 = """\
Types: deb
# a comment between fields
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
"""
ONE_LINE = """\
# deb http://old.example/debian bookworm main
deb [signed-by=/usr/share/keyrings/x.gpg arch=amd64] http://mirror.example/debian bookworm main
deb-src http://mirror.example/debian bookworm main
"""


@pytest.fixture(scope="module")
def engine() -> ModuleType:
    loader = SourceFileLoader("engine_tool", str(TOOL))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    with pytest.MonkeyPatch.context() as patch:
        # No compiled copy beside the tool.
        patch.setattr(sys, "dont_write_bytecode", True)
        module = module_from_spec(spec)
        loader.exec_module(module)
    return module


def test_apt_sources_are_read_in_both_forms(engine: ModuleType, tmp_path: Path) -> None:
    new, old = tmp_path / "debian.sources", tmp_path / "debian.list"
    new.write_text(DEB822)
    old.write_text(ONE_LINE)
    assert engine.sources(new) == [
        ("http://mirror.example/debian", ["bookworm", "bookworm-updates"]),
        ("http://mirror.example/debian-security", ["bookworm-security"]),
    ]
    assert engine.sources(old) == [("http://mirror.example/debian", ["bookworm"])]


def test_the_base_image_is_the_one_the_dockerfile_names(engine: ModuleType) -> None:
    assert engine.base_image().startswith("debian:")


def test_only_debian_images_can_be_made(engine: ModuleType) -> None:
    with pytest.raises(engine.Missing, match=r"alpine:3 is no Debian image"):
        engine.make_base("alpine:3", None)


def test_a_stranger_to_the_pid_file_is_not_taken_for_the_engine(
    engine: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid_file = tmp_path / "docker.pid"
    pid_file.write_text("1")
    monkeypatch.setattr(engine, "PIDFILE", pid_file)
    assert engine.running_pid() is None


def test_a_machine_that_is_not_debian_is_told_what_to_do(
    engine: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "os_release", lambda: {"ID": "fedora", "PRETTY_NAME": "Fedora 43"})
    with pytest.raises(engine.Missing, match="Fedora 43: start one, or point DOCKER_HOST at one"):
        engine.require_root_on_debian()
