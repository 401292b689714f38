"""A file beside the settings it was made from: rendered once, looked up at each start."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Settings = TypeVar("Settings", bound="DataclassInstance")


def write(file: Path, settings: Settings, render: Callable[[Settings], str]) -> Path:
    """Render into a file, and keep the settings beside it."""
    text = render(settings)
    file.parent.mkdir(parents=True, exist_ok=True)
    _beside(file).write_text(_as_json(settings), encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    return file


def fits(file: Path, settings: "DataclassInstance") -> bool:
    """Whether a file was made from the same settings."""
    try:
        return _beside(file).read_text(encoding="utf-8") == _as_json(settings)
    except OSError:
        return False


def _beside(file: Path) -> Path:
    return file.with_name(f"{file.name}.json")


def _as_json(settings: "DataclassInstance") -> str:
    return json.dumps(asdict(settings), sort_keys=True)
