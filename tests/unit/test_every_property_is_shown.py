"""docs/settings.md says of each property that it works: a test shows it."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from omeroweb.config import catalogue
from omeroweb.config.property import Property

TESTS = Path(__file__).resolve().parents[1]

# Tests of reading and writing texts name properties as examples; that shows no effect.
OF_TEXTS = re.compile(
    r"unit/(test_config|config_texts|test_omero_files|test_every_property)|integration/test_config_command"
)
# "wsgi__threads" in a list of variables that a test completes.
SHORT = "CONFIG_omero_web_"

CONSTANTS: Mapping[str, str] = {
    declared.name: constant
    for constant, declared in vars(catalogue).items()
    if isinstance(declared, Property)
}


def naming(declared: Property[object]) -> list[str]:
    """The tests whose text names a property: as the constant, the name or the variable."""
    constant, name, variable = CONSTANTS[declared.name], declared.name, declared.variable
    short = f'"{variable.removeprefix(SHORT)}"'
    named = re.compile(
        rf"catalogue\.{constant}\b"
        rf"|(?<![\w.]){re.escape(name)}(?![\w.])"
        rf"|\b{variable}(_FILE)?\b" + (rf"|{short}" if "__" in short else "")
    )
    # Looking for these first is many times quicker.
    literal = (constant, name, variable, short)
    return [
        file
        for file, text in _texts().items()
        if any(word in text for word in literal) and named.search(text)
    ]


@cache
def _texts() -> dict[str, str]:
    """By name, the tests that may show an effect."""
    found = {str(file.relative_to(TESTS)): file for file in TESTS.rglob("*.py")}
    return {
        name: file.read_text(encoding="utf-8")
        for name, file in found.items()
        if not OF_TEXTS.search(name)
    }


@pytest.mark.parametrize("name", sorted(CONSTANTS))
def test_a_test_sets_every_property_that_works(name: str) -> None:
    assert naming(catalogue.BY_NAME[name]), f"no test shows what {name} does"
