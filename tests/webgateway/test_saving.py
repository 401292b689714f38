"""Projects, Datasets and Screens that clients of the JSON API create, replace and delete."""

import json
from typing import Any

import pytest
from django.test import Client

from omeroweb.gateway.embedded import models
from tests.webgateway.gallery import MEMBER, OUTSIDER, OWNER, Gallery

SCHEMA = "http://www.openmicroscopy.org/Schemas/OME/2016-06#"
SAVE = "/api/v0/m/save/"
PROTOCOL = {
    "Type": "primary",
    "ProtocolIdentifier": "P-7",
    "ProtocolDescription": "fix, stain, image",
    "ReagentSetIdentifier": "RS-2",
    "ReagentSetDescription": "kinase inhibitors",
}


@pytest.fixture
def group() -> int:
    return models.ExperimenterGroup.objects.get(name="gallery").id


def send(
    gallery: Gallery, method: str, body: Any, query: str = "", user: str = OWNER
) -> tuple[int, Any]:
    text = body if isinstance(body, str) else json.dumps(body)
    ask = getattr(gallery.client(user), method)
    answer = ask(SAVE + query, text, content_type="application/json")
    return answer.status_code, answer.json()


def said(of: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in of.items() if name[0].isupper()}


@pytest.mark.parametrize("kind", ["Project", "Dataset", "Screen"])
def test_one_is_created_replaced_and_deleted(gallery: Gallery, group: int, kind: str) -> None:
    more = PROTOCOL if kind == "Screen" else {}
    first = {"Name": "Day 4", "Description": "cold", **more}
    status, answer = send(
        gallery, "post", {"@type": f"{SCHEMA}{kind}", **first, "Strange": 1}, f"?group={group}"
    )
    assert status == 201
    made = answer["data"]
    assert (made["@type"], said(made)) == (f"{SCHEMA}{kind}", first)
    assert made["omero:details"]["owner"]["@id"] == gallery.users[OWNER]
    assert made["omero:details"]["group"]["@id"] == group
    path = f"/api/v0/m/{kind.lower()}s/{made['@id']}/"
    alone = gallery.client(OWNER).get(path).json()["data"]
    assert made == {name: value for name, value in alone.items() if not name.startswith("url:")}
    # What came is what may be sent back; what is left out is empty then.
    changed = {**made, "Name": "Day 5"}
    del changed["Description"], changed["omero:details"]
    status, answer = send(gallery, "put", changed)
    assert (status, said(answer["data"])) == (200, {"Name": "Day 5", **more})
    assert gallery.client(MEMBER).delete(path).status_code == 403
    was = gallery.client(OWNER).delete(path).json()
    assert was == answer
    assert gallery.client(OWNER).get(path).status_code == 404
    assert gallery.client(OWNER).delete(path).status_code == 404


def test_what_lies_in_a_container_stays(gallery: Gallery, group: int) -> None:
    _, answer = send(gallery, "post", {"@type": f"{SCHEMA}Dataset", "Name": "d"}, f"?group={group}")
    dataset = models.Dataset.objects.get(id=answer["data"]["@id"])
    dataset.images.add(gallery.ids["stack"])
    send(gallery, "put", {**answer["data"], "Name": "e"})
    assert [image.id for image in dataset.images.all()] == [gallery.ids["stack"]]
    gallery.client(OWNER).delete(f"/api/v0/m/datasets/{dataset.id}/")
    assert gallery.get("imgData/{stack}/").status_code == 200


DATASET = f"{SCHEMA}Dataset"


@pytest.mark.parametrize(
    ("method", "body", "status", "message"),
    [
        ("post", "no JSON", 400, "the body is not JSON"),
        ("post", [], 400, "expected a JSON object with @type"),
        ("post", {}, 400, f"@type is missing: expected e.g. {DATASET}"),
        ("post", {"@type": f"{SCHEMA}Image"}, 405, "Creation of Image not supported"),
        ("put", {"@type": f"{SCHEMA}Image"}, 405, "Update of Image not supported"),
        ("post", {"@type": "Dataset"}, 405, "Creation of Dataset not supported"),
        ("post", {"@type": DATASET, "@id": 1, "Name": "d"}, 400, "@id=1: what has an id is"),
        ("put", {"@type": DATASET, "Name": "d"}, 400, "@id is missing: expected that of a Dataset"),
        ("put", {"@type": DATASET, "@id": True}, 400, "@id=True: expected a whole number"),
        ("post", {"@type": DATASET, "Name": 7}, 400, "Name=7: expected a text"),
        ("put", {"@type": DATASET, "@id": 424242, "Name": "d"}, 404, "Dataset 424242 not found"),
    ],
)
def test_what_cannot_be_saved_is_refused(
    gallery: Gallery, group: int, method: str, body: Any, status: int, message: str
) -> None:
    found, answer = send(gallery, method, body, f"?group={group}")
    assert found == status
    assert answer["message"].startswith(message)


def test_a_name_is_needed_and_a_group(gallery: Gallery, group: int) -> None:
    status, answer = send(gallery, "post", {"@type": DATASET}, f"?group={group}")
    assert (status, "name" in answer["message"].lower()) == (400, True)
    status, answer = send(gallery, "post", {"@type": DATASET, "Name": "d"})
    assert (status, answer["message"]) == (
        *(400, "expected the id of a group, in ?group= or as omero:details.group.@id"),
    )


def test_nobody_changes_what_belongs_to_others(gallery: Gallery, group: int) -> None:
    _, answer = send(gallery, "post", {"@type": DATASET, "Name": "d"}, f"?group={group}")
    made = answer["data"]
    assert send(gallery, "put", made, user=MEMBER)[0] == 403
    assert send(gallery, "put", made, user=OUTSIDER)[0] == 404
    status, _ = send(gallery, "post", {"@type": DATASET, "Name": "d"}, f"?group={group}", OUTSIDER)
    assert status == 404
    gallery.client(OWNER).delete(f"/api/v0/m/datasets/{made['@id']}/")


def test_it_takes_a_login_a_token_and_the_right_method(gallery: Gallery) -> None:
    assert Client().post(SAVE, "{}", content_type="application/json").status_code == 403
    strict = gallery.client(OWNER)
    strict.handler.enforce_csrf_checks = True
    answer = strict.post(SAVE, "{}", content_type="application/json")
    assert (answer.status_code, answer.json()["message"].split(":")[0]) == (403, "CSRF Failed")
    answer = gallery.client(OWNER).get(SAVE)
    assert (answer.status_code, answer.json()["message"]) == (
        *(405, "GET is not supported here, only POST and PUT"),
    )
