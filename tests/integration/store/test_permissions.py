"""Owner, member, outsider and administrator, with their fixed roles, in a real database."""

import pytest
from django.contrib.auth.hashers import make_password

from omeroweb.config import parsers
from omeroweb.errors import LoginRefused, NotFound, NotSignedIn
from omeroweb.gateway.base import Caller, Filter, Slice
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.permissions import Rights
from omeroweb.gateway.embedded.server import EmbeddedServer

PASSWORD = "owner's password"
HASH = make_password(PASSWORD)  # slow by design: once is enough


@pytest.fixture
def lab(undone: None) -> models.ExperimenterGroup:
    """A group with an owner of data and another member; the outsider is in a group of their own."""
    fins = models.ExperimenterGroup.objects.create(name="fins")
    tails = models.ExperimenterGroup.objects.create(name="tails")
    for name, group in (("owner", fins), ("member", fins), ("outsider", tails)):
        user = models.Experimenter.objects.create(user_name=name, password=HASH)
        models.GroupExperimenterMap.objects.create(group=group, experimenter=user)
    owner = models.Experimenter.objects.get(user_name="owner")
    models.Project.objects.create(owner=owner, group=fins, name="Zebrafish")
    return fins


def projects_of(user_name: str) -> list[tuple[str, bool, bool]]:
    """What a user sees: name, may annotate, may edit."""
    user = models.Experimenter.objects.get(user_name=user_name)
    page = EmbeddedServer().open(Caller(user.id)).projects(Slice(), Filter())
    assert page.total == len(page.items)
    return [
        (
            project.name,
            project.details.permissions.can_annotate,
            project.details.permissions.can_edit,
        )
        for project in page.items
    ]


@pytest.mark.parametrize(
    ("permissions", "member_sees"),
    [
        (models.PRIVATE, []),
        (models.READ_ONLY, [("Zebrafish", False, False)]),
        (models.READ_ANNOTATE, [("Zebrafish", True, False)]),
        (models.READ_WRITE, [("Zebrafish", True, True)]),
    ],
)
def test_a_member_sees_what_the_group_permits(
    lab: models.ExperimenterGroup, permissions: str, member_sees: list[tuple[str, bool, bool]]
) -> None:
    lab.permissions = permissions
    lab.save()
    assert projects_of("member") == member_sees
    assert projects_of("owner") == [("Zebrafish", True, True)]
    assert projects_of("outsider") == []
    # Nobody else annotates in a private group.
    assert projects_of("root") == [("Zebrafish", permissions != models.PRIVATE, True)]


def test_an_owner_of_the_group_sees_private_data(lab: models.ExperimenterGroup) -> None:
    lab.permissions = models.PRIVATE
    lab.save()
    models.GroupExperimenterMap.objects.filter(experimenter__user_name="member").update(
        is_owner=True
    )
    assert projects_of("member") == [("Zebrafish", False, True)]


def test_what_one_may_not_see_is_not_found(lab: models.ExperimenterGroup) -> None:
    project = models.Project.objects.get()
    outsider = models.Experimenter.objects.get(user_name="outsider")
    gateway = EmbeddedServer().open(Caller(outsider.id))
    with pytest.raises(NotFound, match=f"Project {project.id} not found"):
        gateway.project(project.id)


def test_a_session_ends_with_its_user(lab: models.ExperimenterGroup) -> None:
    caller = EmbeddedServer().login("owner", PASSWORD)
    models.Experimenter.objects.filter(user_name="owner").update(is_active=False)
    with pytest.raises(NotSignedIn):
        EmbeddedServer().open(caller)


@pytest.mark.parametrize(
    ("user_name", "password"), [("owner", "wrong"), ("nobody", PASSWORD), ("", "")]
)
def test_a_wrong_login_is_refused(
    lab: models.ExperimenterGroup, user_name: str, password: str
) -> None:
    with pytest.raises(LoginRefused):
        EmbeddedServer().login(user_name, password)


@pytest.mark.parametrize(
    ("policy", "permissions", "may"),
    [
        ("+read,+write,+image,+plate", models.READ_ONLY, {"owner", "member", "root"}),
        ("+write,+image", models.READ_ONLY, {"owner", "root"}),
        ("+write,+image", models.READ_WRITE, {"owner", "member", "root"}),
        ("+read,-write,+image", models.READ_ONLY, {"member"}),
        ("+read,+write,+image,-image", models.READ_ONLY, set()),
        ("+read,+write,+plate", models.READ_ONLY, set()),
        ("", models.READ_ONLY, set()),
    ],
)
def test_original_files_are_for_whom_the_policy_names(
    lab: models.ExperimenterGroup, policy: str, permissions: str, may: set[str]
) -> None:
    lab.permissions = permissions
    lab.save()
    owner = models.Experimenter.objects.get(user_name="owner")
    image = models.Image(owner=owner, group=lab)
    users = models.Experimenter.objects.filter(user_name__in=["owner", "member", "root"])
    allowed = {
        user.user_name
        for user in users
        if Rights(user, parsers.binary_access(policy)).may_download(image)
    }
    assert allowed == may


def test_files_of_plates_have_their_own_word(lab: models.ExperimenterGroup) -> None:
    owner = models.Experimenter.objects.get(user_name="owner")
    image = models.Image(owner=owner, group=lab)
    image.well_sample = models.WellSample()
    plates = Rights(owner, parsers.binary_access("+write,+plate"))
    assert plates.may_download(image)
    assert not Rights(owner, parsers.binary_access("+write,+image")).may_download(image)
