"""Looking for objects by words."""

from tests.webgateway.gallery import MEMBER, OUTSIDER, Gallery


def found(gallery: Gallery, user: str = MEMBER, **query: str) -> list[tuple[str, str]]:
    answer = gallery.get("search/", user, **query).json()
    return [(one["type"], one["name"]) for one in answer]


def test_projects_datasets_and_images_are_found_by_their_names(gallery: Gallery) -> None:
    assert found(gallery, text="cells") == [("Project", "Cells")]
    assert found(gallery, text="monday") == [("Dataset", "Monday")]
    assert found(gallery, text="stack") == [("Image", "stack.ome.tif")]
    assert found(gallery, text="cells", ctx="imgs") == []
    assert found(gallery, OUTSIDER, text="stack") == []


def test_parts_authors_and_parents(gallery: Gallery) -> None:
    everything = found(gallery, text="ome", ctx="imgs")
    assert len(everything) > 4
    parts = found(gallery, text="ome", ctx="imgs", start="1", limit="2")
    assert parts == everything[1:3]
    assert found(gallery, text="stack", author="keeper") == [("Image", "stack.ome.tif")]
    assert found(gallery, text="stack", author="nobody") == []
    assert found(gallery, text="stack", parents="1") == [
        ("Image", "stack.ome.tif"),
        ("Dataset", "Monday"),
        ("Project", "Cells"),
    ]


def test_image_data_of_what_was_found(gallery: Gallery) -> None:
    query = {"text": "stack", "ctx": "imgs", "grabData": "1"}
    (data,) = gallery.get("search/", MEMBER, **query).json()
    assert data["size"]["width"] == 64
    assert gallery.get("search/", MEMBER, **query, key="size.z").json() == [3]
    answer = gallery.get("search/", MEMBER, text="a", limit="-1")
    assert (answer.status_code, answer.json()["message"][:13]) == (400, "start=0&limit")
