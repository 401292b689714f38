"""Jinja2 as all templates of this project need it: nothing undefined, nothing escaped."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

Filter = Callable[[str], str]


def render(
    folder: Path,
    name: str,
    values: Mapping[str, object],
    filters: Mapping[str, Filter],
) -> str:
    """The text of a template; a name that is not given is an error."""
    return _environment(folder, tuple(filters.items())).get_template(name).render(values)


@lru_cache
def _environment(folder: Path, filters: tuple[tuple[str, Filter], ...]) -> "Environment":
    """Kept, with the templates that were compiled: one may include another many times."""
    # Rendering is rare: what was rendered with the same settings is kept.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415

    environment = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        # The text is a program's language, not HTML: escaping would change it.
        autoescape=False,  # noqa: S701
    )
    environment.filters.update(dict(filters))
    return environment
