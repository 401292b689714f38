"""Which images a download is about."""

from omeroweb.errors import BadRequest, NotFound
from omeroweb.http.params import ids, whole_number
from omeroweb.http.request import OmeroRequest


def image_ids(request: OmeroRequest, iid: int | None) -> list[int]:
    """The image in the path, every `?image=`, or the field `?well=5&index=0` of each well.

    Raises BadRequest where there is none of them.
    """
    if iid is not None:
        return [iid]
    found = ids(request.GET, "image")
    index = whole_number(request.GET, "index", 0)
    found += [_field(request, well, index) for well in ids(request.GET, "well")]
    if not found:
        raise BadRequest(
            "expected ids of images, e.g. ?image=1&image=2, or a well: ?well=5&index=0"
        )
    return list(dict.fromkeys(found))


def _field(request: OmeroRequest, well_id: int, index: int) -> int:
    samples = request.gateway.well(well_id).samples
    if not 0 <= index < len(samples):
        raise NotFound(f"well {well_id} has no field {index}: it has {len(samples)}")
    return samples[index].image.id
