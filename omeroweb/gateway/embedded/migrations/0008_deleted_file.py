"""Files whose images somebody deleted: an import leaves them alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("embedded", "0007_in_order")]

    operations = [
        migrations.CreateModel(
            name="DeletedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=4096, unique=True)),
                ("size", models.BigIntegerField()),
                ("modified_ns", models.BigIntegerField()),
                ("deleted", models.DateTimeField(auto_now_add=True)),
            ],
        ),
    ]
