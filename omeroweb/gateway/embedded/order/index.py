"""Where images stand, as tables that are derived from those of the images."""

from typing import cast

from django.db import connection, transaction
from django.db.models import Model, Sum

from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.derived import Derived, Rules, execute
from omeroweb.gateway.embedded.order import names, postgresql, sqlite

# How often a stretch may be as long as it should be, and how many rows may say what one could.
LONGER, MORE = 4, 10_000


def rules() -> Rules:
    return cast(Rules, postgresql if connection.vendor == "postgresql" else sqlite)


ORDER = Derived("embedded_order_version", rules)


def tidy() -> bool:
    """Cut the order anew where much was added, and add up counts. Returns whether it was necessary.

    Pages are right without that, only slower.
    """
    # SQLite adds up by itself.
    is_postgresql = connection.vendor == "postgresql"
    has_many = is_postgresql and _is_scattered(models.PlaceCount, "dataset_id")
    if has_many:
        execute(postgresql.add_up())
    if not _is_untidy():
        return has_many
    with transaction.atomic():
        if is_postgresql:
            # Who adds images waits; who reads does not.
            execute([f"LOCK TABLE {names.IMAGE} IN SHARE MODE"])
        execute(names.fill_stretches())
    return True


def _is_untidy() -> bool:
    rows = models.ImageCount.objects.all()
    stretches = rows.values("stretch").annotate(images=Sum("images")).order_by("-images")
    counts = [stretch["images"] for stretch in stretches]
    if not counts:
        return False
    wanted = names.LEAST + sum(counts) / names.PARTS
    return counts[0] > LONGER * wanted or _is_scattered(models.ImageCount, "stretch")


def _is_scattered(counts: type[Model], of: str) -> bool:
    """Whether there are many more rows of counts than there could be."""
    rows = counts._default_manager.order_by()
    distinct = rows.values(of, "group", "owner").distinct().count()
    return rows.count() > LONGER * distinct + MORE
