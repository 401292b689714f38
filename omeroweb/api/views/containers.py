"""Projects, Datasets and Screens."""

from functools import partial

from django.http import HttpResponse

from omeroweb.api import encode
from omeroweb.api.answers import Json, is_delete, listing, one, url
from omeroweb.gateway import base
from omeroweb.http.params import is_true
from omeroweb.http.request import OmeroRequest


def projects(request: OmeroRequest, **path: int) -> HttpResponse:
    encode_listed = partial(_project, request, is_listed=True)
    return listing(request, request.gateway.projects, encode_listed, **path)


def project(request: OmeroRequest, project: int) -> HttpResponse:
    if is_delete(request):
        return _deleted(request, base.Kind.PROJECT, request.gateway.project(project))
    counted = is_true(request.GET, "childCount")
    return one(_project(request, request.gateway.project(project, with_child_count=counted)))


def datasets(request: OmeroRequest, **path: int) -> HttpResponse:
    encode_listed = partial(_dataset, request, is_listed=True)
    return listing(request, request.gateway.datasets, encode_listed, **path)


def dataset(request: OmeroRequest, dataset: int) -> HttpResponse:
    if is_delete(request):
        return _deleted(request, base.Kind.DATASET, request.gateway.dataset(dataset))
    counted = is_true(request.GET, "childCount")
    return one(_dataset(request, request.gateway.dataset(dataset, with_child_count=counted)))


def screens(request: OmeroRequest, **path: int) -> HttpResponse:
    encode_listed = partial(_screen, request, is_listed=True)
    return listing(request, request.gateway.screens, encode_listed, **path)


def screen(request: OmeroRequest, screen: int) -> HttpResponse:
    if is_delete(request):
        return _deleted(request, base.Kind.SCREEN, request.gateway.screen(screen))
    counted = is_true(request.GET, "childCount")
    return one(_screen(request, request.gateway.screen(screen, with_child_count=counted)))


def _deleted(request: OmeroRequest, kind: base.Kind, item: base.Container) -> HttpResponse:
    """The object as it was; what lay in it stays."""
    request.gateway.changes.delete([base.Ref(kind, item.id)])
    return one(encode.container(item))


def _project(request: OmeroRequest, item: base.Project, *, is_listed: bool = False) -> Json:
    encoded = encode.container(item)
    if is_listed:
        encoded["url:project"] = url(request, "api_project", item.id)
    encoded["url:datasets"] = url(request, "api_project_datasets", item.id)
    return encoded


def _dataset(request: OmeroRequest, item: base.Dataset, *, is_listed: bool = False) -> Json:
    encoded = encode.container(item)
    if is_listed:
        encoded["url:dataset"] = url(request, "api_dataset", item.id)
    encoded["url:images"] = url(request, "api_dataset_images", item.id)
    encoded["url:projects"] = url(request, "api_dataset_projects", item.id)
    return encoded


def _screen(request: OmeroRequest, item: base.Screen, *, is_listed: bool = False) -> Json:
    encoded = encode.container(item)
    if is_listed:
        encoded["url:screen"] = url(request, "api_screen", item.id)
    encoded["url:plates"] = url(request, "api_screen_plates", item.id)
    return encoded
