"""Where images and state lie: a folder of the machine, NFS, or a claim that exists already."""

import re
from dataclasses import dataclass

FOLDER = r"(/[^\s/:,]+)+/?"
HOST = r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?"
CLAIM = r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?"


@dataclass(frozen=True)
class Place:
    """kind: folder, nfs or claim. path: of the first two; server: of NFS; name: of a claim."""

    kind: str
    path: str = ""
    server: str = ""
    name: str = ""


def place(text: str) -> Place | None:
    """/folder, nfs://server/folder or pvc:name; empty for none.

    Raises ValueError that says what is expected.
    """
    if not text:
        return None
    if re.fullmatch(FOLDER, text):
        return Place("folder", path=text.rstrip("/"))
    if found := re.fullmatch(rf"nfs://({HOST})({FOLDER})", text):
        return Place("nfs", server=found[1], path=found[3].rstrip("/"))
    if (found := re.fullmatch(r"pvc:(.*)", text)) and re.fullmatch(CLAIM, found[1]):
        return Place("claim", name=found[1])
    raise ValueError(
        "/folder, nfs://server/folder or, for Kubernetes, pvc:NAME of a claim; no white space, "
        "commas or colons in paths"
    )
