"""Projects and Datasets in their simple form, whole lists at a time."""

from django.views.decorators.http import require_safe

from omeroweb.gateway.base import Filter
from omeroweb.http.json_view import json_view
from omeroweb.http.request import OmeroRequest
from omeroweb.webgateway import simple
from omeroweb.webgateway.listing import whole
from omeroweb.webgateway.simple import Json


@require_safe
@json_view
def projects(request: OmeroRequest) -> list[Json]:
    """The caller's own Projects."""
    own = Filter(owner=request.gateway.event_context().user_id)
    return [
        {"id": project.id, "name": project.name, "description": project.description}
        for project in whole(lambda part: request.gateway.projects(part, own))
    ]


@require_safe
@json_view
def project(request: OmeroRequest, pid: int) -> Json:
    return simple.container(request.gateway.project(pid))


@require_safe
@json_view
def datasets(request: OmeroRequest, pid: int) -> list[Json]:
    """The Datasets of a Project; none where there is no such Project."""
    inside = Filter(project=pid, with_child_count=True)
    return [
        {**simple.container(dataset), "child_count": dataset.child_count}
        for dataset in whole(lambda part: request.gateway.datasets(part, inside))
    ]


@require_safe
@json_view
def dataset(request: OmeroRequest, did: int) -> Json:
    return simple.container(request.gateway.dataset(did))


@require_safe
@json_view
def images(request: OmeroRequest, did: int) -> list[Json]:
    """The images of a Dataset; with ?tiled=1 also their sizes."""
    request.gateway.dataset(did)
    with_size = request.GET.get("tiled") == "1"
    return [
        simple.image(image, with_size=with_size)
        for image in whole(lambda part: request.gateway.images(part, Filter(dataset=did)))
    ]
