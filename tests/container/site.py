"""A deployed site as a visitor and an administrator see it."""

import time

import requests

TIMEOUT = 60
IMPORT_SECONDS = 180


def log_in(url: str, password: str, *, host: str = "", scheme: str = "") -> requests.Session:
    """A session of the administrator. host and scheme: what a proxy in front would pass on."""
    session = requests.Session()
    if host:
        session.headers["Host"] = host
        session.headers["X-Forwarded-Proto"] = scheme
    token = session.get(f"{url}/api/v0/token/", timeout=TIMEOUT)
    assert token.status_code == 200, token.text
    answer = session.post(
        f"{url}/api/v0/login/",
        data={"username": "root", "password": password, "server": "1"},
        headers={
            "X-CSRFToken": token.json()["data"],
            "Origin": f"{scheme}://{host}" if host else url,
            # A cookie for HTTPS only is not sent back by itself over HTTP.
            "Cookie": "; ".join(f"{cookie.name}={cookie.value}" for cookie in session.cookies),
        },
        timeout=TIMEOUT,
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["success"] is True
    session.headers["Cookie"] = "; ".join(f"{one.name}={one.value}" for one in session.cookies)
    return session


def image_named(session: requests.Session, url: str, name: str) -> int:
    """The id of an image, once the import in the background has made it."""
    deadline = time.monotonic() + IMPORT_SECONDS
    found: dict[str, int] = {}
    while time.monotonic() < deadline:
        answer = session.get(f"{url}/api/v0/m/images/", timeout=TIMEOUT)
        answer.raise_for_status()
        found = {image["Name"]: image["@id"] for image in answer.json()["data"]}
        if name in found:
            return found[name]
        time.sleep(0.3)
    raise AssertionError(f"after {IMPORT_SECONDS} s the images are {sorted(found)}, not {name}")


def assert_shows(session: requests.Session, url: str, image: int, size: int) -> None:
    """An image is rendered by web, and its file comes from stream."""
    tile = session.get(f"{url}/webgateway/render_image/{image}/0/0/", timeout=TIMEOUT)
    assert (tile.status_code, tile.headers["Content-Type"]) == (200, "image/jpeg")
    file = session.get(f"{url}/webgateway/archived_files/download/{image}/", timeout=TIMEOUT)
    assert (file.status_code, len(file.content)) == (200, size)
