"""What an import knows of files: members that changed, files that are gone, what files say."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("embedded", "0004_model_moved"),
    ]

    operations = [
        migrations.AddField(
            model_name="annotation",
            name="source",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="said",
                to="embedded.fileset",
            ),
        ),
        migrations.AddField(
            model_name="fileset",
            name="missing_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="originalfile",
            name="modified_ns",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="roi",
            name="is_from_file",
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name="originalfile",
            index=models.Index(fields=["path"], name="original_file_by_path"),
        ),
    ]
