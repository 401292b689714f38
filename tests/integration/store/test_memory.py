"""What a process remembers of the store, and that any change of the store ends it."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from omeroweb.errors import NotFound, NotSignedIn
from omeroweb.gateway.base import Caller, Filter, Slice
from omeroweb.gateway.embedded import accounts, models
from omeroweb.gateway.embedded.memory import Memory
from omeroweb.gateway.embedded.server import EmbeddedServer
from omeroweb.gateway.embedded.state import UnknownState, store_state
from tests.images import ramp, write_ome_tiff

ROOT = Caller(accounts.ROOT_ID)
ADDED = "added while something was remembered"


class Counting:
    """Answers with how often it was asked."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> int:
        self.count += 1
        return self.count


def in_another_connection(change: Callable[[], object]) -> None:
    """As another process would: with a connection of its own, that of another thread."""

    def run() -> None:
        change()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def add_a_group() -> None:
    models.ExperimenterGroup.objects.create(
        name=f"{ADDED} {models.ExperimenterGroup.objects.count()}"
    )


@pytest.fixture(autouse=True)
def added_groups(database: None) -> Iterator[None]:
    """These tests need changes that are kept; afterwards they are gone."""
    yield
    models.ExperimenterGroup.objects.filter(name__startswith=ADDED).delete()


@pytest.mark.parametrize("apart", [False, True], ids=["this connection", "another connection"])
def test_what_is_remembered_lasts_until_the_store_changes(database: None, apart: bool) -> None:
    memory, asked = Memory(store_state(), 10), Counting()
    assert [memory.recall("a", asked) for _ in range(3)] == [1, 1, 1]
    in_another_connection(add_a_group) if apart else add_a_group()
    assert [memory.recall("a", asked) for _ in range(3)] == [2, 2, 2]


def test_reading_changes_nothing(database: None) -> None:
    memory, asked = Memory(store_state(), 10), Counting()
    memory.recall("a", asked)
    in_another_connection(models.ExperimenterGroup.objects.count)
    assert memory.recall("a", asked) == 1


def test_a_transaction_remembers_nothing(database: None) -> None:
    memory, asked = Memory(store_state(), 10), Counting()
    memory.recall("a", asked)
    with transaction.atomic():
        add_a_group()
        assert [memory.recall("a", asked) for _ in range(2)] == [2, 3]


def test_a_change_that_is_taken_back_is_never_seen(database: None) -> None:
    memory, asked = Memory(store_state(), 10), Counting()
    with transaction.atomic():
        add_a_group()
        transaction.set_rollback(True)
    memory.recall("a", asked)
    assert memory.recall("a", asked) == 1


def test_a_database_that_cannot_tell_is_asked_every_time() -> None:
    memory, asked = Memory(UnknownState(), 10), Counting()
    assert [memory.recall("a", asked) for _ in range(3)] == [1, 2, 3]


def test_errors_are_not_remembered(database: None) -> None:
    memory = Memory(store_state(), 10)

    def refuse() -> int:
        raise NotFound("nothing there")

    with pytest.raises(NotFound):
        memory.recall("a", refuse)
    assert memory.recall("a", Counting()) == 1


def test_the_least_recently_used_answer_is_forgotten(database: None) -> None:
    memory, asked = Memory(store_state(), 2), Counting()
    for key in ("a", "b", "a", "c"):
        memory.recall(key, asked)
    assert memory.recall("a", asked) == 1
    assert memory.recall("b", asked) == 4


@pytest.fixture
def image(database: None, tmp_path: Path) -> Iterator[models.Image]:
    """An image of the administrator in a group that lets others read."""
    path = tmp_path / "image.ome.tif"
    write_ome_tiff(path, ramp((1, 8, 8)))
    group = models.ExperimenterGroup.objects.create(name=tmp_path.name)
    owned = {"owner_id": accounts.ROOT_ID, "group": group}
    fileset = models.Fileset.objects.create(**owned, path=str(path), modified_ns=1, size=1)
    image = models.Image.objects.create(
        **owned, fileset=fileset, name="image", path=str(path), series=0
    )
    models.Pixels.objects.create(
        image=image,
        type="uint16",
        levels=[[8, 8]],
        **dict.fromkeys(("size_x", "size_y", "tile_width", "tile_height"), 8),
        **dict.fromkeys(("size_z", "size_c", "size_t"), 1),
    )
    yield image
    image.delete()
    fileset.delete()
    group.delete()


