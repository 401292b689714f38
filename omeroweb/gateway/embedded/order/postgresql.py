"""Triggers for each statement. Counts are added as further rows: who writes waits for nobody.

Images are locked before it is looked where they lie: of two who take one image out of its two
datasets at the same time, the second sees what the first has done.
Source: PostgreSQL's documentation, "Trigger Functions".
"""

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
    lies_nowhere,
    lists_of,
    stretch_of,
)
from omeroweb.gateway.embedded.order.names import fill as fill_tables

__all__ = ["add_up", "drop_tables", "drop_triggers", "fill", "tables", "triggers"]

_COLUMNS = "(dataset_id, name, image_id, group_id, owner_id)"
_TRANSITIONS = {
    "INSERT": "NEW TABLE AS new_rows",
    "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "OLD TABLE AS old_rows",
}
_CHANGED = (
    "new_rows n JOIN old_rows o ON o.id = n.id "
    "AND (o.name, o.group_id, o.owner_id) IS DISTINCT FROM (n.name, n.group_id, n.owner_id)"
)


def tables() -> Iterator[str]:
    yield (
        f"CREATE TABLE {PLACE} (dataset_id bigint NOT NULL, name text NOT NULL, "
        "image_id bigint NOT NULL, group_id bigint NOT NULL, owner_id bigint NOT NULL, "
        "PRIMARY KEY (dataset_id, name, image_id) INCLUDE (group_id, owner_id))"
    )
    yield (
        f"CREATE TABLE {PLACED} (dataset_id bigint NOT NULL, group_id bigint NOT NULL, "
        "owner_id bigint NOT NULL, images bigint NOT NULL)"
    )
    yield f"CREATE INDEX {PLACED}_of_dataset ON {PLACED} (dataset_id)"
    yield (
        f"CREATE TABLE {STRETCH} (id bigint PRIMARY KEY, name text NOT NULL, "
        "image_id bigint NOT NULL)"
    )
    yield f"CREATE INDEX {STRETCH}_in_order ON {STRETCH} (name, image_id)"
    yield (
        f"CREATE TABLE {COUNT} (stretch_id bigint NOT NULL, group_id bigint NOT NULL, "
        "owner_id bigint NOT NULL, images bigint NOT NULL)"
    )


def fill() -> Iterator[str]:
    yield from fill_tables()
    for table in (PLACE, PLACED, STRETCH, COUNT):
        yield f"ANALYZE {table}"


def triggers() -> Iterator[str]:
    yield from _on(
        IMAGE,
        "INSERT",
        _count("new_rows n", "n", 1),
        _orphans("SELECT id FROM new_rows"),
    )
    moved = f"{_CHANGED} CROSS JOIN LATERAL ({lists_of('n.id')}) l"
    yield from _on(
        IMAGE,
        "UPDATE",
        _count(_CHANGED, "o", -1),
        _count(_CHANGED, "n", 1),
        f"UPDATE {PLACE} p SET name = m.name, group_id = m.group_id, owner_id = m.owner_id "
        f"FROM (SELECT n.id, lower(o.name) AS before, lower(n.name) AS name, n.group_id, "
        f"n.owner_id, l.dataset_id FROM {moved}) m WHERE p.dataset_id = m.dataset_id "
        "AND p.name = m.before AND p.image_id = m.id",
    )
    yield from _on(
        IMAGE,
        "DELETE",
        _count("old_rows o", "o", -1),
        f"DELETE FROM {PLACE} p USING old_rows o CROSS JOIN LATERAL ({lists_of('o.id')}) l "
        "WHERE p.dataset_id = l.dataset_id AND p.name = lower(o.name) AND p.image_id = o.id",
    )
    old, new = "SELECT image_id FROM old_rows", "SELECT image_id FROM new_rows"
    unlinked = (_locked(old), _displaced("old_rows", "r.dataset_id"), _orphans(old))
    linked = (_locked(new), _linked(), _displaced("new_rows", str(NOWHERE)))
    yield from _on(IN_DATASET, "INSERT", *linked)
    yield from _on(IN_DATASET, "UPDATE", *unlinked, *linked)
    yield from _on(IN_DATASET, "DELETE", *unlinked)
    yield from _on(IN_WELL, "INSERT", _locked(new), _displaced("new_rows", str(NOWHERE)))
    yield from _on(
        IN_WELL,
        "UPDATE",
        _locked(f"{old} UNION {new}"),
        _orphans(old),
        _displaced("new_rows", str(NOWHERE)),
    )
    yield from _on(IN_WELL, "DELETE", _locked(old), _orphans(old))
    more, fewer = "SELECT *, 1 AS images FROM new_rows", "SELECT *, -1 AS images FROM old_rows"
    yield from _on(PLACE, "INSERT", _placed(more))
    yield from _on(PLACE, "UPDATE", _placed(f"{more} UNION ALL {fewer}"))
    yield from _on(PLACE, "DELETE", _placed(fewer))


