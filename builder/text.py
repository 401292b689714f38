"""Jinja2 as all templates of this project need it: nothing undefined, nothing escaped."""

from collections.abc import Callable, Mapping
from pathlib import Path


def render(
    folder: Path,
    name: str,
    values: Mapping[str, object],
    filters: Mapping[str, Callable[[str], str]],
) -> str:
    """The text of a template; a name that is not given is an error."""
    # Rendering is rare: what was rendered with the same settings is kept.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415

    environment = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        # The text is a program's language, not HTML: escaping would change it.
        autoescape=False,  # noqa: S701
    )
    environment.filters.update(filters)
    return environment.get_template(name).render(values)
