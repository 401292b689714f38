"""Rendering settings over HTTP: saved, listed, reset, copied and pasted."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.webgateway.gallery import MEMBER, OUTSIDER, OWNER, Gallery
from tests.webgateway.pictures import decoded

SETTINGS = "c=-1|7:900$00FFFF,2|20:3000$fire.lut&m=g&z=3&t=2"
MAPS = json.dumps(
    [
        {"inverted": {"enabled": True}},
        {"quantization": {"family": "exponential", "coefficient": 1.5}},
    ]
)


def post(gallery: Gallery, path: str, user: str = OWNER, **form: Any) -> Any:
    return gallery.client(user).post(f"/webgateway/{gallery.path(path)}", form)


def save(gallery: Gallery, user: str = OWNER, name: str = "stack") -> Any:
    return post(gallery, f"saveImgRDef/{{{name}}}/?{SETTINGS}&maps={MAPS}", user)


@pytest.fixture(autouse=True)
def unsaved(gallery: Gallery) -> Iterator[None]:
    """Nobody has settings of their own, before and after."""
    from omeroweb.gateway.embedded import models  # noqa: PLC0415

    models.RenderingDef.objects.all().delete()
    yield
    models.RenderingDef.objects.all().delete()


def test_saved_settings_come_back_in_img_data_and_in_pictures(gallery: Gallery) -> None:
    query = {"c": "-1|7:900$00FFFF,2|20:3000$fire.lut", "m": "g", "maps": MAPS}
    explicit = decoded(gallery.get("render_image/{stack}/2/1/", **query))
    assert (decoded(gallery.get("render_image/{stack}/")) != explicit).any()
    answer = save(gallery)
    assert (answer.content, answer.headers["Content-Type"]) == (b"true", "application/javascript")
    data = gallery.get("imgData/{stack}/").json()
    assert data["rdefs"] == {
        "model": "greyscale",
        "projection": "normal",
        "defaultZ": 2,
        "defaultT": 1,
        "invertAxis": False,
    }
    first, second = data["channels"]
    assert (first["active"], first["inverted"], first["color"]) == (False, True, "00FFFF")
    assert (first["window"]["start"], first["window"]["end"]) == (7, 900)
    assert (second["lut"], second["family"], second["coefficient"]) == (
        "fire.lut",
        "exponential",
        1.5,
    )
    assert (decoded(gallery.get("render_image/{stack}/")) == explicit).all()


def test_a_reset_shows_what_there_was_and_getdefaults_what_there_would_be(
    gallery: Gallery,
) -> None:
    before = gallery.get("imgData/{stack}/").json()
    save(gallery)
    assert gallery.get("imgData/{stack}/", getDefaults="true").json() == before
    stack = gallery.ids["stack"]
    assert post(gallery, "resetRDef/", toids=[stack], to_type="image").json() == [stack]
    assert gallery.get("imgData/{stack}/").json() == before


def test_settings_are_each_users_own_and_the_owners_count_for_the_rest(gallery: Gallery) -> None:
    save(gallery)
    assert gallery.get("imgData/{stack}/", MEMBER).json()["rdefs"]["model"] == "greyscale"
    refused = save(gallery, MEMBER)
    assert refused.status_code == 403  # the group is read-only
    assert save(gallery, OUTSIDER).status_code == 404
    (listed,) = gallery.get("get_image_rdefs_json/{stack}/", MEMBER).json()["rdefs"]
    assert listed["owner"]["id"] == gallery.users[OWNER]
    assert (listed["model"], listed["z"], listed["t"]) == ("greyscale", 2, 1)
    assert listed["c"][0]["rgb"] == {"red": 0, "green": 255, "blue": 255}
    assert listed["c"][1]["lut"] == "fire.lut"
    hidden = gallery.get("get_image_rdefs_json/{stack}/", OUTSIDER).json()
    assert hidden == {"error": f"No image with id {gallery.ids['stack']}"}


def test_a_thumbnail_can_be_made_with_anybodys_settings(gallery: Gallery) -> None:
    plain = gallery.get("render_thumbnail/{stack}/", MEMBER).content
    save(gallery)
    rdef = gallery.get("get_image_rdefs_json/{stack}/").json()["rdefs"][0]["id"]
    post(gallery, "resetRDef/", toids=[gallery.ids["pyramid"]])
    theirs = gallery.get("render_thumbnail/{stack}/", MEMBER, rdefId=rdef)
    assert theirs.content != plain
    other = gallery.get("render_thumbnail/{pyramid}/", rdefId=rdef)
    assert other.status_code == 404


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("c=1|0:9$F00&m=c", "c lists no channel 2: expected all 2"),
        ("c=1|0:9$F00,2|0:9$0F0", "m=None: expected g"),
        ("c=1|0:9$F00,2|0:9$no.lut&m=c", "c: there is no lookup table no.lut"),
        ("c=1|0:9$F00,2|0:9$0F0&m=c&z=0", "z=-1 is out of range"),
        ("c=1|0:9$F00,2|0:9$0F0&m=c&t=3", "t=2 is out of range"),
    ],
)
def test_what_is_not_complete_is_not_saved(gallery: Gallery, query: str, said: str) -> None:
    answer = post(gallery, f"saveImgRDef/{{stack}}/?{query}")
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert gallery.get("get_image_rdefs_json/{stack}/").json() == {"rdefs": []}


def test_saving_needs_a_post(gallery: Gallery) -> None:
    assert gallery.get(f"saveImgRDef/{{stack}}/?{SETTINGS}").status_code == 405


def test_owners_settings_are_applied_to_whole_datasets(gallery: Gallery) -> None:
    save(gallery)
    dataset = gallery.get("imgData/{stack}/meta.datasetId/").json()
    changed = post(gallery, "applyOwnersRDef/", to_type="dataset", toids=[dataset]).json()
    assert set(changed) == set(gallery.ids.values())
    nothing = post(gallery, "resetRDef/", to_type="dataset")
    assert (nothing.status_code, nothing.json()["message"][:17]) == (400, "toids is missing:")
    odd = post(gallery, "resetRDef/", to_type="folder", toids=[1])
    assert odd.json()["message"].startswith("to_type='folder': expected one of image,")


def test_an_images_settings_are_copied_and_pasted(gallery: Gallery) -> None:
    client = gallery.client()
    stack, volume, pyramid = (gallery.ids[name] for name in ("stack", "volume", "pyramid"))
    save(gallery)
    assert client.get("/webgateway/getImgRDef/").json() == {"rdef": None}
    assert client.post("/webgateway/copyImgRDef/", {"toids": [volume]}).json() is False
    assert client.get("/webgateway/copyImgRDef/", {"fromid": stack}).json() is True
    rdef = client.get("/webgateway/getImgRDef/").json()["rdef"]
    assert rdef["c"] == "-1|7.0:900.0$00FFFF,2|20.0:3000.0$fire.lut"
    assert (rdef["m"], rdef["pixel_range"]) == ("greyscale", "0:65535")
    assert rdef["maps"][0]["inverted"] == {"enabled": True}
    pasted = client.post("/webgateway/copyImgRDef/", {"toids": [volume, stack, pyramid]})
    # The volume has as many channels as the stack, the pyramid has not.
    assert pasted.json() == {"true": [volume], "false": [pyramid]}
    shown = gallery.get("imgData/{volume}/").json()
    assert (shown["rdefs"]["model"], shown["channels"][1]["lut"]) == ("greyscale", "fire.lut")
    assert shown["rdefs"]["defaultZ"] == 2  # the plane stays its own


def test_explicit_settings_are_copied_and_pasted(gallery: Gallery) -> None:
    client = gallery.client()
    stack, volume = gallery.ids["stack"], gallery.ids["volume"]
    query: dict[str, str | int] = {
        "c": "1|1:2$F00,-2|3:4$0F0",
        "m": "c",
        "pixel_range": "0:255",
        "imageId": stack,
    }
    assert client.get("/webgateway/copyImgRDef/", query).json() is True
    remembered = client.get("/webgateway/getImgRDef/").json()["rdef"]
    assert (remembered["c"], remembered["m"]) == (query["c"], "c")
    pasted = client.post("/webgateway/copyImgRDef/", {"toids": [volume]}).json()
    assert pasted == {"true": [volume], "false": []}
    shown = gallery.get("imgData/{volume}/channels/").json()
    assert [channel["color"] for channel in shown] == ["FF0000", "00FF00"]
    assert (shown[1]["active"], shown[1]["window"]["start"]) == (False, 3)
    # The source has none of its own now: nothing was saved on the way.
    assert gallery.get("get_image_rdefs_json/{stack}/").json() == {"rdefs": []}
    direct = client.post(f"/webgateway/copyImgRDef/?fromid={volume}", {"toids": [stack]}).json()
    assert direct == {"true": [stack], "false": []}


def test_a_copy_of_nothing_is_refused(gallery: Gallery) -> None:
    answer = gallery.get("copyImgRDef/")
    assert answer.status_code == 405
    assert gallery.get("copyImgRDef/", fromid="x").json()["message"].startswith("fromid='x'")


def test_images_that_can_be_shown_alike_are_found(gallery: Gallery) -> None:
    stack = gallery.ids["stack"]
    assert gallery.get("compatImgRDef/{stack}/").json() == [stack]
    assert gallery.get("compatImgRDef/{stack}/", OUTSIDER).json() is False
