"""Administrators become other users; nobody else does."""

from django.test import override_settings

from tests.webgateway.gallery import MEMBER, OWNER, Gallery

# Pages name static files by hashes that are made when they are collected.
PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@override_settings(STORAGES=PLAIN)
def test_an_administrator_becomes_another_user(gallery: Gallery) -> None:
    client = gallery.client("root")
    assert client.get("/webgateway/proj/list/").json() == []
    page = client.get(f"/webgateway/su/{OWNER}/")
    assert f"Go on as {OWNER}?" in page.content.decode()
    assert client.get("/webgateway/proj/list/").json() == []
    assert client.post(f"/webgateway/su/{OWNER}/").json() is True
    assert [one["name"] for one in client.get("/webgateway/proj/list/").json()] == ["Cells"]


def test_for_others_there_is_no_such_page(gallery: Gallery) -> None:
    for ask in (gallery.client(MEMBER).get, gallery.client(MEMBER).post):
        assert ask(f"/webgateway/su/{OWNER}/").status_code == 404
    client = gallery.client("root")
    assert client.post("/webgateway/su/nobody/").status_code == 404
