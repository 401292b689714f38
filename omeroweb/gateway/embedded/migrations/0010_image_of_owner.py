"""An index for the images of one owner in the order of names."""

from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("embedded", "0009_order")]

    operations = [
        migrations.AddIndex(
            "image",
            models.Index("owner", Lower("name"), "id", "name", "group", name="image_of_owner"),
        ),
    ]
