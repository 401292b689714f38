"""docs/http.md lists the URLs of the webgateway as they are."""

import re
from pathlib import Path

import pytest
from django.urls import Resolver404, URLPattern, resolve

from omeroweb.webgateway import urls

PAGE = (Path(__file__).parents[2] / "docs" / "http.md").read_text(encoding="utf-8")
ROWS: list[tuple[str, str]] = [
    (pattern.strip(), state)
    for pattern, state in re.findall(r"^\| `([^`]*)` \| (works|not yet|new) \|", PAGE, re.MULTILINE)
]


def examples(pattern: str) -> list[str]:
    """Paths with the optional parts, one after the other; every id is 1."""
    filled = re.sub(r"\{\w+\}", "1", pattern)
    parts = re.split(r"\[", filled.replace("]", ""))
    return ["".join(parts[: n + 1]) for n in range(len(parts))]


def test_the_52_patterns_of_5_31_are_listed() -> None:
    # The two downloads are listed with an id and without.
    listed = {re.sub(r"(download|download_as)/\{iid\}/", r"\1/", row) for row, _ in ROWS}
    new = [pattern for pattern, state in ROWS if state == "new"]
    assert len(listed) - len(new) == 52


@pytest.mark.parametrize(("pattern", "state"), ROWS)
def test_a_url_is_there_if_the_page_says_so(pattern: str, state: str) -> None:
    for path in examples(pattern):
        if state == "not yet":
            with pytest.raises(Resolver404):
                resolve(f"/webgateway/{path}")
        else:
            assert callable(resolve(f"/webgateway/{path}").func)


def test_every_url_is_on_the_page() -> None:
    paths = [path for pattern, _ in ROWS for path in examples(pattern)]
    shown = {resolve(f"/webgateway/{path}").func for path in paths if _is_there(path)}
    missing = [one for one in urls.urlpatterns if _view(one) not in shown]
    assert missing == []


def _is_there(path: str) -> bool:
    try:
        resolve(f"/webgateway/{path}")
    except Resolver404:
        return False
    return True


def _view(pattern: object) -> object:
    assert isinstance(pattern, URLPattern)
    return pattern.callback
