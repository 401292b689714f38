"""Whose images become what, and where they go: names, ids, and what does not exist."""

from argparse import Namespace
from pathlib import Path

import pytest

from omeroweb.cli.importing.destination import destination
from omeroweb.errors import CommandError
from omeroweb.gateway.embedded import accounts, models
from omeroweb.gateway.embedded.importing.places import Place, Places, Wanted
from tests.integration.store import world

NOTHING = {"project": None, "dataset": None, "screen": None, "owner": None, "group": None}
ROOT = Path("/data/images")


@pytest.mark.parametrize(
    ("places", "path", "of_images", "screen"),
    [
        (Places(), "a.tif", "images / images", "images"),
        (Places(), "A/a.tif", "images / A", "A"),
        (Places(), "P/D/E/a.tif", "P / D/E", "D/E"),
        (Places(project=Wanted("X")), "a.tif", "X / images", "images"),
        (Places(project=Wanted("X")), "P/D/a.tif", "X / P/D", "D"),
        (Places(dataset=Wanted("Y")), "P/D/a.tif", "Y", "D"),
        (Places(Wanted("X"), Wanted("Y"), Wanted("Z")), "P/D/a.tif", "X / Y", "Z"),
    ],
)
def test_folders_and_options_name_the_place(
    places: Places, path: str, of_images: str, screen: str
) -> None:
    place = places.place(ROOT / path, ROOT)
    assert (place.of_images, place.screen) == (of_images, screen)


def test_names_that_are_too_long_are_cut() -> None:
    place = Places().place(Path("/", *["n" * 200] * 4, "a.tif"), Path("/"))
    assert {len(name) for name in (place.project, place.dataset, place.screen)} == {200, 255}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"owner": "nobody"}, "--owner nobody: no such user"),
        ({"group": "nowhere"}, "--group nowhere: no such group"),
        ({"owner": "outsider", "group": "fins"}, "--owner outsider: not a member of the group"),
        ({"group": "fins"}, "--owner root: not a member of the group fins; name a member"),
        ({"dataset": "id:77"}, "--dataset id:77: no such Dataset"),
        ({"screen": "id:one"}, "--screen id:one: expected a name or id:NUMBER"),
        ({"project": "P", "dataset": "id:1"}, "--dataset id:1: a Dataset that exists is in"),
    ],
)
def test_what_options_name_and_does_not_exist_is_one_sentence(
    undone: None, options: dict[str, str], said: str
) -> None:
    world.make()
    with pytest.raises(CommandError) as refused:
        destination(Namespace(**{**NOTHING, **options}))
    assert str(refused.value).startswith(said)


def test_images_belong_to_root_and_the_lab_or_to_whom_options_name(undone: None) -> None:
    lab = world.make()
    default = destination(Namespace(**NOTHING)).owner
    assert vars(default) == {
        "owner_id": accounts.ROOT_ID,
        "group_id": accounts.ensure_groups().id,
    }
    project = models.Project.objects.create(**lab.owned, name="P")
    chosen = destination(
        Namespace(**{**NOTHING, "owner": "owner", "group": "fins", "project": f"id:{project.id}"})
    )
    assert vars(chosen.owner) == {
        "owner_id": lab.people["owner"].id,
        "group_id": lab.group.id,
    }
    expected = Place("P", "images", "images", project_id=project.id)
    assert chosen.places.place(ROOT / "a.tif", ROOT) == expected
