"""Users and groups that the caller may know of."""

from django.http import HttpResponse

from omeroweb.api import encode
from omeroweb.api.answers import Json, one, people, require_get, url
from omeroweb.gateway import base
from omeroweb.http.params import is_true
from omeroweb.http.request import OmeroRequest


def experimenters(request: OmeroRequest, **path: int) -> HttpResponse:
    """Those of one group with `?experimentergroup=`, or its id in the path."""

    def listed(item: base.Experimenter) -> Json:
        link = url(request, "api_experimenter", item.id)
        return {**_experimenter(request, item), "url:experimenter": link}

    return people(request, request.gateway.people.experimenters, listed, **path)


def experimenter(request: OmeroRequest, experimenter: int) -> HttpResponse:
    require_get(request)
    return one(_experimenter(request, request.gateway.people.experimenter(experimenter)))


def groups(request: OmeroRequest, **path: int) -> HttpResponse:
    """Those of one user with `?experimenter=`, or their id in the path."""

    def listed(item: base.ExperimenterGroup) -> Json:
        link = url(request, "api_experimentergroup", item.id)
        return {**_group(request, item), "url:experimentergroup": link}

    return people(request, request.gateway.people.groups, listed, **path)


def group(request: OmeroRequest, experimentergroup: int) -> HttpResponse:
    require_get(request)
    found = request.gateway.people.group(
        experimentergroup, with_child_count=is_true(request.GET, "childCount")
    )
    return one(_group(request, found))


def _experimenter(request: OmeroRequest, item: base.Experimenter) -> Json:
    link = url(request, "api_experimenter_experimentergroups", item.id)
    return {**encode.experimenter(item), "url:experimentergroups": link}


def _group(request: OmeroRequest, item: base.ExperimenterGroup) -> Json:
    link = url(request, "api_experimentergroup_experimenters", item.id)
    return {**encode.group(item), "url:experimenters": link}
