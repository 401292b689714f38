"""Projects, datasets, screens, plates, wells and their images, two channels each."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from omeroweb.gateway.embedded import models
from tests.bench.populate.people import Owners
from tests.bench.populate.plan import (
    CONDITIONS,
    STAINS,
    TREATMENTS,
    WELLS,
    Plan,
    image_name,
    mixed,
    word_of,
)
from tests.bench.populate.writing import Values, write_all
from tests.bench.populate.writing import write as write_rows

FIRST_DAY = datetime(2012, 1, 1, tzinfo=UTC)
CHANNELS = 2


def write(plan: Plan, owners: Owners) -> None:
    _containers(plan, owners)
    _images(plan, owners)
    _wells(plan, owners)
    write_all(models.Image.datasets.through, _in_datasets(plan))


def _containers(plan: Plan, owners: Owners) -> None:
    write_rows(
        models.Project,
        plan.projects,
        lambda n: {
            **owners.of(n),
            "name": f"{word_of(CONDITIONS, n)} {n}",
            "description": f"project of {word_of(TREATMENTS, n)}",
        },
    )
    write_rows(
        models.Dataset,
        plan.datasets,
        lambda n: {**owners.of(n), "name": f"{_day(n):%Y-%m-%d} {word_of(TREATMENTS, n)} {n}"},
    )
    links = (
        # A dataset is in a project of its own group.
        {"dataset_id": n, "project_id": 1 + (n - 1) % plan.projects}
        for n in range(1, plan.datasets + 1)
        if n % 20
    )
    write_all(models.Dataset.projects.through, links)
    write_rows(
        models.Screen,
        plan.screens,
        lambda n: {**owners.of(n), "name": f"Screen {n} {STAINS[n % 8]}"},
    )


def _images(plan: Plan, owners: Owners) -> None:
    count = plan.images
    write_rows(
        models.Fileset,
        count,
        lambda n: {
            **owners.of(plan.container(n)),
            "path": f"/data/{plan.container(n)}/{n}.ome.tif",
            "modified_ns": n,
            "size": 4_000_000,
            "imported": _day(n),
        },
    )
    write_rows(
        models.Image,
        count,
        lambda n: {
            **owners.of(plan.container(n)),
            "fileset_id": n,
            "name": image_name(n),
            "description": f"{word_of(TREATMENTS, n)}, plane {n % 17}" if n % 3 == 0 else "",
            "path": f"/data/{plan.container(n)}/{n}.ome.tif",
            "series": 0,
            "acquired": _day(n),
        },
    )
    write_rows(
        models.Pixels,
        count,
        lambda n: {
            "image_id": n,
            "size_x": 1024,
            "size_y": 1024,
            "size_z": 1 + n % 5,
            "size_c": CHANNELS,
            "size_t": 1,
            "type": "uint16",
            "levels": [[1024, 1024]],
            "tile_width": 256,
            "tile_height": 256,
            "physical_size_x": 0.325,
            "physical_size_x_unit": "MICROMETER",
            "physical_size_y": 0.325,
            "physical_size_y_unit": "MICROMETER",
        },
    )
    write_rows(models.LogicalChannel, CHANNELS * count, lambda n: {"name": word_of(STAINS, n)})
    write_rows(
        models.Channel,
        CHANNELS * count,
        lambda n: {
            "pixels_id": 1 + (n - 1) // CHANNELS,
            "logical_channel_id": n,
            "index": (n - 1) % CHANNELS,
            "color": 0x0000FF if n % CHANNELS else 0x00FF00,
            "is_active": True,
            "minimum": 0.0,
            "maximum": 4095.0,
            "start": 100.0,
            "end": 2000.0,
        },
    )


def _wells(plan: Plan, owners: Owners) -> None:
    wells = plan.plates * WELLS
    write_rows(
        models.Plate,
        plan.plates,
        lambda n: {
            **owners.of(n),
            "name": f"Plate {n}",
            "rows": 8,
            "columns": 12,
            "fields": 1,
            "fileset_id": 1 + (n - 1) * WELLS,
        },
    )
    write_all(
        models.Plate.screens.through,
        (
            {"plate_id": n, "screen_id": 1 + (n - 1) % plan.screens}
            for n in range(1, plan.plates + 1)
        ),
    )
    write_rows(
        models.Well,
        wells,
        lambda n: {
            "plate_id": 1 + (n - 1) // WELLS,
            "row": (n - 1) % WELLS // 12,
            "column": (n - 1) % 12,
        },
    )
    write_rows(models.WellSample, wells, lambda n: {"well_id": n, "image_id": n, "field": 0})


def _in_datasets(plan: Plan) -> Iterator[Values]:
    for image in range(1, plan.images + 1):
        dataset = plan.dataset(image)
        if dataset:
            yield {"image_id": image, "dataset_id": dataset}


def _day(number: int) -> datetime:
    return FIRST_DAY + timedelta(minutes=mixed(number) % 6_800_000)
