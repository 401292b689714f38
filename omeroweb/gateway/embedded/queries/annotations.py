"""Annotations: implements Annotations."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet

from omeroweb.errors import BadRequest, Forbidden
from omeroweb.gateway import base
from omeroweb.gateway.embedded import attachments, models
from omeroweb.gateway.embedded.convert import annotations as convert
from omeroweb.gateway.embedded.convert.files import original_file
from omeroweb.gateway.embedded.permissions import Right
from omeroweb.gateway.embedded.queries import linking, objects
from omeroweb.gateway.embedded.queries.scope import Scope, cut, one

EVERY = base.AnnotationFilter()


class EmbeddedAnnotations:
    """attachments: the folder of attached files."""

    def __init__(self, scope: Scope, folder: attachments.Folder) -> None:
        self._scope = scope
        self._folder = folder

    # --- asking ---------------------------------------------------------------

    def of(
        self, kind: base.Kind, ids: Sequence[int], part: base.Slice, wanted: base.AnnotationFilter
    ) -> base.Page[base.AnnotationLink]:
        rows = _narrowed(self._links(kind, ids), wanted, "child__")
        shown = (
            cut(rows.order_by("child__namespace", "id"), part)
            .select_related("owner", "parent", "child__owner", "child__group", "child__file")
            .prefetch_related("child__map_values")
        )
        items = [convert.link(row, kind, self._scope.rights) for row in shown]
        return base.Page(items, rows.count())

    def counts(self, kind: base.Kind, ids: Sequence[int]) -> Mapping[base.AnnotationKind, int]:
        rows = self._links(kind, ids).values_list("child__kind").annotate(Count("id")).order_by()
        return {base.AnnotationKind(name): count for name, count in rows}

    def page(self, part: base.Slice, wanted: base.AnnotationFilter) -> base.Page[base.Annotation]:
        rows = _narrowed(self._visible(), wanted)
        shown = list(cut(rows.order_by("id"), part))
        self._count_tags(shown)
        items = [convert.annotation(row, self._scope.rights) for row in shown]
        return base.Page(items, rows.count())

    def get(self, annotation_id: int) -> base.Annotation:
        row = self._row(annotation_id)
        self._count_tags([row])
        return convert.annotation(row, self._scope.rights)

    # --- changing -------------------------------------------------------------

    @transaction.atomic
    def create(
        self,
        draft: base.AnnotationDraft,
        targets: Sequence[base.Ref] = (),
        *,
        group_id: int | None = None,
    ) -> base.Annotation:
        found = objects.require(self._scope, Right.ANNOTATE, targets)
        group = linking.group_of(list(found.values()))
        if group is None:
            group = self._scope.rights.group_for_new(group_id)
        row = models.Annotation(
            owner=self._scope.rights.experimenter,
            group=group,
            kind=draft.kind,
            **convert.columns(draft),
        )
        if draft.kind is base.AnnotationKind.FILE:
            row.file = self._file(draft, group)
        row.save()
        if draft.kind is base.AnnotationKind.MAP:
            models.MapValue.objects.bulk_create(convert.map_rows(row, draft))
        linking.annotate(self._scope, row, found)
        return self.get(row.id)

    @transaction.atomic
    def update(self, annotation_id: int, draft: base.AnnotationDraft) -> base.Annotation:
        row = self._row(annotation_id)
        self._scope.rights.require(Right.EDIT, [row])
        if draft.kind != row.kind:
            raise BadRequest(f"annotation {annotation_id} is a {row.kind}: not a {draft.kind}")
        for column, value in convert.columns(draft).items():
            setattr(row, column, value)
        if draft.kind is base.AnnotationKind.FILE:
            row.file = self._file(draft, row.group)
        row.save()
        if draft.kind is base.AnnotationKind.MAP:
            row.map_values.all().delete()
            models.MapValue.objects.bulk_create(convert.map_rows(row, draft))
        return self.get(annotation_id)

    @transaction.atomic
    def delete(self, annotation_ids: Sequence[int]) -> None:
        rows = objects.find(self._scope, base.Kind.ANNOTATION, annotation_ids)
        self._scope.rights.require(Right.DELETE, rows)
        self._folder.delete_annotations(annotation_ids)

    @transaction.atomic
    def link(
        self, annotation_id: int, targets: Sequence[base.Ref]
    ) -> Sequence[base.AnnotationLink]:
        row = self._row(annotation_id)
        found = objects.require(self._scope, Right.ANNOTATE, targets)
        linking.check_group(row.group, list(found.values()))
        linking.annotate(self._scope, row, found)
        return [
            convert.link(link, kind, self._scope.rights)
            for kind, ids in _by_kind(targets).items()
            for link in self._links(kind, ids)
            .filter(child=row, owner=self._scope.rights.experimenter)
            .select_related("owner", "parent", "child__owner", "child__group", "child__file")
            .prefetch_related("child__map_values")
        ]

    @transaction.atomic
    def unlink(self, annotation_id: int, targets: Sequence[base.Ref]) -> int:
        row = self._row(annotation_id)
        objects.find_all(self._scope, targets)
        removed, kept = 0, 0
        for kind, ids in _by_kind(targets).items():
            links = list(self._links(kind, ids).filter(child=row))
            may_go = [link.pk for link in links if self._may_unlink(row, link)]
            models.links_on(kind).filter(pk__in=may_go).delete()
            removed += len(may_go)
            kept += len(links) - len(may_go)
        if kept and not removed:
            raise Forbidden(
                f"annotation {annotation_id} may not be taken off by "
                f"{self._scope.rights.experimenter.user_name}: others have put it there"
            )
        return removed

    def upload(
        self,
        name: str,
        mimetype: str,
        chunks: Iterable[bytes],
        *,
        group_id: int | None = None,
    ) -> base.OriginalFile:
        rights = self._scope.rights
        group = rights.group_for_new(group_id)
        row = self._folder.keep(rights.experimenter, group, name, mimetype, chunks)
        return original_file(row)

    # --- rows -----------------------------------------------------------------

    def _visible(self) -> QuerySet[models.Annotation]:
        rows = self._scope.visible(models.Annotation.objects.all())
        return rows.select_related("file").prefetch_related("map_values")

    def _row(self, annotation_id: int) -> models.Annotation:
        return one(self._visible(), annotation_id)

    def _links(self, kind: base.Kind, ids: Sequence[int]) -> QuerySet[Any]:
        """Links of visible annotations to the visible ones of some objects."""
        parents = objects.visible(self._scope, kind, ids).values("pk")
        return self._scope.rights.visible(models.links_on(kind)).filter(parent__in=parents)

    def _may_unlink(self, row: models.Annotation, link: models.AnnotationLink) -> bool:
        return self._scope.rights.permissions_in(
            row.group_id, row.group.permissions, link.owner_id
        ).can_delete

    def _file(
        self, draft: base.AnnotationDraft, group: models.ExperimenterGroup
    ) -> models.OriginalFile:
        if type(draft.value) is not int:
            raise BadRequest(f"{draft.kind} with the value {draft.value!r}: expected a file's id")
        row = one(self._scope.visible(models.OriginalFile.objects.all()), draft.value)
        linking.check_group(group, [row])
        return row

    def _count_tags(self, rows: Sequence[models.Annotation]) -> None:
        """Tag sets say how many tags they hold."""
        sets = {row.pk: row for row in rows if row.namespace == base.TAG_SET}
        links = self._scope.rights.visible(models.links_on(base.Kind.ANNOTATION))
        counted = links.filter(parent__in=sets).values_list("parent").annotate(Count("id"))
        counts = dict(counted.order_by()) if sets else {}
        for pk, row in sets.items():
            row.child_count = counts.get(pk, 0)  # type: ignore[attr-defined]


def _narrowed(rows: QuerySet[Any], wanted: base.AnnotationFilter, path: str = "") -> QuerySet[Any]:
    """path: from the rows to annotations."""
    if wanted.kinds:
        rows = rows.filter(**{f"{path}kind__in": wanted.kinds})
    if wanted.namespaces:
        rows = rows.filter(**{f"{path}namespace__in": wanted.namespaces})
    if wanted.owner is not None:
        rows = rows.filter(**{f"{path}owner": wanted.owner})
    if wanted.group is not None:
        rows = rows.filter(**{f"{path}group": wanted.group})
    in_sets = models.AnnotationAnnotationLink.objects.filter(parent__namespace=base.TAG_SET)
    if wanted.tag_set is not None:
        in_set = in_sets.filter(parent=wanted.tag_set)
        rows = rows.filter(**{f"{path}pk__in": in_set.values("child")})
    if wanted.is_orphaned:
        rows = rows.exclude(**{f"{path}pk__in": in_sets.values("child")})
    return rows


def _by_kind(targets: Sequence[base.Ref]) -> dict[base.Kind, list[int]]:
    kinds: dict[base.Kind, list[int]] = {}
    for target in targets:
        kinds.setdefault(target.kind, []).append(target.id)
    return kinds
