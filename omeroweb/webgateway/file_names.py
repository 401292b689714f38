"""What downloads are called."""

import re

from omeroweb.gateway.base import Gateway, Image, Kind, Ref
from omeroweb.webgateway.positions import label

# What no file system has in a name, and what would make folders of it.
NO_NAME = re.compile(r'[\x00-\x1f/\\:*?"<>|]')
LONGEST = 255
OME_TIFF = ".ome.tiff"


def file_name(name: str, ending: str = "") -> str:
    """A name that every system takes, at most 255 bytes with its ending."""
    clean = NO_NAME.sub("_", name).strip(". ") or "image"
    room = LONGEST - len(ending.encode())
    return clean.encode()[:room].decode("utf-8", "ignore") + ending


def ome_tiff_name(image: Image) -> str:
    return file_name(f"{image.id}-{image.name}", OME_TIFF)


def of_container(gateway: Gateway, target: Ref) -> str:
    """What a zip of all images in a Project, Dataset or Well is called, without its ending."""
    match target.kind:
        case Kind.PROJECT:
            return file_name(gateway.project(target.id).name)
        case Kind.DATASET:
            return file_name(
                "-".join([*_project(gateway, target.id), gateway.dataset(target.id).name])
            )
    return _of_well(gateway, target.id)


def _project(gateway: Gateway, dataset_id: int) -> list[str]:
    """The one Project of a Dataset, if it is in exactly one."""
    found = gateway.image_ids([Ref(Kind.DATASET, dataset_id)])
    projects = gateway.ancestry(found[0]).projects if found else ()
    return [projects[0].name] if len(projects) == 1 else []


def _of_well(gateway: Gateway, well_id: int) -> str:
    well = gateway.well(well_id)
    place = label(well.row, "letter") + label(well.column, "number")
    if well.plate_id is None:
        return file_name(place)
    return file_name(f"{gateway.plate(well.plate_id).name}-{place}")
