"""Users and groups in the JSON API."""

from typing import Any

import pytest

from tests.webgateway.gallery import MEMBER, OUTSIDER, OWNER, Gallery

SCHEMA = "http://www.openmicroscopy.org/Schemas/OME/2016-06#"


def get(gallery: Gallery, path: str, user: str = MEMBER) -> Any:
    return gallery.client(user).get(path if "://" in path else f"/api/v0/m/{path}")


def by_name(gallery: Gallery, path: str, name: str, user: str = MEMBER) -> dict[str, Any]:
    """The objects of a list by one of their fields."""
    return {one[name]: one for one in get(gallery, path, user).json()["data"]}


def test_users_lead_to_their_groups_and_back(gallery: Gallery) -> None:
    owner = by_name(gallery, "experimenters/", "UserName")[OWNER]
    assert (owner["@type"], owner["@id"]) == (f"{SCHEMA}Experimenter", gallery.users[OWNER])
    assert owner["omero:details"].keys() == {"@type", "permissions"}
    alone = get(gallery, owner.pop("url:experimenter")).json()["data"]
    assert alone == owner
    groups = by_name(gallery, owner["url:experimentergroups"], "Name")
    shared = next(group for name, group in groups.items() if name != "user")
    assert shared["@type"] == f"{SCHEMA}ExperimenterGroup"
    alone = get(gallery, shared.pop("url:experimentergroup")).json()["data"]
    assert alone == shared
    assert {OWNER, MEMBER} <= by_name(gallery, shared["url:experimenters"], "UserName").keys()


def test_lists_are_narrowed_by_the_query_as_by_the_path(gallery: Gallery) -> None:
    user = gallery.users[OWNER]
    groups = get(gallery, f"experimentergroups/?experimenter={user}").json()
    assert groups == get(gallery, f"experimenters/{user}/experimentergroups/").json()
    group = groups["data"][0]["@id"]
    members = get(gallery, f"experimenters/?experimentergroup={group}").json()
    assert members == get(gallery, f"experimentergroups/{group}/experimenters/").json()
    assert members["meta"]["totalCount"] == len(members["data"]) > 0


def test_members_are_counted_where_that_is_asked_for(gallery: Gallery) -> None:
    plain = by_name(gallery, "experimentergroups/", "Name")
    counted = by_name(gallery, "experimentergroups/?childCount=true", "Name")
    assert plain.keys() == counted.keys()
    for name, group in counted.items():
        assert "omero:childCount" not in plain[name]
        alone = get(gallery, f"experimentergroups/{group['@id']}/?childCount=true").json()["data"]
        assert alone["omero:childCount"] == group["omero:childCount"]
    assert counted["gallery"]["omero:childCount"] == len((OWNER, MEMBER))


def test_pages_and_normalize(gallery: Gallery) -> None:
    whole = get(gallery, "experimenters/").json()
    page = get(gallery, "experimenters/?limit=1&offset=1&normalize=true").json()
    assert page["data"] == whole["data"][1:2]
    assert page["meta"]["totalCount"] == whole["meta"]["totalCount"]


def test_nobody_sees_whom_they_have_nothing_to_do_with(gallery: Gallery) -> None:
    assert OWNER not in by_name(gallery, "experimenters/", "UserName", OUTSIDER)
    answer = get(gallery, f"experimenters/{gallery.users[OWNER]}/", OUTSIDER)
    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["experimenters/0/", "experimentergroups/0/", "experimenters/"])
def test_people_are_only_read(gallery: Gallery, path: str) -> None:
    assert gallery.client(OWNER).delete(f"/api/v0/m/{path}").status_code == 405


def test_what_is_no_number_is_refused(gallery: Gallery) -> None:
    answer = get(gallery, "experimenters/?experimentergroup=lab")
    assert (answer.status_code, answer.json()["message"]) == (
        400,
        "experimentergroup='lab': expected a whole number",
    )
