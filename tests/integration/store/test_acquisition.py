"""How an image was taken, from the rows of an import to what a page shows."""

import pytest

from omeroweb.gateway import base
from omeroweb.gateway.embedded import models
from omeroweb.quantities import Length
from tests.integration.store.world import World, make


@pytest.fixture
def world(undone: None) -> World:
    return make()


def test_an_image_that_says_nothing_has_channels_only(world: World) -> None:
    image = world.image()
    gateway = world.as_("member")
    nothing = tuple(base.ChannelAcquisition(index=index) for index in range(2))
    assert gateway.acquisition(image.id) == base.Acquisition(channels=nothing)
    assert gateway.planes(image.id, base.Slice()).total == 0
    assert gateway.original_metadata(image.id) == base.OriginalMetadata()


def test_instrument_and_settings_come_with_the_image(world: World) -> None:
    image = world.image()
    instrument = models.Instrument.objects.create(**world.owned, model="Ti2", type="Inverted")
    objective = models.Objective.objects.create(
        instrument=instrument, nominal_magnification=60, lens_na=1.4, immersion="Oil"
    )
    image.instrument = instrument
    image.objective_settings = models.ObjectiveSettings.objects.create(
        objective=objective, refractive_index=1.518
    )
    image.save()
    models.StageLabel.objects.create(image=image, name="A1", position_x=3, position_x_unit="µm")
    models.ImagingEnvironment.objects.create(image=image, humidity=0.4)
    found = world.as_("member").acquisition(image.id)
    lens = base.Objective(id=objective.id, nominal_magnification=60, lens_na=1.4, immersion="Oil")
    microscope = base.Equipment(id=instrument.id, model="Ti2")
    assert found.instrument == base.Instrument(
        id=instrument.id, microscope=microscope, type="Inverted", objectives=(lens,)
    )
    settings = base.ObjectiveSettings(objective=lens, refractive_index=1.518)
    assert found.objective_settings == settings
    assert found.stage_label == base.StageLabel(name="A1", x=Length(3, "µm"))
    assert found.environment == base.ImagingEnvironment(humidity=0.4)
    assert world.as_("member").image(image.id).magnification == 60


def test_the_way_of_light_is_told_for_each_channel(world: World) -> None:
    image = world.image()
    instrument = models.Instrument.objects.create(**world.owned)
    part = {"instrument": instrument}
    detector = models.Detector.objects.create(**part, type="PMT", voltage=600, voltage_unit="VOLT")
    laser = models.LightSource.objects.create(**part, kind="Laser", wavelength=488)
    mirror = models.Dichroic.objects.create(**part, model="D")
    first, second = (models.Filter.objects.create(**part, model=name) for name in "AB")
    logical = models.LogicalChannel.objects.get(channels__pixels__image=image, name="channel 1")
    models.DetectorSettings.objects.create(logical_channel=logical, detector=detector, gain=2)
    models.LightSettings.objects.create(
        logical_channel=logical, light_source=laser, attenuation=0.25
    )
    path = models.LightPath.objects.create(logical_channel=logical, dichroic=mirror)
    for index, (row, is_excitation) in enumerate([(second, True), (first, True), (first, False)]):
        models.LightPathFilter.objects.create(
            light_path=path, filter=row, is_excitation=is_excitation, index=index
        )
    logical.filter_set = models.FilterSet.objects.create(**part, model="cube", dichroic=mirror)
    logical.filter_set.emission_filters.add(first)
    logical.save()
    channel = world.as_("member").acquisition(image.id).channels[1]
    assert channel.detector is not None
    assert (channel.detector.type, channel.detector.voltage) == ("PMT", Length(600, "VOLT"))
    assert channel.detector_gain == 2
    assert channel.light_source == base.LightSource(id=laser.id, kind="Laser", wavelength=488)
    assert channel.attenuation == 0.25
    assert [one.model for one in channel.excitation_filters] == ["B", "A"]
    assert [one.model for one in channel.emission_filters] == ["A"]
    assert channel.dichroic == base.Dichroic(id=mirror.id, model="D")
    assert channel.filter_set is not None
    assert channel.filter_set.emission_filters == channel.emission_filters


def test_planes_come_by_time_section_and_channel(world: World) -> None:
    image = world.image()
    for t, z, c in ((1, 0, 0), (0, 1, 0), (0, 0, 1), (0, 0, 0)):
        models.PlaneInfo.objects.create(
            pixels=image.pixels,
            the_t=t,
            the_z=z,
            the_c=c,
            exposure_time=20,
            exposure_time_unit="MS",
        )
    page = world.as_("member").planes(image.id, base.Slice(1, 2))
    assert [(plane.t, plane.z, plane.c) for plane in page.items] == [(0, 0, 1), (0, 1, 0)]
    assert page.total == 4
    assert page.items[0].exposure_time == Length(20, "MS")


def test_original_metadata_is_of_the_file_and_of_the_image(world: World) -> None:
    image = world.image()
    files = models.OriginalMetadata.objects
    files.create(fileset=image.fileset, entries=[["Lens", "60x"], ["Lens", "again"]])
    files.create(fileset=image.fileset, image=image, entries=[["Scene", "1"]])
    assert world.as_("member").original_metadata(image.id) == base.OriginalMetadata(
        of_file=(("Lens", "60x"), ("Lens", "again")), of_image=(("Scene", "1"),)
    )
