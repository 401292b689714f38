"""Plates, their runs and their wells in the JSON API."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from omeroweb.gateway.embedded import models
from tests.webgateway.gallery import MEMBER, OUTSIDER, OWNER, Gallery

SCHEMA = "http://www.openmicroscopy.org/Schemas/OME/2016-06#"
WELLS, FIELDS = 6, 2
BEGUN = datetime(2024, 3, 1, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def run(gallery: Gallery) -> Iterator[models.PlateAcquisition]:
    """A second run: the last field of each well."""
    plate = models.Plate.objects.get(id=gallery.plate)
    made = models.PlateAcquisition.objects.create(
        plate=plate,
        owner=plate.owner,
        group=plate.group,
        name="Run 2",
        start_time=BEGUN,
        maximum_field_count=1,
    )
    fields = models.WellSample.objects.filter(well__plate=plate)
    before = dict(fields.values_list("id", "plate_acquisition"))
    fields.filter(field=FIELDS - 1).update(plate_acquisition=made)
    yield made
    for sample, acquisition in before.items():
        models.WellSample.objects.filter(id=sample).update(plate_acquisition=acquisition)
    made.delete()


def get(gallery: Gallery, path: str, user: str = MEMBER) -> Any:
    return gallery.client(user).get(path if "://" in path else f"/api/v0/m/{path}")


def listed(gallery: Gallery, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = get(gallery, path).json()["data"]
    return found


def test_a_plate_leads_to_its_fields(gallery: Gallery) -> None:
    plate = get(gallery, f"plates/{gallery.plate}/").json()["data"]
    assert plate["omero:wellsampleIndex"] == [0, FIELDS - 1]
    assert len(plate["url:wellsampleindex_wells"]) == FIELDS
    for index, link in enumerate(plate["url:wellsampleindex_wells"]):
        wells = listed(gallery, link)
        assert len(wells) == WELLS
        whole = listed(gallery, plate["url:wells"])
        expected = [[well["WellSamples"][index]["@id"]] for well in whole]
        assert [[one["@id"] for one in well["WellSamples"]] for well in wells] == expected
    (entry,) = listed(gallery, "plates/")
    assert entry.pop("url:plate").endswith(f"/plates/{gallery.plate}/")
    assert entry.items() <= plate.items()


def test_what_a_file_says_of_a_plate_is_said(gallery: Gallery) -> None:
    said = {"status": "done", "external_identifier": "BC-000311", "field_index": 1}
    rows = models.Plate.objects.filter(id=gallery.plate)
    before = rows.values(*said).get()
    rows.update(**said)
    plate = get(gallery, f"plates/{gallery.plate}/").json()["data"]
    rows.update(**before)
    assert (plate["Status"], plate["ExternalIdentifier"], plate["FieldIndex"]) == (
        *("done", "BC-000311", 1),
    )


def test_a_run_has_the_fields_that_were_taken_in_it(
    gallery: Gallery, run: models.PlateAcquisition
) -> None:
    runs = {
        one["@id"]: one for one in listed(gallery, f"plates/{gallery.plate}/plateacquisitions/")
    }
    found = runs[run.id]
    assert (found["@type"], found["Name"]) == (f"{SCHEMA}PlateAcquisition", "Run 2")
    assert (found["StartTime"], found["MaximumFieldCount"]) == (BEGUN.timestamp() * 1000, 1)
    assert "EndTime" not in found
    assert found["omero:wellsampleIndex"] == [FIELDS - 1, FIELDS - 1]
    alone = get(gallery, found.pop("url:plateacquisition")).json()["data"]
    assert alone == found
    (link,) = found["url:wellsampleindex_wells"]
    wells = listed(gallery, f"plateacquisitions/{run.id}/wells/")
    assert listed(gallery, link) == wells
    assert len(wells) == WELLS
    samples = [sample for well in wells for sample in well["WellSamples"]]
    assert {sample["PlateAcquisition"]["@id"] for sample in samples} == {run.id}
    assert len(samples) == WELLS
    assert listed(gallery, f"plateacquisitions/{run.id}/wellsampleindex/0/wells/") == []


def test_a_well_alone_has_the_pixels_of_its_images(gallery: Gallery) -> None:
    wells = listed(gallery, "wells/")
    assert len(wells) == WELLS
    assert wells == listed(gallery, f"wells/?plate={gallery.plate}")
    assert "Pixels" not in wells[0]["WellSamples"][0]["Image"]
    well = get(gallery, wells[0].pop("url:well")).json()["data"]
    image = well["WellSamples"][0]["Image"]
    assert image["Pixels"]["SizeX"] == 32
    assert get(gallery, image["url:image"]).status_code == 200
    (plate,) = listed(gallery, well["url:plates"])
    assert plate["@id"] == gallery.plate
    assert [one["@id"] for one in listed(gallery, f"plates/?well={well['@id']}")] == [plate["@id"]]
    assert listed(gallery, "plates/?well=424242") == []


def test_what_is_said_of_a_well_is_said(gallery: Gallery) -> None:
    first = listed(gallery, "wells/")[0]["@id"]
    rows = models.Well.objects.filter(id=first)
    said = {"type": "sample", "status": "ok", "external_description": "siRNA 12"}
    before = rows.values(*said).get()
    rows.update(**said)
    well = get(gallery, f"wells/{first}/").json()["data"]
    rows.update(**before)
    assert (well["Type"], well["omero:status"], well["ExternalDescription"]) == (
        *("sample", "ok", "siRNA 12"),
    )


def test_plates_are_for_those_who_may_see_them(
    gallery: Gallery, run: models.PlateAcquisition
) -> None:
    for path in (f"plates/{gallery.plate}/", f"plateacquisitions/{run.id}/"):
        assert get(gallery, path, OUTSIDER).status_code == 404
    for path in ("wells/", f"plateacquisitions/{run.id}/wells/"):
        assert get(gallery, path, OUTSIDER).json()["data"] == []


def test_a_run_is_deleted_and_its_images_stay(gallery: Gallery) -> None:
    plate = models.Plate.objects.get(id=gallery.plate)
    made = models.PlateAcquisition.objects.create(plate=plate, owner=plate.owner, group=plate.group)
    path = f"/api/v0/m/plateacquisitions/{made.id}/"
    assert gallery.client(MEMBER).delete(path).status_code == 403
    was = gallery.client(OWNER).delete(path).json()["data"]
    assert was["@id"] == made.id
    assert not [name for name in was if name.startswith("url:")]
    assert gallery.client(OWNER).get(path).status_code == 404
    assert len(listed(gallery, f"plates/{gallery.plate}/wells/")) == WELLS


@pytest.mark.parametrize("path", ["wells/1/", "wells/", "plates/1/"])
def test_they_are_only_read(gallery: Gallery, path: str) -> None:
    assert gallery.client(MEMBER).delete(f"/api/v0/m/{path}").status_code == 405
