"""Answers to be saved as files, sent piece by piece while they are made."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from zipfile import ZIP_STORED

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from zipstream import ZipStream

from omeroweb.config import catalogue
from omeroweb.errors import Forbidden
from omeroweb.http.request import OmeroRequest
from omeroweb.http.session import configuration


@dataclass(frozen=True)
class Member:
    """A file to be put into a zip. chunks: read when its turn comes."""

    path: str
    size: int
    chunks: Iterable[bytes]


def attachment(
    request: OmeroRequest,
    chunks: Iterable[bytes],
    name: str,
    length: int | None,
    content_type: str,
) -> HttpResponseBase:
    """length: None where it is not known before all has been sent."""
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "",
        # NGINX passes every piece on as it comes, whatever its configuration says.
        "X-Accel-Buffering": "no",
    }
    if length is not None:
        headers["Content-Length"] = str(length)
    if request.method == "HEAD":
        return HttpResponse(headers=headers, content_type=content_type)
    return StreamingHttpResponse(chunks, headers=headers, content_type=content_type)


def begun(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same with its first piece read: what cannot be read is an error, not half an answer."""
    first = next(chunks, b"")
    return chain([first], chunks)


def zipped(request: OmeroRequest, members: Sequence[Member], name: str) -> HttpResponseBase:
    """Stored, not deflated: pictures are compressed already, and the length is known.

    Raises Forbidden for more bytes than the configuration allows.
    """
    limit = configuration()[catalogue.MAX_ZIP]
    total = sum(member.size for member in members)
    if limit and total > limit:
        raise Forbidden(
            f"these {len(members)} files have {total} bytes, more than one zip may hold ({limit}): "
            "download fewer images at a time"
        )
    archive = ZipStream(sized=True, compress_type=ZIP_STORED)
    for member in members:
        archive.add(member.chunks, member.path, size=member.size)
    name = name if name.lower().endswith(".zip") else f"{name}.zip"
    return attachment(request, iter(archive), name, len(archive), "application/zip")


def distinct(paths: Iterable[str]) -> Iterator[str]:
    """Paths inside a zip; what has the name of an earlier one goes into a numbered folder."""
    seen: set[str] = set()
    for wanted in paths:
        path, number = wanted, 0
        while path in seen:
            number += 1
            path = f"{number}/{wanted}"
        seen.add(path)
        yield path
