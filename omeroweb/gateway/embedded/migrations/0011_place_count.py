"""How many images have a place in a dataset; triggers keep it, made after migrations."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("embedded", "0010_image_of_owner")]

    operations = [
        migrations.CreateModel(
            name="PlaceCount",
            fields=[
                ("group", models.BigIntegerField(db_column="group_id")),
                ("owner", models.BigIntegerField(db_column="owner_id")),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "dataset_id",
                        "group",
                        "owner",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("dataset_id", models.BigIntegerField()),
                ("images", models.BigIntegerField()),
            ],
            options={
                "db_table": "embedded_place_count",
                "managed": False,
            },
        ),
    ]
