"""Whom an administrator cannot remove."""

import pytest

from omeroweb.errors import BadRequest
from omeroweb.gateway import base
from omeroweb.gateway.base import AnnotationDraft, AnnotationKind, Kind, Ref
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.administration import groups, users
from tests.integration.store.world import World, make


@pytest.fixture
def world(undone: None) -> World:
    return make(models.READ_ANNOTATE)


def test_whoever_owns_something_stays_and_so_does_its_group(world: World) -> None:
    world.project()
    with pytest.raises(BadRequest, match=r"owner owns 1 Project objects .* --inactive"):
        users.remove(world.people["owner"])
    world.people["owner"].groups.add(world.elsewhere)
    with pytest.raises(BadRequest, match="group fins holds 1 Project objects"):
        groups.remove(world.group)


def test_a_link_to_others_annotations_is_something(world: World) -> None:
    target = [Ref(Kind.IMAGE, world.image().id)]
    tag = world.as_("owner").annotations.create(AnnotationDraft(AnnotationKind.TAG, "GFP"))
    world.as_("member").annotations.link(tag.id, target)
    with pytest.raises(BadRequest, match="member owns 1 ImageAnnotationLink objects"):
        users.remove(world.people["member"])


def test_rendering_settings_go_with_their_user(world: World) -> None:
    image = world.image()
    renderings = world.as_("member").renderings
    renderings.save(image.id, renderings.of(image.id).rendering)
    users.remove(world.people["member"])
    assert world.as_("owner").renderings.all_of(image.id) == []
    listed = world.as_("owner").people.experimenters(base.Slice(), base.PeopleFilter())
    assert "member" not in {one.user_name for one in listed.items}


def test_who_leaves_their_default_group_has_another(world: World) -> None:
    member = world.people["member"]
    groups.change_members(world.elsewhere, add=[member])
    users.change(member, default_group=world.group, said={})
    assert world.as_("member").event_context().group_name == "fins"
    groups.change_members(world.group, remove=[member])
    assert world.as_("member").event_context().group_name == "tails"
