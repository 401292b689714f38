import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("embedded", "0005_imports"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pyramid",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first", models.IntegerField()),
                ("is_striped", models.BooleanField()),
                (
                    "pixels",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pyramid",
                        to="embedded.pixels",
                    ),
                ),
            ],
        ),
    ]
