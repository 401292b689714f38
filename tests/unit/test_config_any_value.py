"""Any valid configuration survives every source."""

import shlex
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given

from omeroweb.config import Configuration, catalogue, config_xml, load
from tests.unit.config_texts import configurations, quick, valid


def variables(texts: dict[str, str]) -> dict[str, str]:
    return {catalogue.BY_NAME[name].variable: text for name, text in texts.items()}


def values(configuration: Configuration) -> list[object]:
    return [configuration.optional(declared) for declared in catalogue.PROPERTIES]


def test_every_property_has_valid_texts_here() -> None:
    unknown = [declared.name for declared in catalogue.PROPERTIES if valid(declared) is None]
    assert unknown == [], "say which texts they take"


@quick
@given(configurations())
def test_a_configuration_survives_environment_and_config_xml(texts: dict[str, str]) -> None:
    with TemporaryDirectory() as folder:
        of = {"OMERODIR": folder}
        from_environment = load({**of, **variables(texts)})
        profiles = config_xml.Profiles(by_name={"default": dict(texts)})
        file = config_xml.config_file(Path(folder))
        file.parent.mkdir(parents=True)
        config_xml.write(file, profiles)
        from_file = load(of)
        assert values(from_file) == values(from_environment)
        assert {name: entry.text for name, entry in from_file.given.items()} == texts
        assert {entry.source for entry in from_file.given.values()} <= {str(file)}


@quick
@given(configurations())
def test_a_configuration_survives_a_file_of_settings(texts: dict[str, str]) -> None:
    lines = [f"config set -- {name} {shlex.quote(text)}" for name, text in texts.items()]
    with TemporaryDirectory() as folder:
        (Path(folder) / "config").mkdir()
        (Path(folder) / "config" / "a.omero").write_text("\n".join(lines), encoding="utf-8")
        of = {"OMERODIR": folder}
        assert values(load(of)) == values(load({**of, **variables(texts)}))