def add_up() -> Iterator[str]:
    """One row for each dataset, group and owner instead of many. Who writes meanwhile adds more."""
    yield (
        f"WITH added AS (DELETE FROM {PLACED} RETURNING *) "
        f"INSERT INTO {PLACED} (dataset_id, group_id, owner_id, images) "
        "SELECT dataset_id, group_id, owner_id, sum(images) FROM added "
        "GROUP BY 1, 2, 3 HAVING sum(images) <> 0"
    )


def drop_triggers() -> Iterator[str]:
    """A trigger goes with its function."""
    for statement in triggers():
        head, _, _ = statement.partition(" RETURNS ")
        if head.startswith("CREATE FUNCTION "):
            yield f"DROP FUNCTION IF EXISTS {head.removeprefix('CREATE FUNCTION ')} CASCADE"


def _on(table: str, event: str, *statements: str) -> Iterator[str]:
    name = f"{table}_order_{event.lower()}"
    body = " ".join(f"{statement};" for statement in statements)
    yield (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {body} RETURN NULL; END $$"
    )
    yield (
        f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {_TRANSITIONS[event]} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
    )


def _count(rows: str, row: str, images: int) -> str:
    return (
        f"INSERT INTO {COUNT} (stretch_id, group_id, owner_id, images) "
        f"SELECT {stretch_of(row)}, {row}.group_id, {row}.owner_id, {images} * count(*) "
        f"FROM {rows} GROUP BY 1, 2, 3"
    )


def _placed(rows: str) -> str:
    """A row that is only renamed adds nothing."""
    return (
        f"INSERT INTO {PLACED} (dataset_id, group_id, owner_id, images) "
        f"SELECT dataset_id, group_id, owner_id, sum(images) FROM ({rows}) r "
        "GROUP BY 1, 2, 3 HAVING sum(images) <> 0"
    )


def _locked(ids: str) -> str:
    return f"PERFORM 1 FROM {IMAGE} WHERE id IN ({ids}) ORDER BY id FOR NO KEY UPDATE"


def _linked() -> str:
    return (
        f"INSERT INTO {PLACE} {_COLUMNS} SELECT r.dataset_id, lower(i.name), i.id, i.group_id, "
        f"i.owner_id FROM new_rows r JOIN {IMAGE} i ON i.id = r.image_id ON CONFLICT DO NOTHING"
    )


def _displaced(rows: str, dataset_id: str) -> str:
    return (
        f"DELETE FROM {PLACE} p USING {rows} r JOIN {IMAGE} i ON i.id = r.image_id "
        f"WHERE p.dataset_id = {dataset_id} AND p.name = lower(i.name) AND p.image_id = i.id"
    )


def _orphans(ids: str) -> str:
    return (
        f"INSERT INTO {PLACE} {_COLUMNS} SELECT {NOWHERE}, lower(i.name), i.id, i.group_id, "
        f"i.owner_id FROM {IMAGE} i WHERE i.id IN ({ids}) AND {lies_nowhere('i.id')} "
        "ON CONFLICT DO NOTHING"
    )
