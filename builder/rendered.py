"""NGINX's file beside the settings it was made from: rendered once, looked up at each start."""

import json
from dataclasses import asdict
from pathlib import Path

from builder.nginx import NginxSettings, render_nginx

FILE = "nginx.conf"
SETTINGS = "nginx.json"


def write(folder: Path, settings: NginxSettings) -> Path:
    """Render into a folder, and keep the settings beside the file."""
    text = render_nginx(settings)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SETTINGS).write_text(_as_json(settings), encoding="utf-8")
    file = folder / FILE
    file.write_text(text, encoding="utf-8")
    return file


def fits(folder: Path, settings: NginxSettings) -> bool:
    """Whether the file of a folder was made from the same settings."""
    try:
        return (folder / SETTINGS).read_text(encoding="utf-8") == _as_json(settings)
    except OSError:
        return False


def _as_json(settings: NginxSettings) -> str:
    return json.dumps(asdict(settings), sort_keys=True)
