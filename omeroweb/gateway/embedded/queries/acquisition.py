"""How one image was taken, and what its file says beyond the model."""

from django.db.models import Prefetch, Q

from omeroweb.gateway import base
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.convert import acquisition as convert
from omeroweb.gateway.embedded.queries.scope import Scope, cut, one

OF_CHANNEL = (
    "logical_channel__detector_settings__detector",
    "logical_channel__light_settings__light_source",
    "logical_channel__light_path__dichroic",
    "logical_channel__filter_set__dichroic",
)
OF_IMAGE = ("instrument", "objective_settings__objective", "stage_label", "environment")
PARTS = ("objectives", "detectors", "filters", "dichroics", "light_sources")


def acquisition(scope: Scope, image_id: int) -> base.Acquisition:
    rows = scope.visible(models.Image.objects.all()).select_related(*OF_IMAGE)
    image = one(rows.prefetch_related(*(f"instrument__{part}" for part in PARTS)), image_id)
    settings = image.objective_settings
    label = getattr(image, "stage_label", None)
    environment = getattr(image, "environment", None)
    return base.Acquisition(
        acquired=image.acquired,
        instrument=convert.instrument(image.instrument) if image.instrument else None,
        objective_settings=convert.objective_settings(settings) if settings else None,
        stage_label=convert.stage_label(label) if label else None,
        environment=convert.environment(environment) if environment else None,
        channels=_channels(image),
    )


def planes(scope: Scope, image_id: int, part: base.Slice) -> base.Page[base.Plane]:
    image = one(scope.visible(models.Image.objects.all()), image_id)
    rows = models.PlaneInfo.objects.filter(pixels__image=image)
    shown = cut(rows.order_by("the_t", "the_z", "the_c"), part)
    return base.Page([convert.plane(row) for row in shown], rows.count())


def original_metadata(scope: Scope, image_id: int) -> base.OriginalMetadata:
    image = one(scope.visible(models.Image.objects.all()), image_id)
    rows = models.OriginalMetadata.objects.filter(
        Q(image=image) | Q(fileset=image.fileset_id, image=None)
    )
    said = {
        row.image_id: tuple((str(name), str(value)) for name, value in row.entries) for row in rows
    }
    return base.OriginalMetadata(said.get(None, ()), said.get(image.id, ()))


def _channels(image: models.Image) -> tuple[base.ChannelAcquisition, ...]:
    filters = models.LightPathFilter.objects.select_related("filter").order_by("index")
    rows = (
        models.Channel.objects.filter(pixels__image=image)
        .select_related(*OF_CHANNEL)
        .prefetch_related(
            Prefetch("logical_channel__light_path__filters", filters),
            "logical_channel__filter_set__excitation_filters",
            "logical_channel__filter_set__emission_filters",
        )
    )
    return tuple(convert.channel(row) for row in rows.order_by("index"))