def test_an_image_is_asked_of_the_database_once(image: models.Image) -> None:
    server = EmbeddedServer()
    first = server.open(ROOT).image(image.id)
    with CaptureQueriesContext(connection) as captured:
        again = server.open(ROOT).image(image.id)
    assert again == first
    assert [query["sql"] for query in captured if "snapshot" not in query["sql"]] == []


def test_what_an_image_lies_in_is_asked_once_until_the_store_changes(image: models.Image) -> None:
    server = EmbeddedServer()
    dataset = models.Dataset.objects.create(
        owner_id=accounts.ROOT_ID, group=image.group, name="home"
    )
    dataset.images.add(image)
    first = server.open(ROOT).ancestry(image.id)
    with CaptureQueriesContext(connection) as captured:
        assert server.open(ROOT).ancestry(image.id) == first
    assert [query["sql"] for query in captured if "snapshot" not in query["sql"]] == []
    in_another_connection(lambda: models.Dataset.objects.filter(id=dataset.id).update(name="new"))
    assert [found.name for found in server.open(ROOT).ancestry(image.id).datasets] == ["new"]
    in_another_connection(lambda: dataset.images.remove(image))
    assert server.open(ROOT).ancestry(image.id).datasets == ()
    dataset.delete()


def test_a_new_name_is_seen_at_once(image: models.Image) -> None:
    server = EmbeddedServer()
    server.open(ROOT).image(image.id)
    in_another_connection(lambda: models.Image.objects.filter(id=image.id).update(name="new"))
    assert server.open(ROOT).image(image.id).name == "new"


def test_a_permission_that_was_taken_away_is_seen_at_once(image: models.Image) -> None:
    server, group = EmbeddedServer(), image.group
    user = models.Experimenter.objects.create(user_name="reader")
    membership = models.GroupExperimenterMap.objects.create(group=group, experimenter=user)
    caller = Caller(user.id)
    assert server.open(caller).image(image.id).id == image.id
    in_another_connection(membership.delete)
    with pytest.raises(NotFound):
        server.open(caller).image(image.id)
    in_another_connection(user.delete)
    with pytest.raises(NotSignedIn):
        server.open(caller)


def test_a_file_that_was_replaced_is_another_version(image: models.Image) -> None:
    server = EmbeddedServer()
    before = server.open(ROOT).image(image.id).version
    write_ome_tiff(Path(image.path), ramp((1, 8, 8)) + 1)
    after = server.open(ROOT).image(image.id).version
    assert after != before
    Path(image.path).unlink()
    assert server.open(ROOT).image(image.id).version not in (before, after)


def test_a_page_of_a_dataset_shows_every_change_at_once(image: models.Image) -> None:
    owned = {"owner_id": accounts.ROOT_ID, "group": image.group}
    dataset = models.Dataset.objects.create(**owned, name="long")
    more = [
        models.Image.objects.create(
            **owned, fileset=image.fileset, name=name, path=image.path, series=0
        )
        for name in ("b", "a", "C")
    ]
    dataset.images.add(image, *more)
    server = EmbeddedServer()

    def names(offset: int, limit: int) -> list[str]:
        page = server.open(ROOT).images(Slice(offset, limit), Filter(dataset=dataset.id))
        assert page.total == dataset.images.count()
        return [item.name for item in page.items]

    assert names(0, 2) == ["a", "b"]
    assert names(2, 2) == ["C", "image"]
    assert names(3, 5) == ["image"]
    assert (names(0, 0), names(4, 2)) == ([], [])
    in_another_connection(lambda: models.Image.objects.filter(id=image.id).update(name="aa"))
    assert names(0, 9) == ["a", "aa", "b", "C"]
    in_another_connection(lambda: dataset.images.remove(more[1]))
    assert names(0, 9) == ["aa", "b", "C"]
    models.Image.objects.filter(id__in=[one.id for one in more]).delete()
    dataset.delete()


def test_orphans_are_looked_for_once_until_the_store_changes(image: models.Image) -> None:
    server, orphans = EmbeddedServer(), Filter(is_orphaned=True, group=image.group_id)
    assert [item.id for item in server.open(ROOT).images(Slice(), orphans).items] == [image.id]
    with CaptureQueriesContext(connection) as captured:
        assert server.open(ROOT).images(Slice(), orphans).total == 1
    assert "NOT EXISTS" not in " ".join(query["sql"] for query in captured)
    dataset = models.Dataset.objects.create(
        owner_id=accounts.ROOT_ID, group=image.group, name="home"
    )
    in_another_connection(lambda: dataset.images.add(image))
    page = server.open(ROOT).images(Slice(), orphans)
    assert (page.total, list(page.items)) == (0, [])
    dataset.delete()
