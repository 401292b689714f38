"""Every property that OMERO.web 5.31 knows is answered here, in one of three ways."""

import re
from pathlib import Path

import pytest

from omeroweb.config import ConfigurationError, catalogue, load
from omeroweb.config.catalogue.refused import SUCCESSORS
from omeroweb.config.property import variable

KNOWN = (Path(__file__).parent / "properties_of_5_31.txt").read_text(encoding="ascii").split()
SETTINGS = Path(__file__).parents[2] / "docs" / "settings.md"


def test_the_list_is_complete() -> None:
    assert len([name for name in KNOWN if name.startswith(catalogue.OWN_NAMESPACE)]) == 115


@pytest.mark.parametrize("name", KNOWN)
def test_it_is_documented_with_what_it_does_here(name: str) -> None:
    row = re.compile(rf"^\| `{re.escape(name)}` \| (works|no effect|refused) \|", re.MULTILINE)
    assert len(row.findall(SETTINGS.read_text(encoding="utf-8"))) == 1


@pytest.mark.parametrize("name", [entry.name for entry in catalogue.WITHOUT_EFFECT])
def test_without_effect_any_value_is_taken_and_the_reason_given(name: str) -> None:
    configuration = load({variable(name): "anything at all"})
    assert [note for note in configuration.notes if note.startswith(f"{name} (from ")]


@pytest.mark.parametrize("name", sorted(SUCCESSORS))
def test_a_name_of_earlier_releases_is_refused_with_its_successor(name: str) -> None:
    successor = SUCCESSORS[name].successor
    assert successor in catalogue.BY_NAME
    with pytest.raises(ConfigurationError, match=f"{name} .*set {successor} instead"):
        load({variable(name): "anything"})
