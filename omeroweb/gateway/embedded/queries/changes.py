"""Changes of the tree of data: implements Changes."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Model

from omeroweb.errors import BadRequest
from omeroweb.gateway import base
from omeroweb.gateway.base import Kind
from omeroweb.gateway.embedded import attachments, convert, models
from omeroweb.gateway.embedded.models import NAME_LENGTH
from omeroweb.gateway.embedded.permissions import Right
from omeroweb.gateway.embedded.queries import linking, objects
from omeroweb.gateway.embedded.queries.deletion import Deletion
from omeroweb.gateway.embedded.queries.nesting import NESTED
from omeroweb.gateway.embedded.queries.scope import Scope, one

CONTAINERS: dict[Kind, type[models.Named]] = {
    Kind.PROJECT: models.Project,
    Kind.DATASET: models.Dataset,
    Kind.SCREEN: models.Screen,
}
NAMED = (*CONTAINERS, Kind.IMAGE, Kind.PLATE, Kind.PLATE_ACQUISITION, Kind.ROI)


class EmbeddedChanges:
    """attachments: the folder of attached files, some of which a deletion may make superfluous."""

    def __init__(self, scope: Scope, folder: attachments.Folder) -> None:
        self._scope = scope
        self._folder = folder

    def create(self, draft: base.Draft, *, group_id: int | None = None) -> base.Container:
        rights = self._scope.rights
        row = _container(draft.kind)(
            owner=rights.experimenter, group=rights.group_for_new(group_id), **_columns(draft)
        )
        row.save()
        return self._shown(row)

    @transaction.atomic
    def replace(self, container_id: int, draft: base.Draft) -> base.Container:
        rows = self._scope.visible(_container(draft.kind)._default_manager.all())
        row = one(rows, container_id)
        self._scope.rights.require(Right.EDIT, [row])
        for column, value in _columns(draft).items():
            setattr(row, column, value)
        row.save()
        return self._shown(row)

    @transaction.atomic
    def rename(
        self, target: base.Ref, *, name: str | None = None, description: str | None = None
    ) -> None:
        if target.kind not in NAMED:
            raise BadRequest(f"{target} cannot be renamed: expected one of {', '.join(NAMED)}")
        row: Any = objects.require(self._scope, Right.EDIT, [target])[target]
        if name is not None:
            row.name = _checked(name)
        if description is not None:
            row.description = description
        row.save()

    @transaction.atomic
    def name_channels(self, image_ids: Sequence[int], names: Mapping[int, str]) -> Sequence[int]:
        images = objects.find(self._scope, Kind.IMAGE, image_ids)
        self._scope.rights.require(Right.EDIT, images)
        channels: dict[int, list[models.Channel]] = {}
        for channel in models.Channel.objects.filter(
            pixels__image__in=[image.pk for image in images], index__in=names
        ).select_related("logical_channel", "pixels"):
            channels.setdefault(channel.pixels.image_id, []).append(channel)
        changed = [image.pk for image in images if len(channels.get(image.pk, ())) == len(names)]
        rows = [channel for image_id in changed for channel in channels[image_id]]
        for channel in rows:
            channel.logical_channel.name = names[channel.index][:NAME_LENGTH]
        models.LogicalChannel.objects.bulk_update(
            [channel.logical_channel for channel in rows], ["name"], batch_size=500
        )
        return changed

    @transaction.atomic
    def link(self, parent: base.Ref, children: Sequence[base.Ref]) -> None:
        if _are_tags(parent, children):
            self._link_tags(parent, children)
            return
        found = objects.require(self._scope, Right.LINK, [parent, *children])
        linking.group_of(list(found.values()))
        for child in children:
            _nested(parent, child)
        for kind, ids in _ids(children).items():
            table, column, child_column = NESTED[parent.kind, kind]
            table.objects.bulk_create(
                [
                    table(**{f"{column}_id": parent.id, f"{child_column}_id": child_id})
                    for child_id in ids
                ],
                ignore_conflicts=True,
            )

    @transaction.atomic
    def unlink(self, parent: base.Ref, children: Sequence[base.Ref]) -> None:
        if _are_tags(parent, children):
            self._unlink_tags(parent, children)
            return
        objects.require(self._scope, Right.LINK, [parent])
        objects.find_all(self._scope, children)
        for child in children:
            _nested(parent, child)
        for kind, ids in _ids(children).items():
            table, column, child_column = NESTED[parent.kind, kind]
            links = {f"{column}_id": parent.id, f"{child_column}_id__in": ids}
            table.objects.filter(**links).delete()

    @transaction.atomic
    def delete(
        self,
        targets: Sequence[base.Ref],
        *,
        with_contents: bool = False,
        with_annotations: bool = False,
    ) -> None:
        found = objects.require(self._scope, Right.DELETE, targets)
        deletion = Deletion(self._scope, self._folder, found)
        deletion.run(with_contents=with_contents, with_annotations=with_annotations)

    # --- tags in tag sets -----------------------------------------------------

    def _link_tags(self, tag_set: base.Ref, tags: Sequence[base.Ref]) -> None:
        found = objects.require(self._scope, Right.ANNOTATE, [tag_set])
        _check_tag_set(found[tag_set])
        for row in objects.find(self._scope, Kind.ANNOTATION, [tag.id for tag in tags]):
            tag = _as_tag(row)
            linking.check_group(tag.group, list(found.values()))
            linking.annotate(self._scope, tag, found)

    def _unlink_tags(self, tag_set: base.Ref, tags: Sequence[base.Ref]) -> None:
        found = objects.require(self._scope, Right.EDIT, [tag_set])
        _check_tag_set(found[tag_set])
        objects.find_all(self._scope, tags)
        models.AnnotationAnnotationLink.objects.filter(
            parent_id=tag_set.id, child__in=[tag.id for tag in tags]
        ).delete()

    def _shown(self, row: models.Named) -> base.Container:
        details = convert.details(row, self._scope.rights)
        match row:
            case models.Project():
                return convert.project(row, details)
            case models.Dataset():
                return convert.dataset(row, details)
            case models.Screen():
                return convert.screen(row, details)
        raise AssertionError(f"{type(row).__name__} is no container")


def _container(kind: Kind) -> type[models.Named]:
    if kind not in CONTAINERS:
        raise BadRequest(f"{kind} cannot be saved: expected one of {', '.join(CONTAINERS)}")
    return CONTAINERS[kind]


def _columns(draft: base.Draft) -> dict[str, str]:
    columns = {"name": _checked(draft.name), "description": draft.description}
    if draft.kind is not Kind.SCREEN:
        return columns
    protocol = draft.protocol
    return {
        **columns,
        "type": protocol.type,
        "protocol_identifier": protocol.protocol_identifier,
        "protocol_description": protocol.protocol_description,
        "reagent_set_identifier": protocol.reagent_set_identifier,
        "reagent_set_description": protocol.reagent_set_description,
    }


def _checked(name: str) -> str:
    if not name.strip():
        raise BadRequest(f"name={name!r}: expected a name that is not empty")
    if len(name) > NAME_LENGTH:
        raise BadRequest(f"a name of {len(name)} characters: expected {NAME_LENGTH} at most")
    return name


def _nested(parent: base.Ref, child: base.Ref) -> None:
    if (parent.kind, child.kind) not in NESTED:
        pairs = ", ".join(f"{inner} in {outer}" for outer, inner in NESTED)
        raise BadRequest(f"{child} in {parent}: expected one of {pairs}, tags in a tag set")


def _ids(children: Sequence[base.Ref]) -> dict[Kind, list[int]]:
    ids: dict[Kind, list[int]] = {}
    for child in children:
        ids.setdefault(child.kind, []).append(child.id)
    return ids


def _are_tags(parent: base.Ref, children: Sequence[base.Ref]) -> bool:
    return {parent.kind, *(child.kind for child in children)} == {Kind.ANNOTATION}


def _check_tag_set(row: Model) -> None:
    if _as_tag(row).namespace != base.TAG_SET:
        raise BadRequest(f"annotation {row.pk} is no tag set")


def _as_tag(row: Model) -> models.Annotation:
    if not isinstance(row, models.Annotation) or row.kind != base.AnnotationKind.TAG:
        raise BadRequest(f"annotation {row.pk} is no tag")
    return row
