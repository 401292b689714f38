"""A client of the JSON API, as scripts write it with requests."""

import imagecodecs
import numpy as np
import requests
from numpy.typing import NDArray


def login(url: str, password: str, user: str = "root") -> requests.Session:
    """A session that is logged in."""
    session = requests.Session()
    token = session.get(f"{url}/api/v0/token/").json()["data"]
    answer = session.post(
        f"{url}/api/v0/login/",
        data={"username": user, "password": password, "server": 1},
        headers={"X-CSRFToken": token, "Referer": url},
    )
    answer.raise_for_status()
    return session


def picture(response: requests.Response) -> NDArray[np.int64]:
    """The pixels (Y, X, 3) of a JPEG answer."""
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"] == "image/jpeg"
    return np.asarray(imagecodecs.jpeg_decode(response.content), np.int64)
