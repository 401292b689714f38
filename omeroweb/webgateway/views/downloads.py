"""Original files, streamed as they are read: one as itself, several as a zip made on the way."""

from collections.abc import Iterator
from itertools import chain
from zipfile import ZIP_STORED

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from zipstream import ZipStream

from omeroweb.config import catalogue
from omeroweb.errors import BadRequest, Forbidden, NotFound
from omeroweb.gateway.base import OriginalFile
from omeroweb.http.request import OmeroRequest
from omeroweb.http.session import configuration


@require_safe
def archived_files(request: OmeroRequest, iid: int | None = None) -> HttpResponseBase:
    """The files of one image, or of every `?image=`; each fileset once."""
    ids = [iid] if iid is not None else _image_ids(request)
    listed = chain.from_iterable(map(request.gateway.original_files, ids))
    found = {file.location: file for file in listed}
    files = list(found.values())
    if not files:
        raise NotFound("no original files: they were moved or deleted since the import")
    if len(files) == 1:
        return _one_file(request, files[0])
    return _zip(request, files, request.GET.get("zipname") or _common_name(files))


def _image_ids(request: OmeroRequest) -> list[int]:
    given = request.GET.getlist("image")
    if not given or not all(text.isdigit() for text in given):
        raise BadRequest("expected ids of images, e.g. ?image=1&image=2")
    return [int(text) for text in given]


def _one_file(request: OmeroRequest, file: OriginalFile) -> HttpResponseBase:
    size = configuration()[catalogue.DOWNLOAD_CHUNK]
    name = file.path.rpartition("/")[2]
    return _attachment(
        request,
        request.gateway.file_chunks(file, size),
        name,
        file.size,
        "application/octet-stream",
    )


def _zip(request: OmeroRequest, files: list[OriginalFile], name: str) -> HttpResponseBase:
    """Stored, not deflated: image files are compressed already, and the length is known."""
    limit = configuration()[catalogue.MAX_ZIP]
    total = sum(file.size for file in files)
    if limit and total > limit:
        raise Forbidden(
            f"these {len(files)} files have {total} bytes, more than one zip may hold ({limit}): "
            "download fewer images at a time"
        )
    archive = ZipStream(sized=True, compress_type=ZIP_STORED)
    size = configuration()[catalogue.DOWNLOAD_CHUNK]
    for file, path in zip(files, _distinct_paths(files), strict=True):
        archive.add(request.gateway.file_chunks(file, size), path, size=file.size)
    name = name if name.lower().endswith(".zip") else f"{name}.zip"
    return _attachment(request, iter(archive), name, len(archive), "application/zip")


def _attachment(
    request: OmeroRequest, chunks: Iterator[bytes], name: str, length: int, content_type: str
) -> HttpResponseBase:
    headers = {
        "Content-Length": str(length),
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "",
        # NGINX passes every piece on as it comes, whatever its configuration says.
        "X-Accel-Buffering": "no",
    }
    if request.method == "HEAD":
        return HttpResponse(headers=headers, content_type=content_type)
    return StreamingHttpResponse(chunks, headers=headers, content_type=content_type)


def _distinct_paths(files: list[OriginalFile]) -> Iterator[str]:
    """Paths inside the zip; files of the same name go into numbered folders."""
    seen: set[str] = set()
    for file in files:
        path, number = file.path, 0
        while path in seen:
            number += 1
            path = f"{number}/{file.path}"
        seen.add(path)
        yield path


def _common_name(files: list[OriginalFile]) -> str:
    """The folder that all files lie in, else a general name."""
    folders = {file.path.partition("/")[0] for file in files}
    return folders.pop() if len(folders) == 1 else "images"
