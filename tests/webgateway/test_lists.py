"""Projects, Datasets and images in their simple form."""

from tests.webgateway.gallery import MEMBER, OUTSIDER, Gallery


def project(gallery: Gallery) -> int:
    found: int = gallery.get("proj/list/").json()[0]["id"]
    return found


def test_a_user_is_listed_their_own_projects(gallery: Gallery) -> None:
    assert gallery.get("proj/list/").json() == [
        {"id": project(gallery), "name": "Cells", "description": ""}
    ]
    assert gallery.get("proj/list/", MEMBER).json() == []


def test_a_project_has_datasets_and_they_have_images(gallery: Gallery) -> None:
    pid = project(gallery)
    assert gallery.get(f"proj/{pid}/detail/").json() == {
        "type": "Project",
        "id": pid,
        "name": "Cells",
        "description": "",
    }
    (dataset,) = gallery.get(f"proj/{pid}/children/", MEMBER).json()
    assert (dataset["type"], dataset["name"], dataset["child_count"]) == ("Dataset", "Monday", 5)
    assert gallery.get(f"dataset/{dataset['id']}/detail/").json()["name"] == "Monday"
    images = gallery.get(f"dataset/{dataset['id']}/children/", MEMBER).json()
    assert [image["id"] for image in images] == [
        gallery.ids[name] for name in ("pyramid", "signed", "slide", "stack", "volume")
    ]
    assert set(images[0]) == {"type", "id", "name", "description", "author", "date", "thumb_url"}
    assert images[0]["author"] == "Keeper"
    assert images[0]["thumb_url"] == f"/webgateway/render_thumbnail/{images[0]['id']}/96/"
    sized = gallery.get(f"dataset/{dataset['id']}/children/", tiled="1").json()
    assert (sized[0]["size"], sized[0]["tiled"]) == ({"width": 800, "height": 600}, True)
    assert sized[1]["tiled"] is False


def test_what_one_may_not_see_is_not_there(gallery: Gallery) -> None:
    pid = project(gallery)
    assert gallery.get(f"proj/{pid}/children/", OUTSIDER).json() == []
    answer = gallery.get(f"proj/{pid}/detail/", OUTSIDER)
    assert answer.status_code == 404
    assert answer.json() == {"message": f"Project {pid} not found"}


def test_lists_speak_jsonp(gallery: Gallery) -> None:
    answer = gallery.get("proj/list/", callback="show")
    assert answer.headers["Content-Type"] == "application/javascript"
    assert answer.content.startswith(b"show([")
    assert gallery.get("proj/list/", callback="a b").json() == {"message": "Invalid callback"}
