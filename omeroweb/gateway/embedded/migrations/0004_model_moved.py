"""What 0003 moved is no longer where it was."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("embedded", "0003_model_data")]

    operations = [
        migrations.RemoveField(
            model_name="channel",
            name="emission",
        ),
        migrations.RemoveField(
            model_name="channel",
            name="excitation",
        ),
        migrations.RemoveField(
            model_name="channel",
            name="fluor",
        ),
        migrations.RemoveField(
            model_name="channel",
            name="name",
        ),
        migrations.RemoveField(
            model_name="image",
            name="magnification",
        ),
        migrations.AlterField(
            model_name="channel",
            name="logical_channel",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="channels",
                to="embedded.logicalchannel",
            ),
        ),
    ]
