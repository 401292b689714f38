"""Original files, streamed as they are read: one as itself, several as a zip made on the way."""

from itertools import chain

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from omeroweb.config import catalogue
from omeroweb.errors import Forbidden, NotFound
from omeroweb.gateway.base import OriginalFile
from omeroweb.http.json_view import json_view
from omeroweb.http.request import OmeroRequest
from omeroweb.http.session import configuration
from omeroweb.webgateway.attachments import Member, attachment, begun, distinct, zipped
from omeroweb.webgateway.selection import image_ids
from omeroweb.webgateway.simple import Json


@require_safe
def archived_files(request: OmeroRequest, iid: int | None = None) -> HttpResponseBase:
    """The files of one image, or of every `?image=`; each fileset once."""
    ids = image_ids(request, iid)
    listed = chain.from_iterable(map(request.gateway.original_files, ids))
    found = {file.location: file for file in listed}
    files = list(found.values())
    if not files:
        raise NotFound("no original files: they were moved or deleted since the import")
    size = configuration()[catalogue.DOWNLOAD_CHUNK]
    if len(files) == 1:
        (file,) = files
        chunks = begun(request.gateway.file_chunks(file, size))
        return attachment(request, chunks, file.name, file.size, "application/octet-stream")
    members = []
    for path, file in zip(distinct(file.path for file in files), files, strict=True):
        if file.size is None:
            raise Forbidden(
                f"{file.name} lies on another server: such files are not put into a zip; "
                "download images of one file one at a time, other ones from there"
            )
        members.append(Member(path, file.size, request.gateway.file_chunks(file, size)))
    return zipped(request, members, request.GET.get("zipname") or _common_name(files))


@require_safe
@json_view
def original_file_paths(request: OmeroRequest, iid: int) -> Json:
    """Where the files lay when they were imported, as far as that may be known here.

    They are used in place, so both lists are the same, and neither names folders of the server.
    """
    image = request.gateway.image(iid)
    paths = [file.path for file in request.gateway.original_files(iid)]
    fileset = {} if image.fileset_id is None else {"fileset": {"id": image.fileset_id}}
    return {"repo": paths, "client": paths, **fileset}


def _common_name(files: list[OriginalFile]) -> str:
    """The folder that all files lie in, else a general name."""
    folders = {file.path.partition("/")[0] for file in files}
    return folders.pop() if len(folders) == 1 else "images"
