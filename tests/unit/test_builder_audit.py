"""`omero-builder audit`: what is known, what is not, and that silence is not good news."""

import json
import stat
import sys
from pathlib import Path

import pytest

from builder import audit
from builder.cli import main
from builder.errors import BuilderError

SAFE = {"name": "django", "version": "5.2.19", "vulns": []}
UNSAFE = {
    "name": "pillow",
    "version": "9.0.0",
    "vulns": [
        {"id": "PYSEC-2023-175", "fix_versions": ["10.0.1"], "aliases": [], "description": "..."},
        {"id": "PYSEC-2030-1", "fix_versions": [], "aliases": [], "description": "..."},
    ],
}
UNKNOWN = {"name": "numpy", "skip_reason": "Dependency not found on PyPI: numpy (2.0.0)"}


@pytest.fixture
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in the place of Python with pip-audit; it prints the file that is returned."""
    answer, program = tmp_path / "answer.json", tmp_path / "python"
    program.write_text(f'#!/bin/sh\ncat "{answer}"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(sys, "executable", str(program))
    return answer


def test_packages_without_a_vulnerability_are_counted(
    answers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers.write_text(json.dumps({"dependencies": [SAFE]}))
    assert main(["audit", "run.lock"]) == 0
    assert capsys.readouterr().out == "1 Python packages looked up, 0 vulnerabilities\n"


def test_vulnerabilities_are_named(answers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers.write_text(json.dumps({"dependencies": [SAFE, UNSAFE]}))
    assert main(["audit", "run.lock"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "pillow 9.0.0: PYSEC-2023-175 (fixed in 10.0.1)",
        "pillow 9.0.0: PYSEC-2030-1 (not fixed yet)",
        "2 Python packages looked up, 2 vulnerabilities",
    ]


def test_a_package_that_could_not_be_looked_up_is_a_failure(
    answers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers.write_text(json.dumps({"dependencies": [SAFE, UNKNOWN]}))
    assert main(["audit", "run.lock"]) == 1
    said = capsys.readouterr()
    assert said.out == "1 Python packages looked up, 0 vulnerabilities\n"
    assert "does not answer for them: numpy; check the network" in said.err


def test_no_answer_is_a_failure_with_its_last_words(
    answers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not answers.exists()
    assert main(["audit", "run.lock"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("omero-builder: nothing was looked up: cat: ")
    assert said.err.endswith(f"; {audit.NEXT_STEP}\n")


def test_a_missing_pip_audit_is_named() -> None:
    with pytest.raises(BuilderError, match=r"pip install 'omeroweb\[scan\]'"):
        audit.findings("", "/usr/bin/python3: No module named pip_audit\n")
