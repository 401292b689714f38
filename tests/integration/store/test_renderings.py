"""Rendering settings: whose count, who may save, and what a save changes."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from omeroweb.errors import BadRequest, Forbidden, NotFound
from omeroweb.gateway import base
from omeroweb.gateway.embedded import models
from tests.integration.store.world import World, make

RED, BLUE = (255, 0, 0, 255), (0, 0, 255, 255)


@pytest.fixture
def world(undone: None) -> World:
    return make(models.READ_ANNOTATE)


def settings(end: float, channels: int = 2) -> base.Rendering:
    return base.Rendering(
        tuple(
            base.ChannelBinding(
                index,
                is_active=index == 0,
                start=1,
                end=end,
                color=RED,
                family=base.Family.POLYNOMIAL,
                coefficient=1.5,
                lut="cool.lut",
                is_inverted=True,
            )
            for index in range(channels)
        ),
        base.Model.GREYSCALE,
        z=4,
        t=2,
        quality=0.8,
    )


def end_of(found: base.RenderingDef) -> float:
    return found.rendering.channels[0].end


def test_before_anything_is_saved_an_image_is_shown_as_it_was_imported(world: World) -> None:
    found = world.as_("member").renderings.of(world.image().id)
    assert not found.is_saved
    assert found.owner.user_name == "owner"
    assert (found.rendering.z, found.rendering.t) == (2, 0)
    first = base.ChannelBinding(0, is_active=True, start=100, end=800, color=BLUE)
    assert found.rendering.channels[0] == first


def test_all_that_was_saved_comes_back(world: World) -> None:
    image = world.image()
    saved = world.as_("owner").renderings.save(image.id, settings(500))
    assert saved.rendering == settings(500)
    assert world.as_("owner").renderings.of(image.id) == saved
    assert world.as_("owner").renderings.get(saved.id) == saved


def test_ones_own_settings_count_before_the_owners_and_the_owners_before_the_imported(
    world: World,
) -> None:
    image = world.image()
    world.as_("owner").renderings.save(image.id, settings(500))
    assert end_of(world.as_("member").renderings.of(image.id)) == 500
    world.as_("member").renderings.save(image.id, settings(600))
    assert end_of(world.as_("member").renderings.of(image.id)) == 600
    assert end_of(world.as_("owner").renderings.of(image.id)) == 500
    assert end_of(world.as_("leader").renderings.of(image.id)) == 500
    assert end_of(world.as_("member").renderings.imported(image.id)) == 800


def test_every_save_is_a_new_version(world: World) -> None:
    image = world.image()
    renderings = world.as_("owner").renderings
    first = renderings.save(image.id, settings(500))
    second = renderings.save(image.id, settings(600))
    assert (second.id, second.version) == (first.id, first.version + 1)
    assert second.updated is not None
    assert first.updated is not None
    assert second.updated >= first.updated


def test_everybodys_settings_are_listed_ones_own_first(world: World) -> None:
    image = world.image()
    for role in ("owner", "leader", "member"):
        world.as_(role).renderings.save(image.id, settings(500))
    listed = world.as_("member").renderings.all_of(image.id)
    assert [one.owner.user_name for one in listed] == ["member", "owner", "leader"]


@pytest.mark.parametrize(
    "wrong",
    [
        settings(500, channels=1),
        settings(500, channels=3),
        replace(settings(500), channels=settings(500).channels[::-1]),
        replace(settings(500), z=5),
        replace(settings(500), t=-1),
    ],
)
def test_settings_that_do_not_fit_the_image_are_refused(
    world: World, wrong: base.Rendering
) -> None:
    with pytest.raises(BadRequest, match="expected"):
        world.as_("owner").renderings.save(world.image().id, wrong)


def test_a_copy_goes_where_the_channels_fit_and_keeps_the_shown_plane(world: World) -> None:
    two, three = world.image("two"), world.image("three", channels=3)
    hidden = world.image("hidden", owner=world.people["outsider"], group=world.elsewhere)
    renderings = world.as_("owner").renderings
    ids = [three.id, two.id, hidden.id]
    copied = renderings.copy(settings(500), ids)
    assert copied == base.Copied(done=(two.id,), not_done=(three.id, hidden.id))
    found = renderings.of(two.id).rendering
    assert found == replace(settings(500), z=2, t=0)


def test_a_reset_brings_back_what_was_imported(world: World) -> None:
    image = world.image()
    renderings = world.as_("owner").renderings
    renderings.save(image.id, settings(500))
    assert renderings.reset([image.id]).done == (image.id,)
    assert renderings.of(image.id).rendering == renderings.imported(image.id).rendering


def test_the_owners_settings_can_be_taken_over(world: World) -> None:
    saved, untouched = world.image("saved"), world.image("untouched")
    world.as_("owner").renderings.save(saved.id, settings(500))
    member = world.as_("member").renderings
    member.save(saved.id, settings(600))
    member.save(untouched.id, settings(600))
    assert member.use_owners([saved.id, untouched.id]).not_done == ()
    assert end_of(member.of(saved.id)) == 500
    assert end_of(member.of(untouched.id)) == 800
    assert member.of(saved.id).owner.user_name == "member"


def test_many_images_take_as_many_queries_as_one(world: World) -> None:
    ids = [world.image(f"{number}").id for number in range(6)]
    renderings = world.as_("member").renderings
    for saved in ids[:3]:
        world.as_("owner").renderings.save(saved, settings(500))

    def queries(some: list[int]) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert set(renderings.of_images(some)) == set(some)
        return len(captured)

    renderings.of(ids[0])  # the memberships are known from now on
    assert queries([ids[0], ids[5]]) == queries(ids)
    with CaptureQueriesContext(connection) as few:
        renderings.copy(settings(700), ids[:1])
    with CaptureQueriesContext(connection) as many:
        renderings.copy(settings(700), ids)
    assert len(many) <= len(few) + 2


def test_who_may_only_look_saves_nothing(undone: None) -> None:
    world = make(models.READ_ONLY)
    image = world.image()
    with pytest.raises(Forbidden, match=f"Image {image.id} may not be annotated by member"):
        world.as_("member").renderings.save(image.id, settings(500))
    assert world.as_("member").renderings.reset([image.id]).not_done == (image.id,)
    with pytest.raises(NotFound):
        world.as_("outsider").renderings.save(image.id, settings(500))
