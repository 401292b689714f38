"""What goes with images that are forgotten, and what stays."""

import pytest

from omeroweb.gateway.embedded import accounts, models
from omeroweb.gateway.embedded.forgetting import forget_served


def image_of(folder: str, dataset: models.Dataset) -> None:
    owned = {"owner_id": accounts.ROOT_ID, "group": dataset.group}
    fileset = models.Fileset.objects.create(
        **owned, path=f"{folder}/{dataset.name}.tif", modified_ns=1, size=1, served_folder=folder
    )
    image = models.Image.objects.create(
        **owned, fileset=fileset, name="a", path=fileset.path, series=0
    )
    image.datasets.add(dataset)


@pytest.fixture
def lab(undone: None) -> models.ExperimenterGroup:
    return accounts.ensure_groups()


def test_containers_go_with_their_last_image_and_others_stay(lab: models.ExperimenterGroup) -> None:
    owned = {"owner_id": accounts.ROOT_ID, "group": lab}
    project = models.Project.objects.create(**owned, name="project")
    names = ("shown before", "shown now", "shared", "empty by hand")
    datasets = {name: models.Dataset.objects.create(**owned, name=name) for name in names}
    datasets["shown before"].projects.add(project)
    image_of("/before", datasets["shown before"])
    image_of("/before", datasets["shared"])
    image_of("/now", datasets["shown now"])
    image_of("", datasets["shared"])
    assert forget_served(except_folder="/now") == 2
    left = set(models.Dataset.objects.values_list("name", flat=True))
    assert left == {"shown now", "shared", "empty by hand"}
    assert not models.Project.objects.exists()
