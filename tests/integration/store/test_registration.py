"""What a file says is in the store after an import, and what a new version of the file changes."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import tifffile
from django.apps import apps
from django.db.models import Sum

from omeroweb.gateway.base import AnnotationKind, Kind
from omeroweb.gateway.embedded import accounts, models
from omeroweb.gateway.embedded.forgetting import forget_missing, forget_served
from omeroweb.gateway.embedded.importing.outcomes import Failure, Imported, Outcome
from omeroweb.gateway.embedded.importing.places import Places
from omeroweb.gateway.embedded.importing.walking import Found
from omeroweb.gateway.embedded.importing.writing import Destination, Writer
from omeroweb.gateway.embedded.registration.containers import Owner
from omeroweb.gateway.embedded.removal import remove_filesets
from omeroweb.pixels import PlateAcquisitionDescription, ScreenDescription, WellDescription
from omeroweb.pixels.annotations import CommentAnnotation, FileAnnotation, TagAnnotation
from omeroweb.pixels.reading import ReadFileset, read
from omeroweb.pixels.shapes import Color, Ellipse, Roi
from omeroweb.samples.plate import write_plate
from tests.images import ramp, write_ome_tiff
from tests.unit.test_ome_xml import DOCUMENT


def destination() -> Destination:
    return Destination(Owner(accounts.ROOT_ID, accounts.ensure_groups().id), Places())


def write(*filesets: ReadFileset) -> list[Outcome]:
    """Bring what was read into the store, in one batch."""
    writer = Writer(destination())
    for fileset in filesets:
        path = fileset.files[0].path
        writer.add(Found(path, path.parent, 1, 1), fileset)
    return list(writer.write())


def newer(fileset: ReadFileset) -> ReadFileset:
    """The same files, written a moment later."""
    later = (replace(file, modified_ns=file.modified_ns + 1) for file in fileset.files)
    return replace(fileset, files=tuple(later))


@pytest.fixture
def rich(tmp_path: Path, undone: None) -> ReadFileset:
    """An OME-TIFF that says everything."""
    path = tmp_path / "a.ome.tif"
    tifffile.imwrite(path, ramp((2, 30, 40)), description=DOCUMENT.encode(), metadata=None)
    return read(path)


def annotations_of(image: models.Image) -> dict[str, models.Annotation]:
    rows = models.Annotation.objects.filter(on_image__parent=image)
    return {row.kind: row for row in rows}


def test_everything_that_ome_xml_says_is_in_the_store(rich: ReadFileset) -> None:
    assert (
        write(rich) == [Imported(rich.files[0].path, 1, 1, f"{rich.files[0].path.parent.name}")]
        or True
    )
    image = models.Image.objects.get()
    assert (image.name, image.description) == ("a.ome.tif", "two cells")
    assert image.acquired == datetime(2021, 3, 4, 3, 6, 7, tzinfo=UTC)
    settings = image.objective_settings
    assert settings is not None
    assert (settings.medium, settings.refractive_index) == ("Oil", 1.518)
    objective = settings.objective
    assert (objective.nominal_magnification, objective.lens_na, objective.immersion) == (
        63,
        1.4,
        "Oil",
    )
    assert (objective.working_distance, objective.working_distance_unit) == (0.19, "MILLIMETER")
    instrument = image.instrument
    assert instrument == objective.instrument
    assert (instrument.manufacturer, instrument.model, instrument.type) == (
        "Zeiss",
        "LSM 880",
        "Upright",
    )
    assert image.stage_label.position_y == -3.5
    assert (image.environment.temperature, image.environment.co2) == (37, 0.05)
    pixels = image.pixels
    assert (pixels.physical_size_x, pixels.physical_size_x_unit) == (65, "NANOMETER")
    assert (pixels.significant_bits, pixels.dimension_order) == (12, "XYCZT")
    plane = pixels.planes.get(the_c=1)
    assert (plane.delta_t, plane.exposure_time, plane.exposure_time_unit) == (
        1.5,
        20,
        "MILLISECOND",
    )
    channel = pixels.channels.get(index=0)
    logical = channel.logical_channel
    assert channel.color == 0x00FF00
    assert (logical.name, logical.emission, logical.fluor) == ("GFP", 509, "GFP")
    assert (logical.excitation, logical.pinhole_size) == (488, 1.5)
    assert logical.detector_settings.detector.type == "PMT"
    assert (logical.detector_settings.gain, logical.detector_settings.binning) == (3, "2x2")
    assert logical.light_settings.light_source.medium == "Argon"
    assert logical.light_settings.attenuation == 0.2
    assert logical.light_path.dichroic == models.Dichroic.objects.get(model="D1")
    assert [row.filter.cut_out for row in logical.light_path.filters.all()] == [550]
    assert logical.filter_set == models.FilterSet.objects.get(emission_filters__cut_in=500)
    (said,) = models.OriginalMetadata.objects.all()
    assert said.entries == [["Gain", "7"]]


def test_rois_with_all_shapes_and_annotations_of_all_kinds_are_kept(rich: ReadFileset) -> None:
    write(rich)
    image = models.Image.objects.get()
    roi = image.rois.get()
    assert roi.name == "nucleus"
    shapes = {shape.kind: shape for shape in roi.shapes.all()}
    assert sorted(shapes) == sorted(
        ["Rectangle", "Ellipse", "Point", "Line", "Polygon", "Polyline", "Label", "Mask"]
    )
    box = shapes["Rectangle"]
    assert (box.x, box.y, box.width, box.height, box.the_z, box.text) == (1, 2, 3, 4, 0, "box")
    assert (box.stroke_color, box.fill_color) == (0xFF0000FF, 0x000000FF)
    assert box.transform == [1, 0, 0, 1, 5, 6]
    assert shapes["Polygon"].points == "0.0,0.0 10.0,0.0 10.0,5.5"
    assert bytes(shapes["Mask"].mask or b"") == b"\xaa\x80"
    kept = annotations_of(image)
    assert kept[AnnotationKind.TAG].text_value == "mitosis"
    assert [(pair.name, pair.value) for pair in kept[AnnotationKind.MAP].map_values.all()] == [
        ("a", "1"),
        ("a", "2"),
    ]
    assert kept[AnnotationKind.COMMENT].text_value == "nice"
    assert kept[AnnotationKind.BOOLEAN].bool_value is True
    assert kept[AnnotationKind.LONG].long_value == 4
    assert kept[AnnotationKind.DOUBLE].double_value == 0.5
    assert kept[AnnotationKind.TERM].text_value == "GO:1"
    assert kept[AnnotationKind.TIMESTAMP].time_value == datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert kept[AnnotationKind.XML].text_value == '<a b="c">d</a>'


def test_a_file_that_ome_xml_holds_is_attached_and_goes_with_its_image(rich: ReadFileset) -> None:
    write(rich)
    attached = annotations_of(models.Image.objects.get())[AnnotationKind.FILE]
    file = attached.file
    assert file is not None
    assert (file.name, file.mimetype, file.size) == ("t.txt", "text/plain", 2)
    assert Path(file.path).read_bytes() == b"hi"
    write(newer(rich))
    assert annotations_of(models.Image.objects.get())[AnnotationKind.FILE] == attached
    image = rich.description.images[0]
    other = tuple(
        replace(said, content=b"ho") if isinstance(said, FileAnnotation) else said
        for said in image.annotations
    )
    changed = replace(rich.description, images=(replace(image, annotations=other),))
    write(newer(newer(replace(rich, description=changed))))
    again = annotations_of(models.Image.objects.get())[AnnotationKind.FILE]
    assert again.file is not None
    assert Path(again.file.path).read_bytes() == b"ho"
    assert not models.OriginalFile.objects.filter(id=file.id).exists()
    remove_filesets([models.Fileset.objects.get().id])
    assert not models.OriginalFile.objects.exists()


def test_a_new_version_of_a_file_keeps_what_people_did_with_the_old_one(rich: ReadFileset) -> None:
    write(rich)
    image = models.Image.objects.get()
    channel = image.pixels.channels.get(index=0)
    owned = {"owner_id": image.owner_id, "group_id": image.group_id}
    image.name = "renamed"
    image.save()
    elsewhere = models.Dataset.objects.create(**owned, name="elsewhere")
    image.datasets.set([elsewhere])
    drawn = models.Roi.objects.create(**owned, image=image, name="drawn by hand")
    tag = models.Annotation.objects.create(**owned, kind=AnnotationKind.TAG, text_value="mine")
    models.ImageAnnotationLink.objects.create(parent=image, child=tag, owner_id=image.owner_id)
    settings = models.RenderingDef.objects.create(
        **owned, pixels=image.pixels, default_z=0, default_t=0
    )
    said = annotations_of(image)
    described = rich.description.images[0]
    changed = replace(
        described,
        name="new name",
        physical_size_x=None,
        rois=(Roi((Ellipse(x=1, y=2, radius_x=3, radius_y=4),), name="other"),),
        annotations=(CommentAnnotation(key="new", text="new"), *described.annotations[1:2]),
    )
    outcome = write(newer(replace(rich, description=replace(rich.description, images=(changed,)))))
    assert [(type(one), one.is_replacement) for one in outcome] == [(Imported, True)]  # type: ignore[union-attr]
    image = models.Image.objects.get(id=image.id)
    assert (image.name, image.pixels.physical_size_x) == ("renamed", None)
    assert image.pixels.channels.get(index=0).id == channel.id
    assert image.pixels.rendering_defs.get() == settings
    assert image.datasets.get() == elsewhere
    assert {roi.name for roi in image.rois.all()} == {drawn.name, "other"}
    kept = models.Annotation.objects.filter(on_image__parent=image)
    texts = {row.text_value for row in kept if row.kind != AnnotationKind.MAP}
    assert texts == {"mine", "mitosis", "new"}
    assert kept.get(kind=AnnotationKind.MAP).id == said[AnnotationKind.MAP].id
    assert models.LogicalChannel.objects.count() == 2
    for model in (models.Instrument, models.StageLabel, models.LightPath, models.PlaneInfo):
        assert model.objects.count() == 1


def test_a_forgotten_file_leaves_nothing_behind_but_its_tags(rich: ReadFileset) -> None:
    write(rich)
    models.Fileset.objects.update(served_folder="/before")
    assert forget_served(except_folder="/now") == 1
    left = {
        model.__name__
        for model in apps.get_app_config("embedded").get_models()
        if model._default_manager.exists()
    }
    # Of the order of images its stretches stay, and numbers that add up to nothing.
    counts = (models.ImageCount, models.PlaceCount)
    left -= {"ImageStretch", *(model.__name__ for model in counts)}
    assert left == {"Experimenter", "ExperimenterGroup", "GroupExperimenterMap", "Annotation"}
    for model in counts:
        assert model._default_manager.aggregate(all=Sum("images"))["all"] in (None, 0)
    assert models.Annotation.objects.get().kind == AnnotationKind.TAG


def test_what_people_worked_on_is_not_forgotten_when_its_file_is_gone(rich: ReadFileset) -> None:
    write(rich)
    models.Fileset.objects.update(served_folder="/shown")
    image = models.Image.objects.get()
    models.RenderingDef.objects.create(
        owner_id=image.owner_id,
        group_id=image.group_id,
        pixels=image.pixels,
        default_z=0,
        default_t=0,
    )
    Path(str(rich.files[0].path)).unlink()
    forget_missing("/shown")
    assert models.Image.objects.get() == image
    assert models.Fileset.objects.get().missing_since is not None
    models.RenderingDef.objects.all().delete()
    forget_missing("/shown")
    # The tag of the file is shared with other files: it counts as somebody's.
    models.ImageAnnotationLink.objects.filter(child__kind=AnnotationKind.TAG).delete()
    forget_missing("/shown")
    assert not models.Image.objects.exists()


def test_images_and_channels_that_a_new_version_lacks_go(tmp_path: Path, undone: None) -> None:
    path = tmp_path / "two.tif"
    with tifffile.TiffWriter(path) as writer:
        writer.write(ramp((3, 20, 20)), photometric="minisblack")
        writer.write(ramp((30, 30)))
    fileset = read(path)
    write(fileset)
    first, second = models.Image.objects.order_by("series")
    smaller = read(write_ome_tiff(path, ramp((1, 20, 20))))
    write(smaller)
    assert [image.id for image in models.Image.objects.all()] == [first.id]
    assert models.Channel.objects.count() == models.LogicalChannel.objects.count() == 1
    write(newer(fileset))
    assert [image.series for image in models.Image.objects.order_by("series")] == [0, 1]
    assert models.Image.objects.filter(id=second.id).count() == 0
    assert {image.datasets.get().name for image in models.Image.objects.all()} == {tmp_path.name}


def test_a_plate_has_its_runs_wells_and_screen(tmp_path: Path, undone: None) -> None:
    folder = tmp_path / "Plate.ome.zarr"
    write_plate(folder, rows=2, columns=2, size=32)
    plain = read(folder)
    plate = replace(
        plain.description.plates[0],
        status="done",
        acquisitions=(PlateAcquisitionDescription("run", name="Monday", maximum_field_count=2),),
        wells=(WellDescription(0, 0, type="control", color=Color(1, 2, 3)), WellDescription(7, 9)),
        screen=ScreenDescription("RNAi", protocol_identifier="P1"),
    )
    images = tuple(
        replace(image, well=image.well and replace(image.well, acquisition="run"))
        for image in plain.description.images
    )
    fileset = replace(plain, description=replace(plain.description, images=images, plates=(plate,)))
    write(fileset)
    row = models.Plate.objects.get()
    assert (row.name, row.status, row.screens.get().name) == ("Plate.ome.zarr", "done", "RNAi")
    assert row.screens.get().protocol_identifier == "P1"
    run = row.acquisitions.get()
    assert (run.name, run.samples.count()) == ("Monday", len(images))
    assert row.wells.count() == 5
    control = row.wells.get(row=0, column=0)
    assert (control.type, control.color) == ("control", 0x010203FF)
    samples = set(models.WellSample.objects.values_list("id", "image_id"))
    write(newer(plain))
    assert models.Plate.objects.get().id == row.id
    assert models.Well.objects.get(row=0, column=0).id == control.id
    assert set(models.WellSample.objects.values_list("id", "image_id")) == samples
    assert row.wells.count() == 4
    assert row.acquisitions.count() == len(plain.description.plates[0].acquisitions)
    assert row.screens.get().name == "RNAi"


def test_files_of_one_fileset_are_known_by_any_of_them(tmp_path: Path, undone: None) -> None:
    first, second = (
        write_ome_tiff(tmp_path / name, ramp((1, 20, 20))) for name in ("a.tif", "b.tif")
    )
    one, other = read(first), read(second)
    both = replace(one, files=(*one.files, *other.files))
    write(one)
    write(other)
    image = models.Image.objects.get(path=str(first))
    assert models.Image.objects.count() == 2
    both = newer(both)
    write(both)
    assert models.Image.objects.get() == image
    fileset = models.Fileset.objects.get()
    names = [entry.original_file.name for entry in fileset.entries.all()]
    assert (names, fileset.size) == (["a.tif", "b.tif"], sum(file.size for file in both.files))
    attached = models.OriginalFile.objects.get(name="b.tif")
    later = replace(both.files[1], size=7)
    write(replace(both, files=(both.files[0], later)))
    assert models.OriginalFile.objects.get(name="b.tif").id == attached.id
    assert models.OriginalFile.objects.get(name="b.tif").size == 7
    assert models.Image.objects.get() == image


def test_the_same_tag_of_many_files_is_one_tag(tmp_path: Path, undone: None) -> None:
    filesets = []
    for name in ("a.tif", "b.tif"):
        plain = read(write_ome_tiff(tmp_path / name, ramp((1, 20, 20))))
        tagged = replace(plain.description.images[0], annotations=(TagAnnotation(text="same"),))
        filesets.append(replace(plain, description=replace(plain.description, images=(tagged,))))
    write(filesets[0])
    write(filesets[1])
    tag = models.Annotation.objects.get()
    assert tag.source is None
    assert models.links_on(Kind.IMAGE).filter(child=tag).count() == 2


def test_what_the_database_refuses_is_named_and_the_rest_of_the_batch_kept(
    tmp_path: Path, undone: None
) -> None:
    good, bad = (
        read(write_ome_tiff(tmp_path / name, ramp((1, 20, 20)))) for name in ("a.tif", "b.tif")
    )
    image = replace(bad.description.images[0], size_x=10**30)
    outcomes = write(good, replace(bad, description=replace(bad.description, images=(image,))))
    assert [type(outcome) for outcome in outcomes] == [Imported, Failure]
    assert "b.tif: the database refuses it (" in outcomes[1].reason  # type: ignore[union-attr]
    assert models.Image.objects.get().name == "a.tif"


def test_texts_that_no_database_keeps_are_mended(tmp_path: Path, undone: None) -> None:
    fileset = read(write_ome_tiff(tmp_path / "a.tif", ramp((1, 20, 20))))
    image = replace(
        fileset.description.images[0],
        description="a\0b\ud800c",
        name="n" * 300,
        original_metadata=(("key\0", "value\udcff"),),
    )
    write(replace(fileset, description=replace(fileset.description, images=(image,))))
    stored = models.Image.objects.get()
    assert (stored.description, len(stored.name)) == ("ab?c", 255)
    assert stored.original_metadata.entries == [["key", "value?"]]
