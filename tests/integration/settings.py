"""Servers that are configured by properties, as an administrator would do it."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

from omeroweb.config.property import Property

APPS = Path(__file__).resolve().parents[1] / "apps"


def variables(properties: Mapping[Property[object], object]) -> dict[str, str]:
    """The environment that sets properties; what is no text is written as JSON."""
    return {
        declared.variable: value if isinstance(value, str) else json.dumps(value)
        for declared, value in properties.items()
    }


def with_apps(**more: str) -> dict[str, str]:
    """An environment in which the packages of tests/apps are installed."""
    return {"PYTHONPATH": str(APPS), **more}


def sentences(result: "subprocess.CompletedProcess[str]") -> list[str]:
    """What a command that failed says on stderr: no traceback, nothing but sentences."""
    assert result.returncode == 1, result.stdout + result.stderr
    assert "Traceback" not in result.stderr
    return result.stderr.splitlines()
