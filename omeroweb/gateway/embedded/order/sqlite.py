"""Triggers for each row: SQLite has one writer at a time, so counts are added up in place."""

from collections.abc import Iterator

from omeroweb.gateway.embedded.models import NOWHERE
from omeroweb.gateway.embedded.order.names import (
    COUNT,
    IMAGE,
    IN_DATASET,
    IN_WELL,
    PLACE,
    PLACED,
    STRETCH,
    drop_tables,
    fill,
    lies_nowhere,
    lists_of,
    stretch_of,
)

__all__ = ["drop_tables", "drop_triggers", "fill", "tables", "triggers"]

_COLUMNS = "(dataset_id, name, image_id, group_id, owner_id)"


def tables() -> Iterator[str]:
    yield (
        f"CREATE TABLE {PLACE} (dataset_id integer NOT NULL, name text NOT NULL, "
        "image_id integer NOT NULL, group_id integer NOT NULL, owner_id integer NOT NULL, "
        "PRIMARY KEY (dataset_id, name, image_id)) WITHOUT ROWID"
    )
    yield (
        f"CREATE TABLE {PLACED} (dataset_id integer NOT NULL, group_id integer NOT NULL, "
        "owner_id integer NOT NULL, images integer NOT NULL, "
        "PRIMARY KEY (dataset_id, group_id, owner_id)) WITHOUT ROWID"
    )
    yield (
        f"CREATE TABLE {STRETCH} (id integer PRIMARY KEY, name text NOT NULL, "
        "image_id integer NOT NULL)"
    )
    yield f"CREATE INDEX {STRETCH}_in_order ON {STRETCH} (name, image_id)"
    yield (
        f"CREATE TABLE {COUNT} (stretch_id integer NOT NULL, group_id integer NOT NULL, "
        "owner_id integer NOT NULL, images integer NOT NULL, "
        "PRIMARY KEY (stretch_id, group_id, owner_id)) WITHOUT ROWID"
    )


def triggers() -> Iterator[str]:
    yield _trigger(IMAGE, "INSERT", _count("NEW", 1), _orphan("NEW.id"))
    yield _trigger(
        IMAGE,
        "UPDATE",
        _count("OLD", -1),
        _count("NEW", 1),
        f"UPDATE {PLACE} SET name = lower(NEW.name), group_id = NEW.group_id, "
        f"owner_id = NEW.owner_id WHERE {_places_of('OLD')}",
        condition=_differs("name", "group_id", "owner_id"),
    )
    yield _trigger(
        IMAGE, "DELETE", _count("OLD", -1), f"DELETE FROM {PLACE} WHERE {_places_of('OLD')}"
    )
    yield _trigger(IN_DATASET, "INSERT", *_linked())
    yield _trigger(IN_DATASET, "UPDATE", *_unlinked(), *_linked())
    yield _trigger(IN_DATASET, "DELETE", *_unlinked())
    yield _trigger(IN_WELL, "INSERT", _no_orphan("NEW.image_id"))
    yield _trigger(IN_WELL, "UPDATE", _orphan("OLD.image_id"), _no_orphan("NEW.image_id"))
    yield _trigger(IN_WELL, "DELETE", _orphan("OLD.image_id"))
    yield _trigger(PLACE, "INSERT", _placed("NEW", 1))
    yield _trigger(
        PLACE,
        "UPDATE",
        _placed("OLD", -1),
        _placed("NEW", 1),
        condition=_differs("group_id", "owner_id"),
    )
    yield _trigger(PLACE, "DELETE", _placed("OLD", -1))


def drop_triggers() -> Iterator[str]:
    for statement in triggers():
        yield f"DROP TRIGGER IF EXISTS {statement.split()[2]}"


def _trigger(table: str, event: str, *statements: str, condition: str = "") -> str:
    when = f"WHEN {condition} " if condition else ""
    body = " ".join(f"{statement};" for statement in statements)
    return (
        f"CREATE TRIGGER {table}_order_{event.lower()} AFTER {event} ON {table} {when}"
        f"BEGIN {body} END"
    )


def _differs(*columns: str) -> str:
    return " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)


def _count(row: str, images: int) -> str:
    return (
        f"INSERT INTO {COUNT} (stretch_id, group_id, owner_id, images) "
        f"VALUES ({stretch_of(row)}, {row}.group_id, {row}.owner_id, {images}) "
        f"ON CONFLICT DO UPDATE SET images = images + {images}"
    )


def _placed(row: str, images: int) -> str:
    return (
        f"INSERT INTO {PLACED} (dataset_id, group_id, owner_id, images) "
        f"VALUES ({row}.dataset_id, {row}.group_id, {row}.owner_id, {images}) "
        f"ON CONFLICT DO UPDATE SET images = images + {images}"
    )


def _places_of(row: str) -> str:
    return (
        f"name = lower({row}.name) AND image_id = {row}.id "
        f"AND dataset_id IN ({lists_of(f'{row}.id')})"
    )


def _linked() -> tuple[str, str]:
    return (
        f"INSERT OR IGNORE INTO {PLACE} {_COLUMNS} SELECT NEW.dataset_id, lower(name), id, "
        f"group_id, owner_id FROM {IMAGE} WHERE id = NEW.image_id",
        _no_orphan("NEW.image_id"),
    )


def _unlinked() -> tuple[str, str]:
    return _displaced("OLD.image_id", "OLD.dataset_id"), _orphan("OLD.image_id")


def _no_orphan(image_id: str) -> str:
    return _displaced(image_id, str(NOWHERE))


def _displaced(image_id: str, dataset_id: str) -> str:
    return (
        f"DELETE FROM {PLACE} WHERE dataset_id = {dataset_id} AND image_id = {image_id} "
        f"AND name = (SELECT lower(name) FROM {IMAGE} WHERE id = {image_id})"
    )


def _orphan(image_id: str) -> str:
    return (
        f"INSERT OR IGNORE INTO {PLACE} {_COLUMNS} SELECT {NOWHERE}, lower(name), id, group_id, "
        f"owner_id FROM {IMAGE} WHERE id = {image_id} AND {lies_nowhere(image_id)}"
    )
