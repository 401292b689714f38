"""What triggers keep of the order of images; they and their tables are made after migrations."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("embedded", "0008_deleted_file"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImageCount",
            fields=[
                ("group", models.BigIntegerField(db_column="group_id")),
                ("owner", models.BigIntegerField(db_column="owner_id")),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "stretch",
                        "group",
                        "owner",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("stretch", models.BigIntegerField(db_column="stretch_id")),
                ("images", models.BigIntegerField()),
            ],
            options={
                "db_table": "embedded_image_count",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="ImagePlace",
            fields=[
                ("group", models.BigIntegerField(db_column="group_id")),
                ("owner", models.BigIntegerField(db_column="owner_id")),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "dataset_id",
                        "name",
                        "image_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("dataset_id", models.BigIntegerField()),
                ("name", models.TextField()),
                ("image_id", models.BigIntegerField()),
            ],
            options={
                "db_table": "embedded_image_place",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="ImageStretch",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("image_id", models.BigIntegerField()),
            ],
            options={
                "db_table": "embedded_image_stretch",
                "managed": False,
            },
        ),
    ]
