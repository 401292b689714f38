"""What tests of the search share."""

from typing import Any

from omeroweb.gateway.base import AnnotationKind, Kind, Search, SearchField, Slice
from omeroweb.gateway.embedded import models
from tests.integration.store import world


def found(
    lab: world.World, text: str, *fields: SearchField, role: str = "owner", kind: Kind = Kind.IMAGE
) -> list[str]:
    """The names of what somebody finds, the newest first."""
    matches = lab.as_(role).search(kind, Slice(), Search(text, fields))
    return [getattr(item, "name", str(item.id)) for item in matches.items]


def annotate(
    lab: world.World,
    target: models.Named,
    text: str = "",
    kind: AnnotationKind = AnnotationKind.TAG,
    **more: object,
) -> models.Annotation:
    annotation = models.Annotation.objects.create(**lab.owned, kind=kind, text_value=text, **more)
    links: Any = models.LINKS[Kind(type(target).__name__)]
    links._default_manager.create(parent=target, child=annotation, owner=lab.people["owner"])
    return annotation
