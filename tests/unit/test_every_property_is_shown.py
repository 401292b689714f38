"""docs/settings.md says of each property that it works: a test shows it."""

import re
from collections.abc import Mapping
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
    short = declared.variable.removeprefix(SHORT)
    named = re.compile(
        rf"catalogue\.{CONSTANTS[declared.name]}\b"
        rf"|(?<![\w.]){re.escape(declared.name)}(?![\w.])"
        rf"|\b{declared.variable}(_FILE)?\b" + (rf"|\"{short}\"" if "__" in short else "")
    )
    return [
        name for name, text in _texts().items() if named.search(text) and not OF_TEXTS.search(name)
    ]


def _texts() -> dict[str, str]:
    found = TESTS.rglob("*.py")
    return {str(file.relative_to(TESTS)): file.read_text(encoding="utf-8") for file in found}


@pytest.mark.parametrize("name", sorted(CONSTANTS))
def test_a_test_sets_every_property_that_works(name: str) -> None:
    assert naming(catalogue.BY_NAME[name]), f"no test shows what {name} does"
