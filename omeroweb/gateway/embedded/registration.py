"""The rows of one fileset: what its files say, as the store keeps it."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TypeVar

from omeroweb import pixels
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.models import NAME_LENGTH
from omeroweb.gateway.embedded.search import Found, containers
from omeroweb.pixels import FilesetDescription
from omeroweb.pixels.statistics import Window

# Colours for channels that name none, by emission in nanometers and else by position, as OMERO's.
BLUE, GREEN, RED, MAGENTA, CYAN = 0x0000FF, 0x00FF00, 0xFF0000, 0xFF00FF, 0x00FFFF
EMISSION_COLORS = ((500, BLUE), (580, GREEN))
INDEX_COLORS = (RED, GREEN, BLUE, MAGENTA, CYAN)
WHITE = 0xFFFFFF

C = TypeVar("C", models.Project, models.Screen)

# Channels shown at first where the file does not say which.
ACTIVE_AT_FIRST = 3

# The settings of objectives, by nominal magnification.
Objectives = dict[float | None, models.ObjectiveSettings]


class Registration:
    """Writes the rows; the caller opens the transaction."""

    def __init__(self, fileset: models.Fileset, found: Found) -> None:
        self._fileset = fileset
        self._owned = {"owner_id": fileset.owner_id, "group_id": fileset.group_id}
        self._path = found.path
        self._root = found.root

    def save(self, description: FilesetDescription, sampled: Iterable[list[Window]]) -> None:
        objectives = self._objectives(description)
        images = [self._image(image, objectives) for image in description.images]
        models.Image.objects.bulk_create(images)
        pixels_rows = [
            _pixels(row, image) for row, image in zip(images, description.images, strict=True)
        ]
        models.Pixels.objects.bulk_create(pixels_rows)
        channels = [
            channel
            for row, image, found in zip(pixels_rows, description.images, sampled, strict=True)
            for channel in _channels(row, image, found)
        ]
        models.LogicalChannel.objects.bulk_create(row.logical_channel for row in channels)
        models.Channel.objects.bulk_create(channels)
        if description.plate:
            self._plate(description.plate, description.images, images)
        else:
            self._dataset().images.add(*images)

    def _objectives(self, description: FilesetDescription) -> Objectives:
        """An objective for each magnification that the images name, all of one instrument."""
        named = {image.magnification for image in description.images if image.magnification}
        if not named:
            return {}
        instrument = models.Instrument.objects.create(**self._owned)
        made = {
            magnification: models.Objective.objects.create(
                instrument=instrument, nominal_magnification=magnification
            )
            for magnification in sorted(named)
        }
        return {
            magnification: models.ObjectiveSettings.objects.create(objective=objective)
            for magnification, objective in made.items()
        }

    def _image(self, image: pixels.ImageDescription, objectives: Objectives) -> models.Image:
        settings = objectives.get(image.magnification)
        return models.Image(
            **self._owned,
            fileset=self._fileset,
            name=image.name[:NAME_LENGTH],
            description=image.description,
            path=str(image.path),
            series=image.series,
            acquired=_aware(image.acquired),
            instrument=settings.objective.instrument if settings else None,
            objective_settings=settings,
        )

    def _dataset(self) -> models.Dataset:
        project_name, dataset_name = containers(self._path, self._root)
        project = self._named(models.Project, project_name)
        dataset = project.datasets.filter(name=dataset_name[:NAME_LENGTH]).first()
        if dataset is None:
            dataset = models.Dataset.objects.create(**self._owned, name=dataset_name[:NAME_LENGTH])
            dataset.projects.add(project)
        return dataset

    def _plate(
        self,
        plate: pixels.PlateDescription,
        described: Iterable[pixels.ImageDescription],
        images: list[models.Image],
    ) -> None:
        positions = [image.well for image in described]
        row = models.Plate.objects.create(
            **self._owned,
            fileset=self._fileset,
            name=self._path.name[:NAME_LENGTH],
            description=plate.name if plate.name != self._path.name else "",
            rows=plate.rows,
            columns=plate.columns,
            row_naming=plate.row_naming,
            column_naming=plate.column_naming,
            fields=1 + max((position.field for position in positions if position), default=0),
        )
        row.screens.add(self._named(models.Screen, containers(self._path, self._root)[1]))
        wells: dict[tuple[int, int], models.Well] = {}
        for position in positions:
            if position:
                key = (position.row, position.column)
                wells.setdefault(key, models.Well(plate=row, row=key[0], column=key[1]))
        models.Well.objects.bulk_create(wells.values())
        models.WellSample.objects.bulk_create(
            _well_sample(wells[position.row, position.column], image, position)
            for image, position in zip(images, positions, strict=True)
            if position
        )

    def _named(self, model: type[C], name: str) -> C:
        found = model.objects.filter(**self._owned, name=name[:NAME_LENGTH]).order_by("id").first()
        return found or model.objects.create(**self._owned, name=name[:NAME_LENGTH])


def _pixels(row: models.Image, image: pixels.ImageDescription) -> models.Pixels:
    lengths = {
        name: length
        for name in ("physical_size_x", "physical_size_y", "physical_size_z", "time_increment")
        if (length := getattr(image, name)) is not None
    }
    return models.Pixels(
        image=row,
        size_x=image.size_x,
        size_y=image.size_y,
        size_z=image.size_z,
        size_c=image.size_c,
        size_t=image.size_t,
        type=image.pixel_type,
        levels=[[level.size_x, level.size_y] for level in image.levels],
        tile_width=image.levels[0].tile_width,
        tile_height=image.levels[0].tile_height,
        significant_bits=image.significant_bits,
        **{name: length.value for name, length in lengths.items()},
        **{f"{name}_unit": length.unit for name, length in lengths.items()},
    )


def _channels(
    row: models.Pixels, image: pixels.ImageDescription, sampled: list[Window]
) -> Iterator[models.Channel]:
    for index, (channel, window) in enumerate(zip(image.channels, sampled, strict=True)):
        is_said = channel.is_active is not None
        yield models.Channel(
            pixels=row,
            logical_channel=models.LogicalChannel(
                name=channel.name[:NAME_LENGTH],
                emission=channel.emission,
                excitation=channel.excitation,
                fluor=channel.fluor[:NAME_LENGTH],
            ),
            index=index,
            color=_color(channel, index, image.size_c),
            is_active=bool(channel.is_active) if is_said else index < ACTIVE_AT_FIRST,
            minimum=window.minimum,
            maximum=window.maximum,
            start=window.start,
            end=window.end,
        )


def _color(channel: pixels.ChannelDescription, index: int, count: int) -> int:
    if channel.color is not None:
        red, green, blue = channel.color
        return red << 16 | green << 8 | blue
    if channel.emission is not None:
        return next((color for end, color in EMISSION_COLORS if channel.emission < end), RED)
    return WHITE if count == 1 else INDEX_COLORS[index % len(INDEX_COLORS)]


def _well_sample(
    well: models.Well, image: models.Image, position: pixels.WellPosition
) -> models.WellSample:
    return models.WellSample(
        well=well,
        image=image,
        field=position.field,
        position_x=position.x.value if position.x else None,
        position_x_unit=position.x.unit if position.x else "",
        position_y=position.y.value if position.y else None,
        position_y_unit=position.y.unit if position.y else "",
    )


def _aware(moment: datetime | None) -> datetime | None:
    """OME-XML times without a zone are taken as UTC."""
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)
