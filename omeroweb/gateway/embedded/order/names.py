"""The tables, and the SQL that both kinds of databases understand."""

from collections.abc import Iterator

from omeroweb.gateway.embedded import models

IMAGE = models.Image._meta.db_table
IN_DATASET = models.Image.datasets.through._meta.db_table
IN_WELL = models.WellSample._meta.db_table
PLACE = models.ImagePlace._meta.db_table
STRETCH = models.ImageStretch._meta.db_table
PLACED = models.PlaceCount._meta.db_table
COUNT = models.ImageCount._meta.db_table

# Images of a stretch: so many, and a part of all, so that there are never many stretches.
LEAST, PARTS = 2_000, 128


def drop_tables() -> Iterator[str]:
    for table in (PLACE, PLACED, STRETCH, COUNT):
        yield f"DROP TABLE IF EXISTS {table}"


def fill() -> Iterator[str]:
    yield (
        f"INSERT INTO {PLACE} (dataset_id, name, image_id, group_id, owner_id) "
        f"SELECT l.dataset_id, lower(i.name), i.id, i.group_id, i.owner_id "
        f"FROM {IN_DATASET} l JOIN {IMAGE} i ON i.id = l.image_id ORDER BY 1, 2, 3"
    )
    yield (
        f"INSERT INTO {PLACE} (dataset_id, name, image_id, group_id, owner_id) "
        f"SELECT {models.NOWHERE}, lower(i.name), i.id, i.group_id, i.owner_id FROM {IMAGE} i "
        f"WHERE {lies_nowhere('i.id')} ORDER BY 2, 3"
    )
    yield (
        f"INSERT INTO {PLACED} (dataset_id, group_id, owner_id, images) "
        f"SELECT dataset_id, group_id, owner_id, count(*) FROM {PLACE} GROUP BY 1, 2, 3"
    )
    yield from fill_stretches()


def fill_stretches() -> Iterator[str]:
    """The first stretch has no beginning: what is before all others goes there."""
    yield f"DELETE FROM {COUNT}"
    yield f"DELETE FROM {STRETCH}"
    yield f"INSERT INTO {STRETCH} (id, name, image_id) VALUES (0, '', 0)"
    yield (
        f"INSERT INTO {STRETCH} (id, name, image_id) "
        f"SELECT at / size, name, id FROM {_numbered()} WHERE at > 0 AND at % size = 0"
    )
    yield (
        f"INSERT INTO {COUNT} (stretch_id, group_id, owner_id, images) "
        f"SELECT at / size, group_id, owner_id, count(*) FROM {_numbered()} GROUP BY 1, 2, 3"
    )


def _numbered() -> str:
    """All images with their place in the order, from 0, and the size of a stretch."""
    return (
        "(SELECT lower(name) AS name, id, group_id, owner_id, "
        f"row_number() OVER (ORDER BY lower(name), id) - 1 AS at FROM {IMAGE}) i, "
        f"(SELECT {LEAST} + count(*) / {PARTS} AS size FROM {IMAGE}) s"
    )


def stretch_of(row: str) -> str:
    """SQL for the id of the stretch that a row of images is in."""
    return (
        f"(SELECT id FROM {STRETCH} WHERE (name, image_id) <= (lower({row}.name), {row}.id) "
        "ORDER BY name DESC, image_id DESC LIMIT 1)"
    )


def lies_nowhere(image_id: str) -> str:
    return (
        f"NOT EXISTS (SELECT 1 FROM {IN_DATASET} WHERE image_id = {image_id}) "
        f"AND NOT EXISTS (SELECT 1 FROM {IN_WELL} WHERE image_id = {image_id})"
    )


def lists_of(image_id: str) -> str:
    """SQL for the datasets that an image may have a place in."""
    return (
        f"SELECT dataset_id FROM {IN_DATASET} WHERE image_id = {image_id} "
        f"UNION ALL SELECT {models.NOWHERE}"
    )
