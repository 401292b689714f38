"""Deleting objects of the tree with what goes with them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Model

from omeroweb.errors import BadRequest
from omeroweb.gateway import base
from omeroweb.gateway.base import Kind
from omeroweb.gateway.embedded import attachments, deleted_files, models
from omeroweb.gateway.embedded.permissions import Right
from omeroweb.gateway.embedded.queries.nesting import NESTED
from omeroweb.gateway.embedded.queries.objects import find_visible
from omeroweb.gateway.embedded.queries.scope import Scope
from omeroweb.gateway.embedded.removal import batches, on_nothing, remove_filesets

DELETABLE = (
    Kind.PROJECT,
    Kind.DATASET,
    Kind.SCREEN,
    Kind.PLATE,
    Kind.PLATE_ACQUISITION,
    Kind.IMAGE,
)


class Deletion:
    """One deletion, inside a transaction of its caller. The targets may be deleted."""

    def __init__(
        self, scope: Scope, folder: attachments.Folder, targets: Mapping[base.Ref, Model]
    ) -> None:
        self._scope = scope
        self._folder = folder
        self._ids: dict[Kind, set[int]] = {kind: set() for kind in DELETABLE}
        for target in targets:
            if target.kind not in DELETABLE:
                raise BadRequest(
                    f"{target} cannot be deleted here: expected one of {', '.join(DELETABLE)}"
                )
            self._ids[target.kind].add(target.id)

    def run(self, *, with_contents: bool, with_annotations: bool) -> None:
        if with_contents:
            self._add_contents()
        for some in batches(self._ids[Kind.PLATE]):
            samples = models.WellSample.objects.filter(well__plate__in=some)
            self._ids[Kind.IMAGE].update(samples.values_list("image", flat=True))
        filesets = self._filesets()
        deleted_files.remember(filesets)
        annotations = self._annotations() if with_annotations else set()
        for kind in (Kind.PROJECT, Kind.DATASET, Kind.SCREEN, Kind.PLATE_ACQUISITION, Kind.PLATE):
            _delete(kind, self._ids[kind])
        remove_filesets(filesets)
        self._folder.delete_annotations(sorted(on_nothing(annotations)))

    def _add_contents(self) -> None:
        """What lies in the containers and in no other, as far as the caller may delete it."""
        for parent, child in NESTED:
            self._ids[child].update(self._only_in(parent, child))

    def _only_in(self, parent: Kind, child: Kind) -> Iterator[int]:
        table, column, child_column = NESTED[parent, child]
        parents = self._ids[parent]
        inside: set[int] = set()
        for some in batches(parents):
            links = table.objects.filter(**{f"{column}__in": some})
            inside.update(links.values_list(child_column, flat=True))
        for some in batches(inside):
            links = table.objects.filter(**{f"{child_column}__in": some})
            pairs = links.values_list(child_column, column)
            shared = {child_id for child_id, parent_id in pairs if parent_id not in parents}
            for row in find_visible(self._scope, child, some):
                if row.pk not in shared and self._scope.rights.may(Right.DELETE, row):
                    yield row.pk

    def _filesets(self) -> set[int]:
        """The filesets of the images. Raises BadRequest where one would be left in part."""
        images, found = self._ids[Kind.IMAGE], set[int]()
        for some in batches(self._ids[Kind.PLATE]):
            found.update(models.Plate.objects.filter(id__in=some).values_list("fileset", flat=True))
        for some in batches(images):
            found.update(models.Image.objects.filter(id__in=some).values_list("fileset", flat=True))
        for some in batches(found):
            for image in models.Image.objects.filter(fileset__in=some).only("id", "fileset_id"):
                if image.id not in images:
                    raise BadRequest(
                        f"image {image.id} came in the same files (fileset {image.fileset_id}) as "
                        "images that are to be deleted: delete all of them or none"
                    )
        return found

    def _annotations(self) -> set[int]:
        """Annotations other than tags on what is deleted, as far as the caller may delete them."""
        found: set[int] = set()
        for kind, ids in self._ids.items():
            for some in batches(ids):
                links = models.links_on(kind).filter(parent__in=some)
                found.update(links.values_list("child", flat=True))
        return {
            row.pk
            for some in batches(found)
            for row in find_visible(self._scope, Kind.ANNOTATION, some)
            if row.kind != base.AnnotationKind.TAG and self._scope.rights.may(Right.DELETE, row)
        }


def _delete(kind: Kind, ids: Iterable[int]) -> None:
    model: Any = getattr(models, kind.value)
    for some in batches(ids):
        model.objects.filter(id__in=some).delete()
