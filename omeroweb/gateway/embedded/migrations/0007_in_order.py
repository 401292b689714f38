"""An index for lists that has all that narrows them: pages far behind need no look at the rows."""

from django.db import migrations, models
from django.db.models.functions import Lower

KINDS = ("dataset", "image", "plate", "plateacquisition", "project", "screen")


class Migration(migrations.Migration):
    dependencies = [("embedded", "0006_pyramid")]

    operations = [
        operation
        for kind in KINDS
        for operation in (
            migrations.RemoveIndex(kind, f"{kind}_by_name"),
            migrations.AddIndex(
                kind,
                models.Index(
                    Lower("name"), "id", "name", "group", "owner", name=f"{kind}_in_order"
                ),
            ),
        )
    ]
