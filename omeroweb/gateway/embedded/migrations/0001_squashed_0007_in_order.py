"""The tables of a fresh store at once, which is many times quicker than one change at a time."""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import omeroweb.gateway.base.rendering
from omeroweb.gateway.embedded.create_tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("embedded", "0001_initial"),
        ("embedded", "0002_model"),
        ("embedded", "0003_model_data"),
        ("embedded", "0004_model_moved"),
        ("embedded", "0005_imports"),
        ("embedded", "0006_pyramid"),
        ("embedded", "0007_in_order"),
    ]

    dependencies = []

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Experimenter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "last_login",
                            models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                        ),
                        ("user_name", models.CharField(max_length=255, unique=True)),
                        ("first_name", models.CharField(blank=True, max_length=255)),
                        ("middle_name", models.CharField(blank=True, max_length=255)),
                        ("last_name", models.CharField(blank=True, max_length=255)),
                        ("email", models.EmailField(blank=True, max_length=254)),
                        ("institution", models.CharField(blank=True, max_length=255)),
                        ("is_active", models.BooleanField(default=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Dichroic",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("manufacturer", models.CharField(blank=True, default="", max_length=255)),
                        ("model", models.CharField(blank=True, default="", max_length=255)),
                        ("serial_number", models.CharField(blank=True, default="", max_length=255)),
                        ("lot_number", models.CharField(blank=True, default="", max_length=255)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ExperimenterGroup",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(max_length=255, unique=True)),
                        ("description", models.TextField(blank=True)),
                        (
                            "permissions",
                            models.CharField(
                                choices=[
                                    ("rw----", "private"),
                                    ("rwr---", "read-only"),
                                    ("rwra--", "read-annotate"),
                                    ("rwrw--", "read-write"),
                                ],
                                default="rwr---",
                                max_length=6,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Filter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("manufacturer", models.CharField(blank=True, default="", max_length=255)),
                        ("model", models.CharField(blank=True, default="", max_length=255)),
                        ("serial_number", models.CharField(blank=True, default="", max_length=255)),
                        ("lot_number", models.CharField(blank=True, default="", max_length=255)),
                        ("type", models.CharField(blank=True, default="", max_length=255)),
                        ("cut_in", models.FloatField(null=True)),
                        ("cut_out", models.FloatField(null=True)),
                        ("transmittance", models.FloatField(null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Dataset",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        ("updated", models.DateTimeField(auto_now=True)),
                        ("name", models.CharField(max_length=255)),
                        ("description", models.TextField(blank=True)),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="embedded.experimentergroup",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddField(
                    model_name="experimenter",
                    name="default_group",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="embedded.experimentergroup",
                    ),
                ),
                migrations.CreateModel(
                    name="Fileset",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        ("updated", models.DateTimeField(auto_now=True)),
                        ("path", models.CharField(max_length=4096, unique=True)),
                        ("modified_ns", models.BigIntegerField()),
                        ("size", models.BigIntegerField()),
                        ("imported", models.DateTimeField(auto_now_add=True)),
                        ("format", models.CharField(blank=True, default="", max_length=255)),
                        (
                            "served_folder",
                            models.CharField(blank=True, db_index=True, max_length=4096),
                        ),
                        ("missing_since", models.DateTimeField(null=True)),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="embedded.experimentergroup",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Annotation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        ("updated", models.DateTimeField(auto_now=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("TagAnnotation", "TagAnnotation"),
                                    ("CommentAnnotation", "CommentAnnotation"),
                                    ("MapAnnotation", "MapAnnotation"),
                                    ("FileAnnotation", "FileAnnotation"),
                                    ("LongAnnotation", "LongAnnotation"),
                                    ("DoubleAnnotation", "DoubleAnnotation"),
                                    ("BooleanAnnotation", "BooleanAnnotation"),
                                    ("TermAnnotation", "TermAnnotation"),
                                    ("TimestampAnnotation", "TimestampAnnotation"),
                                    ("XmlAnnotation", "XmlAnnotation"),
                                ],
                                max_length=32,
                            ),
                        ),
                        ("namespace", models.CharField(blank=True, max_length=255)),
                        ("description", models.TextField(blank=True)),
                        ("text_value", models.TextField(blank=True)),
                        ("long_value", models.BigIntegerField(null=True)),
                        ("double_value", models.FloatField(null=True)),
                        ("bool_value", models.BooleanField(null=True)),
                        ("time_value", models.DateTimeField(null=True)),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="embedded.experimentergroup",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="said",
                                to="embedded.fileset",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="GroupExperimenterMap",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("is_owner", models.BooleanField(default=False)),
                        (
                            "experimenter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                to="embedded.experimentergroup",
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="experimenter",
                    name="groups",
                    field=models.ManyToManyField(
                        through="embedded.GroupExperimenterMap", to="embedded.experimentergroup"
                    ),
                ),
                migrations.CreateModel(
                    name="Image",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        ("updated", models.DateTimeField(auto_now=True)),
                        ("name", models.CharField(max_length=255)),
                        ("description", models.TextField(blank=True)),
                        ("path", models.CharField(max_length=4096)),
                        ("series", models.IntegerField()),
                        ("acquired", models.DateTimeField(null=True)),
                        (
                            "datasets",
                            models.ManyToManyField(related_name="images", to="embedded.dataset"),
                        ),
                        (
                            "fileset",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="images",
                                to="embedded.fileset",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="embedded.experimentergroup",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ImageAnnotationLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="on_image",
                                to="embedded.annotation",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="annotation_links",
                                to="embedded.image",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ImagingEnvironment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("temperature", models.FloatField(null=True)),
                        (
                            "temperature_unit",
                            models.CharField(blank=True, default="", max_length=32),
                        ),
                        ("air_pressure", models.FloatField(null=True)),
                        (
                            "air_pressure_unit",
                            models.CharField(blank=True, default="", max_length=32),
                        ),
                        ("humidity", models.FloatField(null=True)),
                        ("co2", models.FloatField(null=True)),
                        (
                            "image",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="environment",
                                to="embedded.image",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Instrument",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        ("updated", models.DateTimeField(auto_now=True)),
                        ("manufacturer", models.CharField(blank=True, default="", max_length=255)),
                        ("model", models.CharField(blank=True, default="", max_length=255)),
                        ("serial_number", models.CharField(blank=True, default="", max_length=255)),
                        ("lot_number", models.CharField(blank=True, default="", max_length=255)),
                        ("type", models.CharField(blank=True, default="", max_length=255)),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="embedded.experimentergroup",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddField(
                    model_name="image",
                    name="instrument",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="images",
                        to="embedded.instrument",
                    ),
                ),
                migrations.CreateModel(
                    name="FilterSet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("manufacturer", models.CharField(blank=True, default="", max_length=255)),
                        ("model", models.CharField(blank=True, default="", max_length=255)),
                        ("serial_number", models.CharField(blank=True, default="", max_length=255)),
                        ("lot_number", models.CharField(blank=True, default="", max_length=255)),
                        (
                            "dichroic",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="filter_sets",
                                to="embedded.dichroic",
                            ),
                        ),
                        (
                            "emission_filters",
                            models.ManyToManyField(
                                related_name="emission_in", to="embedded.filter"
                            ),
                        ),
                        (
                            "excitation_filters",
                            models.ManyToManyField(
                                related_name="excitation_in", to="embedded.filter"
                            ),
                        ),
                        (
                            "instrument",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="filter_sets",
                                to="embedded.instrument",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddField(
                    model_name="filter",
                    name="instrument",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="filters",
                        to="embedded.instrument",
                    ),
                ),
                migrations.AddField(
                    model_name="dichroic",
                    name="instrument",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dichroics",
                        to="embedded.instrument",
                    ),
                ),
                migrations.CreateModel(
                    name="Detector",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("manufacturer", models.CharField(blank=True, default="", max_length=255)),
                        ("model", models.CharField(blank=True, default="", max_length=255)),
                        ("serial_number", models.CharField(blank=True, default="", max_length=255)),
                        ("lot_number", models.CharField(blank=True, default="", max_length=255)),
                        ("type", models.CharField(blank=True, default="", max_length=255)),
                        ("gain", models.FloatField(null=True)),
                        ("voltage", models.FloatField(null=True)),
                        ("voltage_unit", models.CharField(blank=True, default="", max_length=32)),
                        ("offset", models.FloatField(null=True)),
                        ("zoom", models.FloatField(null=True)),
                        ("amplification_gain", models.FloatField(null=True)),
                        (
                            "instrument",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="detectors",
                                to="embedded.instrument",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="InstrumentAnnotationLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="on_instrument",
                                to="embedded.annotation",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="annotation_links",
                                to="embedded.instrument",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="LightPath",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "dichroic",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="light_paths",
                                to="embedded.dichroic",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="LightPathFilter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("is_excitation", models.BooleanField()),
                        ("index", models.IntegerField()),
                        (
                            "filter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="light_paths",
                                to="embedded.filter",
                            ),
                        ),
                        (
                            "light_path",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="filters",
                                to="embedded.lightpath",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["index"],
                    },
                ),
                migrations.CreateModel(
                    name="LightSource",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("manufacturer", models.CharField(blank=True, default="", max_length=255)),
                        ("model", models.CharField(blank=True, default="", max_length=255)),
                        ("serial_number", models.CharField(blank=True, default="", max_length=255)),
                        ("lot_number", models.CharField(blank=True, default="", max_length=255)),
                        ("kind", models.CharField(max_length=32)),
                        ("type", models.CharField(blank=True, default="", max_length=255)),
                        ("medium", models.CharField(blank=True, default="", max_length=255)),
                        ("power", models.FloatField(null=True)),
                        ("power_unit", models.CharField(blank=True, default="", max_length=32)),
                        ("wavelength", models.FloatField(null=True)),
                        (
                            "instrument",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="light_sources",
                                to="embedded.instrument",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="LightSourceAnnotationLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="on_light_source",
                                to="embedded.annotation",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="annotation_links",
                                to="embedded.lightsource",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="LogicalChannel",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=255)),
                        ("emission", models.FloatField(null=True)),
                        ("excitation", models.FloatField(null=True)),
                        ("fluor", models.CharField(blank=True, default="", max_length=255)),
                        ("samples_per_pixel", models.IntegerField(default=1)),
                        ("nd_filter", models.FloatField(null=True)),
                        ("pockel_cell", models.IntegerField(null=True)),
                        ("pinhole_size", models.FloatField(null=True)),
                        (
                            "pinhole_size_unit",
                            models.CharField(blank=True, default="", max_length=32),
                        ),
                        (
                            "acquisition_mode",
                            models.CharField(blank=True, default="", max_length=255),
                        ),
                        (
                            "contrast_method",
                            models.CharField(blank=True, default="", max_length=255),
                        ),
                        ("illumination", models.CharField(blank=True, default="", max_length=255)),
                        (
                            "filter_set",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="logical_channels",
                                to="embedded.filterset",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="LightSettings",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("attenuation", models.FloatField(null=True)),
                        ("wavelength", models.FloatField(null=True)),
                        (
                            "light_source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="settings",
                                to="embedded.lightsource",
                            ),
                        ),
                        (
                            "logical_channel",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="light_settings",
                                to="embedded.logicalchannel",
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="lightpath",
                    name="logical_channel",
                    field=models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="light_path",
                        to="embedded.logicalchannel",
                    ),
                ),
                migrations.CreateModel(
                    name="DetectorSettings",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("binning", models.CharField(blank=True, default="", max_length=255)),
                        ("gain", models.FloatField(null=True)),
                        ("offset", models.FloatField(null=True)),
                        ("voltage", models.FloatField(null=True)),
                        ("voltage_unit", models.CharField(blank=True, default="", max_length=32)),
                        ("zoom", models.FloatField(null=True)),
                        ("integration", models.IntegerField(null=True)),
                        ("readout_rate", models.FloatField(null=True)),
                        (
                            "readout_rate_unit",
                            models.CharField(blank=True, default="", max_length=32),
                        ),
                        (
                            "detector",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="settings",
                                to="embedded.detector",
                            ),
                        ),
                        (
                            "logical_channel",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="detector_settings",
                                to="embedded.logicalchannel",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="MapValue",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("index", models.IntegerField()),
                        ("name", models.CharField(max_length=255)),
                        ("value", models.TextField(blank=True)),
                        (
                            "annotation",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="map_values",
                                to="embedded.annotation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["index"],
                    },
                ),
                migrations.CreateModel(
                    name="Objective",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("manufacturer", models.CharField(blank=True, default="", max_length=255)),
                        ("model", models.CharField(blank=True, default="", max_length=255)),
                        ("serial_number", models.CharField(blank=True, default="", max_length=255)),
                        ("lot_number", models.CharField(blank=True, default="", max_length=255)),
                        ("nominal_magnification", models.FloatField(null=True)),
                        ("calibrated_magnification", models.FloatField(null=True)),
                        ("lens_na", models.FloatField(null=True)),
                        ("immersion", models.CharField(blank=True, default="", max_length=255)),
                        ("correction", models.CharField(blank=True, default="", max_length=255)),
                        ("working_distance", models.FloatField(null=True)),
                        (
                            "working_distance_unit",
                            models.CharField(blank=True, default="", max_length=32),
                        ),
                        ("iris", models.BooleanField(null=True)),
                        (
                            "instrument",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="objectives",
                                to="embedded.instrument",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ObjectiveAnnotationLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="on_objective",
                                to="embedded.annotation",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="annotation_links",
                                to="embedded.objective",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ObjectiveSettings",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("correction_collar", models.FloatField(null=True)),
                        ("medium", models.CharField(blank=True, default="", max_length=255)),
                        ("refractive_index", models.FloatField(null=True)),
                        (
                            "objective",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="settings",
                                to="embedded.objective",
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="image",
                    name="objective_settings",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="images",
                        to="embedded.objectivesettings",
                    ),
                ),
                migrations.CreateModel(
                    name="OriginalFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        ("updated", models.DateTimeField(auto_now=True)),
                        ("name", models.CharField(max_length=255)),
                        ("path", models.CharField(max_length=4096)),
                        ("size", models.BigIntegerField()),
                        ("mimetype", models.CharField(blank=True, max_length=255)),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        ("modified_ns", models.BigIntegerField(null=True)),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="embedded.experimentergroup",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="FilesetEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("index", models.IntegerField()),
                        (
                            "fileset",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="entries",
                                to="embedded.fileset",
                            ),
                        ),
                        (
                            "original_file",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="entry",
                                to="embedded.originalfile",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["index"],
                    },
                ),
                migrations.AddField(
                    model_name="annotation",
                    name="file",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="file_annotations",
                        to="embedded.originalfile",
                    ),
                ),
                migrations.CreateModel(
                    name="OriginalFileAnnotationLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="on_original_file",
                                to="embedded.annotation",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="annotation_links",
                                to="embedded.originalfile",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="OriginalMetadata",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("entries", models.JSONField()),
                        (
                            "fileset",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="original_metadata",
                                to="embedded.fileset",
                            ),
                        ),
                        (
                            "image",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="original_metadata",
                                to="embedded.image",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Pixels",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("size_x", models.IntegerField()),
                        ("size_y", models.IntegerField()),
                        ("size_z", models.IntegerField()),
                        ("size_c", models.IntegerField()),
                        ("size_t", models.IntegerField()),
                        ("type", models.CharField(max_length=16)),
                        ("dimension_order", models.CharField(default="XYZCT", max_length=5)),
                        ("levels", models.JSONField()),
                        ("tile_width", models.IntegerField()),
                        ("tile_height", models.IntegerField()),
                        ("significant_bits", models.IntegerField(null=True)),
                        ("physical_size_x", models.FloatField(null=True)),
                        (
                            "physical_size_x_unit",
                            models.CharField(blank=True, default="", max_length=32),
                        ),
                        ("physical_size_y", models.FloatField(null=True)),
                        (
                            "physical_size_y_unit",
                            models.CharField(blank=True, default="", max_length=32),
                        ),
                        ("physical_size_z", models.FloatField(null=True)),
                        (
                            "physical_size_z_unit",
                            models.CharField(blank=True, default="", max_length=32),
                        ),
                        ("time_increment", models.FloatField(null=True)),
                        (
                            "time_increment_unit",
                            models.CharField(blank=True, default="", max_length=32),
                        ),
                        (
                            "image",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pixels",
                                to="embedded.image",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Channel",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("index", models.IntegerField()),
                        ("color", models.IntegerField()),
                        ("lookup_table", models.CharField(blank=True, default="", max_length=255)),
                        ("is_active", models.BooleanField()),
                        ("minimum", models.FloatField()),
                        ("maximum", models.FloatField()),
                        ("start", models.FloatField()),
                        ("end", models.FloatField()),
                        (
                            "logical_channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="channels",
                                to="embedded.logicalchannel",
                            ),
                        ),
                        (
                            "pixels",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="channels",
                                to="embedded.pixels",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["index"],
                    },
                ),
                migrations.CreateModel(
                    name="PlaneInfo",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("the_z", models.IntegerField()),
                        ("the_c", models.IntegerField()),
                        ("the_t", models.IntegerField()),
                        ("delta_t", models.FloatField(null=True)),
                        ("delta_t_unit", models.CharField(blank=True, default="", max_length=32)),
                        ("exposure_time", models.FloatField(null=True)),
                        (
                            "exposure_time_unit",
                            models.CharField(blank=True, default="", max_length=32),
                        ),
                        ("position_x", models.FloatField(null=True)),
                        (
                            "position_x_unit",
                            models.CharField(blank=True, default="", max_length=32),
                        ),
                        ("position_y", models.FloatField(null=True)),
                        (
                            "position_y_unit",
                            models.CharField(blank=True, default="", max_length=32),
                        ),
                        ("position_z", models.FloatField(null=True)),
                        (
                            "position_z_unit",
                            models.CharField(blank=True, default="", max_length=32),
                        ),
                        (
                            "pixels",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="planes",
                                to="embedded.pixels",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["the_t", "the_z", "the_c"],
                    },
                ),
                migrations.CreateModel(
                    name="Plate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        ("updated", models.DateTimeField(auto_now=True)),
                        ("name", models.CharField(max_length=255)),
                        ("description", models.TextField(blank=True)),
                        ("rows", models.IntegerField()),
                        ("columns", models.IntegerField()),
                        ("row_naming", models.CharField(default="letter", max_length=16)),
                        ("column_naming", models.CharField(default="number", max_length=16)),
                        ("fields", models.IntegerField()),
                        ("status", models.CharField(blank=True, default="", max_length=255)),
                        (
                            "external_identifier",
                            models.CharField(blank=True, default="", max_length=255),
                        ),
                        ("field_index", models.IntegerField(null=True)),
                        ("well_origin_x", models.FloatField(null=True)),
                        (
                            "well_origin_x_unit",
                            models.CharField(blank=True, default="", max_length=32),
                        ),
                        ("well_origin_y", models.FloatField(null=True)),
                        (
                            "well_origin_y_unit",
                            models.CharField(blank=True, default="", max_length=32),
                        ),
                        (
                            "fileset",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="plates",
                                to="embedded.fileset",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="embedded.experimentergroup",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlateAcquisition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        ("updated", models.DateTimeField(auto_now=True)),
                        ("name", models.CharField(max_length=255)),
                        ("description", models.TextField(blank=True)),
                        ("maximum_field_count", models.IntegerField(null=True)),
                        ("start_time", models.DateTimeField(null=True)),
                        ("end_time", models.DateTimeField(null=True)),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="embedded.experimentergroup",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "plate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="acquisitions",
                                to="embedded.plate",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlateAcquisitionAnnotationLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="on_plate_acquisition",
                                to="embedded.annotation",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="annotation_links",
                                to="embedded.plateacquisition",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlateAnnotationLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="on_plate",
                                to="embedded.annotation",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="annotation_links",
                                to="embedded.plate",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Project",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        ("updated", models.DateTimeField(auto_now=True)),
                        ("name", models.CharField(max_length=255)),
                        ("description", models.TextField(blank=True)),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="embedded.experimentergroup",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddField(
                    model_name="dataset",
                    name="projects",
                    field=models.ManyToManyField(related_name="datasets", to="embedded.project"),
                ),
                migrations.CreateModel(
                    name="ProjectAnnotationLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="on_project",
                                to="embedded.annotation",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="annotation_links",
                                to="embedded.project",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Pyramid",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                migrations.CreateModel(
                    name="RenderingDef",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        ("updated", models.DateTimeField(auto_now=True)),
                        (
                            "model",
                            models.CharField(
                                choices=[("rgb", "rgb"), ("greyscale", "greyscale")],
                                default=omeroweb.gateway.base.rendering.Model["COLOR"],
                                max_length=16,
                            ),
                        ),
                        ("default_z", models.IntegerField()),
                        ("default_t", models.IntegerField()),
                        ("compression", models.FloatField(null=True)),
                        ("version", models.IntegerField(default=1)),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="embedded.experimentergroup",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "pixels",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rendering_defs",
                                to="embedded.pixels",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ChannelBinding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("index", models.IntegerField()),
                        ("is_active", models.BooleanField()),
                        ("input_start", models.FloatField()),
                        ("input_end", models.FloatField()),
                        ("color", models.BigIntegerField()),
                        (
                            "family",
                            models.CharField(
                                choices=[
                                    ("linear", "linear"),
                                    ("polynomial", "polynomial"),
                                    ("logarithmic", "logarithmic"),
                                    ("exponential", "exponential"),
                                ],
                                default=omeroweb.gateway.base.rendering.Family["LINEAR"],
                                max_length=16,
                            ),
                        ),
                        ("coefficient", models.FloatField(default=1.0)),
                        ("lookup_table", models.CharField(blank=True, default="", max_length=255)),
                        ("is_inverted", models.BooleanField(default=False)),
                        (
                            "rendering_def",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="channel_bindings",
                                to="embedded.renderingdef",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["index"],
                    },
                ),
                migrations.CreateModel(
                    name="Roi",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        ("updated", models.DateTimeField(auto_now=True)),
                        ("name", models.CharField(blank=True, default="", max_length=255)),
                        ("description", models.TextField(blank=True)),
                        ("is_from_file", models.BooleanField(default=False)),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="embedded.experimentergroup",
                            ),
                        ),
                        (
                            "image",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rois",
                                to="embedded.image",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RoiAnnotationLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="on_roi",
                                to="embedded.annotation",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="annotation_links",
                                to="embedded.roi",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Screen",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        ("updated", models.DateTimeField(auto_now=True)),
                        ("name", models.CharField(max_length=255)),
                        ("description", models.TextField(blank=True)),
                        ("type", models.CharField(blank=True, default="", max_length=255)),
                        (
                            "protocol_identifier",
                            models.CharField(blank=True, default="", max_length=255),
                        ),
                        ("protocol_description", models.TextField(blank=True, default="")),
                        (
                            "reagent_set_identifier",
                            models.CharField(blank=True, default="", max_length=255),
                        ),
                        ("reagent_set_description", models.TextField(blank=True, default="")),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="embedded.experimentergroup",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddField(
                    model_name="plate",
                    name="screens",
                    field=models.ManyToManyField(related_name="plates", to="embedded.screen"),
                ),
                migrations.CreateModel(
                    name="ScreenAnnotationLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="on_screen",
                                to="embedded.annotation",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="annotation_links",
                                to="embedded.screen",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Shape",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("kind", models.CharField(max_length=16)),
                        ("the_z", models.IntegerField(null=True)),
                        ("the_c", models.IntegerField(null=True)),
                        ("the_t", models.IntegerField(null=True)),
                        ("x", models.FloatField(null=True)),
                        ("y", models.FloatField(null=True)),
                        ("width", models.FloatField(null=True)),
                        ("height", models.FloatField(null=True)),
                        ("radius_x", models.FloatField(null=True)),
                        ("radius_y", models.FloatField(null=True)),
                        ("x1", models.FloatField(null=True)),
                        ("y1", models.FloatField(null=True)),
                        ("x2", models.FloatField(null=True)),
                        ("y2", models.FloatField(null=True)),
                        ("points", models.TextField(blank=True, default="")),
                        ("marker_start", models.CharField(blank=True, default="", max_length=255)),
                        ("marker_end", models.CharField(blank=True, default="", max_length=255)),
                        ("text", models.TextField(blank=True, default="")),
                        ("fill_color", models.BigIntegerField(null=True)),
                        ("fill_rule", models.CharField(blank=True, default="", max_length=255)),
                        ("stroke_color", models.BigIntegerField(null=True)),
                        ("stroke_width", models.FloatField(null=True)),
                        (
                            "stroke_width_unit",
                            models.CharField(blank=True, default="", max_length=32),
                        ),
                        (
                            "stroke_dash_array",
                            models.CharField(blank=True, default="", max_length=255),
                        ),
                        ("font_family", models.CharField(blank=True, default="", max_length=255)),
                        ("font_style", models.CharField(blank=True, default="", max_length=255)),
                        ("font_size", models.FloatField(null=True)),
                        ("font_size_unit", models.CharField(blank=True, default="", max_length=32)),
                        ("is_locked", models.BooleanField(null=True)),
                        ("transform", models.JSONField(null=True)),
                        ("mask", models.BinaryField(null=True)),
                        (
                            "roi",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="shapes",
                                to="embedded.roi",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="ShapeAnnotationLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="on_shape",
                                to="embedded.annotation",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="annotation_links",
                                to="embedded.shape",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="StageLabel",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(blank=True, default="", max_length=255)),
                        ("position_x", models.FloatField(null=True)),
                        (
                            "position_x_unit",
                            models.CharField(blank=True, default="", max_length=32),
                        ),
                        ("position_y", models.FloatField(null=True)),
                        (
                            "position_y_unit",
                            models.CharField(blank=True, default="", max_length=32),
                        ),
                        ("position_z", models.FloatField(null=True)),
                        (
                            "position_z_unit",
                            models.CharField(blank=True, default="", max_length=32),
                        ),
                        (
                            "image",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="stage_label",
                                to="embedded.image",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Well",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("row", models.IntegerField()),
                        ("column", models.IntegerField()),
                        ("type", models.CharField(blank=True, default="", max_length=255)),
                        ("status", models.CharField(blank=True, default="", max_length=255)),
                        (
                            "external_description",
                            models.CharField(blank=True, default="", max_length=255),
                        ),
                        (
                            "external_identifier",
                            models.CharField(blank=True, default="", max_length=255),
                        ),
                        ("color", models.BigIntegerField(null=True)),
                        (
                            "plate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="wells",
                                to="embedded.plate",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["column", "row", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="WellAnnotationLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="on_well",
                                to="embedded.annotation",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="annotation_links",
                                to="embedded.well",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="WellSample",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("field", models.IntegerField()),
                        ("timepoint", models.DateTimeField(null=True)),
                        ("position_x", models.FloatField(null=True)),
                        (
                            "position_x_unit",
                            models.CharField(blank=True, default="", max_length=32),
                        ),
                        ("position_y", models.FloatField(null=True)),
                        (
                            "position_y_unit",
                            models.CharField(blank=True, default="", max_length=32),
                        ),
                        (
                            "image",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="well_sample",
                                to="embedded.image",
                            ),
                        ),
                        (
                            "plate_acquisition",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="samples",
                                to="embedded.plateacquisition",
                            ),
                        ),
                        (
                            "well",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="samples",
                                to="embedded.well",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["field", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="AnnotationAnnotationLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="on_annotation",
                                to="embedded.annotation",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="annotation_links",
                                to="embedded.annotation",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("parent", "child", "owner"),
                                name="annotationannotationlink_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChannelAnnotationLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="on_channel",
                                to="embedded.annotation",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="annotation_links",
                                to="embedded.channel",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("parent", "child", "owner"),
                                name="channelannotationlink_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DatasetAnnotationLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="on_dataset",
                                to="embedded.annotation",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="annotation_links",
                                to="embedded.dataset",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("parent", "child", "owner"),
                                name="datasetannotationlink_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DetectorAnnotationLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="on_detector",
                                to="embedded.annotation",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="annotation_links",
                                to="embedded.detector",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("parent", "child", "owner"),
                                name="detectorannotationlink_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DichroicAnnotationLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="on_dichroic",
                                to="embedded.annotation",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="annotation_links",
                                to="embedded.dichroic",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("parent", "child", "owner"),
                                name="dichroicannotationlink_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExperimenterAnnotationLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="on_experimenter",
                                to="embedded.annotation",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="annotation_links",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("parent", "child", "owner"),
                                name="experimenterannotationlink_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExperimenterGroupAnnotationLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="on_experimenter_group",
                                to="embedded.annotation",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="annotation_links",
                                to="embedded.experimentergroup",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("parent", "child", "owner"),
                                name="experimentergroupannotationlink_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FilesetAnnotationLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="on_fileset",
                                to="embedded.annotation",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="annotation_links",
                                to="embedded.fileset",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("parent", "child", "owner"),
                                name="filesetannotationlink_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FilterAnnotationLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="on_filter",
                                to="embedded.annotation",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="annotation_links",
                                to="embedded.filter",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("parent", "child", "owner"),
                                name="filterannotationlink_once",
                            )
                        ],
                    },
                ),
                migrations.AddConstraint(
                    model_name="groupexperimentermap",
                    constraint=models.UniqueConstraint(
                        fields=("group", "experimenter"), name="one_membership"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="imageannotationlink",
                    constraint=models.UniqueConstraint(
                        fields=("parent", "child", "owner"), name="imageannotationlink_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="instrumentannotationlink",
                    constraint=models.UniqueConstraint(
                        fields=("parent", "child", "owner"), name="instrumentannotationlink_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lightsourceannotationlink",
                    constraint=models.UniqueConstraint(
                        fields=("parent", "child", "owner"), name="lightsourceannotationlink_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="mapvalue",
                    constraint=models.UniqueConstraint(
                        fields=("annotation", "index"), name="one_map_value"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="objectiveannotationlink",
                    constraint=models.UniqueConstraint(
                        fields=("parent", "child", "owner"), name="objectiveannotationlink_once"
                    ),
                ),
                migrations.AddIndex(
                    model_name="image",
                    index=models.Index(
                        django.db.models.functions.text.Lower("name"),
                        models.F("id"),
                        models.F("name"),
                        models.F("group"),
                        models.F("owner"),
                        name="image_in_order",
                    ),
                ),
                migrations.AddIndex(
                    model_name="originalfile",
                    index=models.Index(fields=["path"], name="original_file_by_path"),
                ),
                migrations.AddConstraint(
                    model_name="filesetentry",
                    constraint=models.UniqueConstraint(
                        fields=("fileset", "index"), name="one_entry"
                    ),
                ),
                migrations.AddIndex(
                    model_name="annotation",
                    index=models.Index(fields=["kind", "id"], name="annotation_by_kind"),
                ),
                migrations.AddConstraint(
                    model_name="originalfileannotationlink",
                    constraint=models.UniqueConstraint(
                        fields=("parent", "child", "owner"), name="originalfileannotationlink_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="originalmetadata",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("image", None)),
                        fields=("fileset",),
                        name="one_global_metadata",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="channel",
                    constraint=models.UniqueConstraint(
                        fields=("pixels", "index"), name="one_channel"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="planeinfo",
                    constraint=models.UniqueConstraint(
                        fields=("pixels", "the_t", "the_z", "the_c"), name="one_plane"
                    ),
                ),
                migrations.AddIndex(
                    model_name="plateacquisition",
                    index=models.Index(
                        django.db.models.functions.text.Lower("name"),
                        models.F("id"),
                        models.F("name"),
                        models.F("group"),
                        models.F("owner"),
                        name="plateacquisition_in_order",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="plateacquisitionannotationlink",
                    constraint=models.UniqueConstraint(
                        fields=("parent", "child", "owner"),
                        name="plateacquisitionannotationlink_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="plateannotationlink",
                    constraint=models.UniqueConstraint(
                        fields=("parent", "child", "owner"), name="plateannotationlink_once"
                    ),
                ),
                migrations.AddIndex(
                    model_name="project",
                    index=models.Index(
                        django.db.models.functions.text.Lower("name"),
                        models.F("id"),
                        models.F("name"),
                        models.F("group"),
                        models.F("owner"),
                        name="project_in_order",
                    ),
                ),
                migrations.AddIndex(
                    model_name="dataset",
                    index=models.Index(
                        django.db.models.functions.text.Lower("name"),
                        models.F("id"),
                        models.F("name"),
                        models.F("group"),
                        models.F("owner"),
                        name="dataset_in_order",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="projectannotationlink",
                    constraint=models.UniqueConstraint(
                        fields=("parent", "child", "owner"), name="projectannotationlink_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="renderingdef",
                    constraint=models.UniqueConstraint(
                        fields=("pixels", "owner"), name="one_rendering_def"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="channelbinding",
                    constraint=models.UniqueConstraint(
                        fields=("rendering_def", "index"), name="one_binding"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="roiannotationlink",
                    constraint=models.UniqueConstraint(
                        fields=("parent", "child", "owner"), name="roiannotationlink_once"
                    ),
                ),
                migrations.AddIndex(
                    model_name="screen",
                    index=models.Index(
                        django.db.models.functions.text.Lower("name"),
                        models.F("id"),
                        models.F("name"),
                        models.F("group"),
                        models.F("owner"),
                        name="screen_in_order",
                    ),
                ),
                migrations.AddIndex(
                    model_name="plate",
                    index=models.Index(
                        django.db.models.functions.text.Lower("name"),
                        models.F("id"),
                        models.F("name"),
                        models.F("group"),
                        models.F("owner"),
                        name="plate_in_order",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="screenannotationlink",
                    constraint=models.UniqueConstraint(
                        fields=("parent", "child", "owner"), name="screenannotationlink_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="shapeannotationlink",
                    constraint=models.UniqueConstraint(
                        fields=("parent", "child", "owner"), name="shapeannotationlink_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="well",
                    constraint=models.UniqueConstraint(
                        fields=("plate", "row", "column"), name="one_well"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="wellannotationlink",
                    constraint=models.UniqueConstraint(
                        fields=("parent", "child", "owner"), name="wellannotationlink_once"
                    ),
                ),
            ]
        )
    ]
