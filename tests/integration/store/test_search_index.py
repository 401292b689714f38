"""The index of the search: no way of writing is forgotten, and what changes leave is tidied."""

from collections.abc import Sequence

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations import AddField, AddIndex, AlterField, Migration
from django.db.migrations.operations.base import Operation
from django.db.models import BooleanField, CharField, Index

from omeroweb.gateway.base import AnnotationKind, Kind
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.fulltext import sqlite
from omeroweb.gateway.embedded.fulltext.documents import DOCUMENTS
from omeroweb.gateway.embedded.fulltext.index import SEARCH, tidy
from tests.integration.store import world
from tests.integration.store.searching import annotate, found


@pytest.fixture
def lab(undone: None) -> world.World:
    return world.make()


def test_the_index_follows_every_way_of_writing(lab: world.World) -> None:
    image = lab.image("first")
    models.Image.objects.filter(id=image.id).update(name="second", description="said")
    assert (found(lab, "first"), found(lab, "second said")) == ([], ["second"])
    tag = annotate(lab, image, "old tag")
    tag.text_value = "new tag"
    tag.save()
    assert (found(lab, "old"), found(lab, "new tag")) == ([], ["second"])
    tag.on_image.all().delete()
    assert found(lab, "tag") == []
    pairs = annotate(lab, image, kind=AnnotationKind.MAP)
    models.MapValue.objects.bulk_create(
        models.MapValue(annotation=pairs, index=number, name="key", value=value)
        for number, value in enumerate(("red", "green"))
    )
    pairs.map_values.filter(value="red").update(value="blue")
    pairs.map_values.filter(value="green").delete()
    assert [found(lab, color) for color in ("red", "green", "blue")] == [[], [], ["second"]]
    file = models.OriginalFile.objects.create(**lab.owned, name="a.pdf", path="/a", size=1)
    annotate(lab, image, kind=AnnotationKind.FILE, file=file)
    models.OriginalFile.objects.filter(id=file.id).update(name="b.pdf")
    assert (found(lab, "a.pdf"), found(lab, "b.pdf")) == ([], ["second"])
    assert contents() == rebuilt()
    image.fileset.delete()
    assert found(lab, "second") == []
    assert contents() == rebuilt()


def test_an_update_through_a_subquery_is_not_forgotten(lab: world.World) -> None:
    images = [lab.image(f"image {number}") for number in range(3)]
    tags = [annotate(lab, image, "plain") for image in images]
    models.Annotation.objects.filter(id__in=[tag.id for tag in tags[1:]]).update(text_value="bold")
    assert found(lab, "bold") == ["image 2", "image 1"]
    links = models.ImageAnnotationLink.objects
    links.filter(child=tags[0]).update(parent=images[2])
    assert found(lab, "plain") == ["image 2"]
    assert contents() == rebuilt()


def contents() -> dict[Kind, Sequence[tuple[object, ...]]]:
    """All documents of the index."""
    of_kind = {}
    for kind, document in DOCUMENTS.items():
        with connection.cursor() as cursor:
            id_column = "id" if connection.vendor == "postgresql" else "rowid"
            cursor.execute(f"SELECT {id_column}, * FROM {document.index} ORDER BY 1")  # noqa: S608
            of_kind[kind] = cursor.fetchall()
    return of_kind


def rebuilt() -> dict[Kind, Sequence[tuple[object, ...]]]:
    """All documents, made anew."""
    SEARCH.rebuild()
    return contents()


def test_the_index_is_made_anew_where_tables_change_below_it(lab: world.World) -> None:
    lab.image("needle")
    migration = migrating("embedded", AlterField("image", "name", CharField(max_length=200)))
    SEARCH.before_migrations([(migration, False)])
    models.Image.objects.filter(name="needle").update(name="thread")
    assert found(lab, "needle") == ["thread"]
    call_command("migrate", interactive=False, verbosity=0)
    assert (found(lab, "needle"), found(lab, "thread")) == ([], ["thread"])


def test_the_index_stays_where_tables_only_get_more(lab: world.World) -> None:
    lab.image("needle")
    more = migrating(
        "embedded",
        AddIndex("image", Index(fields=["series"], name="by_series")),
        AddField("image", "seen", BooleanField(null=True)),
    )
    other = migrating("sessions", AlterField("session", "session_data", CharField(max_length=9)))
    before = version()
    SEARCH.before_migrations([(more, False), (other, False)])
    SEARCH.after_migrations()
    assert version() == before is not None
    # What adds a column takes one away when it is undone.
    SEARCH.before_migrations([(more, True)])
    assert version() is None


def test_the_index_is_made_by_a_database_that_knows_its_tables(lab: world.World) -> None:
    """PostgreSQL plans by what it knows of tables, and of new rows nobody else can tell it."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite plans these statements without statistics")
    lab.image("needle")
    SEARCH.rebuild()
    with connection.cursor() as cursor:
        table = models.Image._meta.db_table
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [table])
        assert cursor.fetchone() == (models.Image.objects.count(),)


def migrating(app: str, *operations: Operation) -> Migration:
    migration = Migration("0009_next", app)
    migration.__dict__["operations"] = list(operations)
    return migration


def version() -> str | None:
    """What says which statements have made the index; None where it is to be made anew."""
    with connection.cursor() as cursor:
        if SEARCH.version not in connection.introspection.table_names(cursor):
            return None
        cursor.execute(f"SELECT version FROM {SEARCH.version}")  # noqa: S608
        found: str = cursor.fetchone()[0]
    return found


def test_what_changes_leave_in_pieces_is_put_together(lab: world.World) -> None:
    for number in range(20):
        with transaction.atomic():  # FTS5 writes a piece for each
            lab.image(f"in pieces {number}")
    expected = found(lab, "pieces")
    assert len(expected) == 20
    document = DOCUMENTS[Kind.IMAGE]
    assert connection.vendor == "postgresql" or sqlite.merged(document)
    tidy()
    assert found(lab, "pieces") == expected
    assert connection.vendor == "postgresql" or not sqlite.merged(document)


def test_nothing_is_put_together_when_it_is_time_to_end(lab: world.World) -> None:
    for number in range(20):
        with transaction.atomic():
            lab.image(f"in pieces {number}")
    tidy(lambda: True)
    assert connection.vendor == "postgresql" or sqlite.merged(DOCUMENTS[Kind.IMAGE])
