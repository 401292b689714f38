"""The JSON API as its clients use it."""

import pytest
import requests

from tests.integration.client import login
from tests.integration.conftest import Lab
from tests.ready import ROOT_PASSWORD

SCHEMA = "http://www.openmicroscopy.org/Schemas/OME/2016-06"


def names(answer: requests.Response) -> list[str]:
    return [item["Name"] for item in answer.json()["data"]]


def test_a_client_finds_its_way_from_the_root(lab: Lab) -> None:
    root = lab.get("/api/")
    assert root.headers["X-OMERO-ApiVersion"] == "0.2"
    base = requests.get(root.json()["data"][-1]["url:base"], timeout=60).json()
    assert all(isinstance(value, str) for value in base.values())
    assert base["url:schema"] == SCHEMA
    others = ("url:schema", "url:login", "url:save")
    links = [value for key, value in base.items() if key not in others]
    assert [requests.get(link, timeout=60).status_code for link in links] == [200] * len(links)


def test_servers_are_numbered_from_one(lab: Lab) -> None:
    expected = {"id": 1, "host": "localhost", "port": 4064, "server": "omero"}
    assert lab.get("/api/v0/servers/").json() == {"data": [expected]}


@pytest.mark.parametrize("kind", ["projects", "datasets", "images", "screens", "plates"])
def test_an_id_that_no_database_can_keep_is_not_found(lab: Lab, kind: str) -> None:
    assert lab.get(f"/api/v0/m/{kind}/{'9' * 30}/").status_code == 404


def test_projects_lead_to_datasets_and_images(lab: Lab) -> None:
    projects = lab.get("/api/v0/m/projects/?childCount=true").json()
    assert [(p["Name"], p["omero:childCount"]) for p in projects["data"]] == [
        ("Cells", 1),
        ("Tissue", 1),
    ]
    assert projects["meta"] == {"offset": 0, "limit": 200, "maxLimit": 500, "totalCount": 2}
    datasets = requests.get(projects["data"][0]["url:datasets"], timeout=60)
    assert names(datasets) == ["Monday"]
    images = requests.get(datasets.json()["data"][0]["url:images"], timeout=60)
    assert names(images) == ["stack.ome.tif", "volume.ome.zarr"]


def test_an_image_in_a_list_has_pixels_and_alone_also_channels(lab: Lab) -> None:
    listed = next(
        image
        for image in lab.get("/api/v0/m/images/").json()["data"]
        if image["Name"] == "stack.ome.tif"
    )
    assert "Channels" not in listed["Pixels"]
    image = requests.get(listed["url:image"], timeout=60).json()["data"]
    assert image["@type"] == f"{SCHEMA}#Image"
    pixels = image["Pixels"]
    sizes = [pixels[f"Size{axis}"] for axis in "XYZCT"]
    assert (sizes, pixels["Type"]["value"]) == ([128, 96, 3, 2, 2], "uint16")
    # Opaque blue and opaque green as signed RGBA integers.
    assert [channel["Color"] for channel in pixels["Channels"]] == [65535, 16711935]
    assert "url:image" not in image
    assert None not in image.values()


def test_lists_are_paged_by_limit_and_offset(lab: Lab) -> None:
    whole = names(lab.get("/api/v0/m/images/"))
    assert whole == sorted(whole, key=str.lower)
    paged = [
        name
        for offset in range(0, len(whole), 4)
        for name in names(lab.get(f"/api/v0/m/images/?limit=4&offset={offset}"))
    ]
    assert paged == whole
    empty = lab.get("/api/v0/m/images/?limit=0").json()
    assert (empty["data"], empty["meta"]["totalCount"]) == ([], len(whole))
    assert lab.get("/api/v0/m/images/?limit=100000").json()["meta"]["limit"] == 500
    assert lab.get("/api/v0/m/images/?limit=-1&offset=-5").json()["meta"]["offset"] == 0


def test_normalize_moves_owners_and_groups_out(lab: Lab) -> None:
    body = lab.get("/api/v0/m/projects/?normalize=true").json()
    owner = body["data"][0]["omero:details"]["owner"]
    assert owner == {"@id": 0}
    assert [person["UserName"] for person in body["experimenters"]] == ["root"]
    assert [group["Name"] for group in body["experimenterGroups"]] == ["lab"]


def test_wells_have_their_images(lab: Lab) -> None:
    plate = lab.get("/api/v0/m/plates/").json()["data"][0]
    wells = requests.get(plate["url:wells"], timeout=60).json()["data"]
    # By column, then row.
    assert [(well["Row"], well["Column"]) for well in wells[:3]] == [(0, 0), (1, 0), (0, 1)]
    assert [len(well["WellSamples"]) for well in wells] == [2] * 6
    assert requests.get(wells[0]["WellSamples"][1]["Image"]["url:image"], timeout=60).ok


def test_images_of_wells_are_no_orphans(lab: Lab) -> None:
    assert names(lab.get("/api/v0/m/images/?orphaned=true")) == []


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("m/images/?limit=foo", 400, "limit='foo': expected a whole number"),
        ("m/images/?owner=me", 400, "owner='me': expected a whole number"),
        ("m/images/424242/", 404, "Image 424242 not found"),
        ("m/datasets/424242/", 404, "Dataset 424242 not found"),
        ("login/", 405, "POST only with username, password, server and csrftoken"),
    ],
)
def test_errors_are_json_with_a_message(lab: Lab, path: str, status: int, said: str) -> None:
    answer = lab.get(f"/api/v0/{path}")
    assert (answer.status_code, answer.json()) == (status, {"message": said})


def test_the_final_slash_may_be_left_out(lab: Lab) -> None:
    assert lab.get("/api/v0/m/projects?childCount=true").ok


def test_login_tells_who_one_is(lab: Lab) -> None:
    session = login(lab.server.url, ROOT_PASSWORD)
    again = session.post(
        f"{lab.server.url}/api/v0/login/",
        headers={
            "X-CSRFToken": session.get(f"{lab.server.url}/api/v0/token/").json()["data"],
            "Referer": lab.server.url,
        },
    ).json()
    assert again["success"] is True
    context = again["eventContext"]
    assert (context["userId"], context["userName"], context["isAdmin"]) == (0, "root", True)
    assert 1 in context["memberOfGroups"]
    assert len(context["sessionUuid"]) == 36


def test_a_wrong_password_is_refused(lab: Lab) -> None:
    with pytest.raises(requests.HTTPError, match="403"):
        login(lab.server.url, "wrong")


def test_a_login_without_token_is_refused(lab: Lab) -> None:
    answer = requests.post(
        f"{lab.server.url}/api/v0/login/",
        data={"username": "root", "password": ROOT_PASSWORD, "server": 1},
        timeout=60,
    )
    assert answer.status_code == 403
    assert answer.json()["message"].startswith("CSRF Failed: ")


def test_the_public_user_may_look_and_not_change(lab: Lab) -> None:
    permissions = lab.get("/api/v0/m/projects/").json()["data"][0]["omero:details"]["permissions"]
    assert not permissions["canEdit"]
    assert not permissions["canDelete"]
    session = login(lab.server.url, ROOT_PASSWORD)
    mine = session.get(f"{lab.server.url}/api/v0/m/projects/").json()["data"][0]
    assert mine["omero:details"]["permissions"]["canEdit"]
