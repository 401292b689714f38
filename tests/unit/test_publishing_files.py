"""The files of CI services: what the services take, and nothing but make targets that exist."""

import json
import re
import subprocess
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema.validators import validator_for

ROOT = Path(__file__).resolve().parents[2]
WORKFLOW = ROOT / ".github" / "workflows" / "publish.yml"
PIPELINE = ROOT / ".gitlab-ci.yml"
# Debian's own images have no make, nor do the slim ones of Python.
HAS_MAKE = r"python:3\.\d+-trixie"
STEPS = ["check", "test", "images", "scan", "publish"]

Object = dict[Any, Any]


def read(file: Path) -> Object:
    loaded: Object = yaml.safe_load(file.read_text(encoding="utf-8"))
    return loaded


def lines_of_github() -> list[str]:
    jobs = read(WORKFLOW)["jobs"].values()
    return [step["run"] for job in jobs for step in job["steps"] if "run" in step]


def lines_of_gitlab() -> list[str]:
    pipeline = read(PIPELINE)
    jobs = [job for job in pipeline.values() if isinstance(job, dict) and "script" in job]
    return [
        *pipeline["default"]["before_script"],
        *(line for job in jobs for line in job["script"]),
    ]


def targets() -> set[str]:
    helped = subprocess.check_output(["make", "help"], cwd=ROOT, text=True)
    return {line.split()[0] for line in helped.splitlines() if line.startswith("  ")}


def called(lines: list[str]) -> Iterator[str]:
    """The make targets, of lines that are nothing else."""
    for line in lines:
        found = re.fullmatch(r"(sudo )?make (?P<target>[a-z-]+)", line)
        assert found, f"{line!r}: expected a make target"
        yield found["target"]


@pytest.mark.parametrize(
    ("file", "schema"), [(WORKFLOW, "github-workflows.json"), (PIPELINE, "gitlab-ci.json")]
)
def test_the_service_takes_the_file(file: Path, schema: str) -> None:
    vendor = files("check_jsonschema.builtin_schemas.vendor")
    loaded = json.loads((vendor / schema).read_text(encoding="utf-8"))
    content = read(file)
    # YAML 1.1 reads the word `on` as true; the service does not.
    if True in content:
        content["on"] = content.pop(True)
    validator_for(loaded)(loaded).validate(content)


@pytest.mark.parametrize("lines", [lines_of_github(), lines_of_gitlab()])
def test_only_make_targets_that_exist_are_called(lines: list[str]) -> None:
    named = list(called(lines))
    assert set(named) <= targets()
    assert [target for target in named if target in STEPS] == STEPS


def test_the_jobs_of_gitlab_have_make_before_they_call_it() -> None:
    pipeline = read(PIPELINE)
    assert re.fullmatch(HAS_MAKE, pipeline["default"]["image"])
    assert not [name for name, job in pipeline.items() if name != "default" and "image" in job]


def test_only_a_tag_of_a_tested_commit_is_published() -> None:
    publish = read(WORKFLOW)["jobs"]["publish"]
    assert publish["if"] == "github.ref_type == 'tag'"
    assert set(publish["needs"]) == {"check", "test"}
    assert read(PIPELINE)["publish"]["rules"] == [{"if": r"$CI_COMMIT_TAG =~ /^v\d+\.\d+\.\d+/"}]
    assert read(PIPELINE)["stages"] == ["check", "test", "publish"]


@pytest.mark.parametrize("job", ["check", "test", "publish"])
def test_no_job_of_github_may_write_more_than_packages(job: str) -> None:
    workflow = read(WORKFLOW)
    assert workflow["permissions"] == {"contents": "read"}
    own = workflow["jobs"][job].get("permissions", {"contents": "read"})
    expected = (
        {"contents": "read", "packages": "write"} if job == "publish" else workflow["permissions"]
    )
    assert own == expected
    assert workflow["jobs"][job]["timeout-minutes"] <= 60
