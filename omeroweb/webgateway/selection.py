"""Which images a download is about."""

from omeroweb.errors import BadRequest
from omeroweb.http.params import ids
from omeroweb.http.request import OmeroRequest


def image_ids(request: OmeroRequest, iid: int | None) -> list[int]:
    """The image in the path, or every `?image=`.

    Raises BadRequest where there is none of them.
    """
    if iid is not None:
        return [iid]
    found = ids(request.GET, "image")
    if not found:
        raise BadRequest(
            "expected ids of images, e.g. ?image=1&image=2, or a well: ?well=5&index=0"
        )
    return found
