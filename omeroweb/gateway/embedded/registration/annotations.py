"""Annotations that files carry, and which objects they are on."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from omeroweb.gateway.base import AnnotationKind, Kind
from omeroweb.gateway.embedded import attachments, models
from omeroweb.gateway.embedded.registration import rows
from omeroweb.gateway.embedded.registration.annotation_rows import (
    attached,
    columns,
    content,
    pairs,
)
from omeroweb.gateway.embedded.registration.entry import Annotated, Entry
from omeroweb.gateway.embedded.registration.values import owned, word
from omeroweb.pixels import annotations as said


def save(entries: Sequence[Entry], replaced: Collection[int]) -> None:
    """Objects that share an annotation share its row; tags of one text are one row per owner.

    Of a replaced fileset, annotations that its files still carry keep their ids and the others go.
    Tags stay, because somebody may have used them elsewhere.
    """
    before = _before(replaced)
    tags = _tags(entries)
    made: list[tuple[models.Annotation, said.Annotation]] = []
    links: list[tuple[Annotated, models.Annotation, int]] = []
    for entry in entries:
        ours: dict[said.Annotation, models.Annotation] = {}
        for annotated in entry.annotated:
            for annotation in annotated.annotations:
                row = ours.get(annotation)
                if row is None:
                    row = _row(entry.fileset, annotation, tags, before)
                    ours[annotation] = row
                    made.append((row, annotation))
                links.append((annotated, row, entry.fileset.owner_id))
    folder = attachments.stored()
    if gone := [number for left in before.values() for number in left]:
        folder.delete_annotations(gone)
    _save_rows(made, folder)
    _save_links(links)


def _row(
    fileset: models.Fileset,
    annotation: said.Annotation,
    tags: "dict[tuple[int, int, str, str], models.Annotation]",
    before: dict[tuple[object, ...], list[int]],
) -> models.Annotation:
    row = models.Annotation(**owned(fileset), **columns(annotation))
    if row.kind == AnnotationKind.TAG:
        return tags.setdefault(_tag_key(row), row)
    row.source = fileset
    known = before.get((fileset.id, *content(row, pairs(annotation), attached(annotation))))
    row.id = known.pop() if known else None
    return row


def _tags(entries: Iterable[Entry]) -> "dict[tuple[int, int, str, str], models.Annotation]":
    """The tags that the owners have already, of those that files name."""
    texts = {
        columns(annotation)["text_value"]
        for entry in entries
        for annotated in entry.annotated
        for annotation in annotated.annotations
        if isinstance(annotation, said.TagAnnotation)
    }
    if not texts:
        return {}
    stored = models.Annotation.objects.filter(kind=AnnotationKind.TAG, text_value__in=texts)
    return {_tag_key(row): row for row in stored.order_by("-id")}


def _tag_key(row: models.Annotation) -> tuple[int, int, str, str]:
    return row.owner_id, row.group_id, row.namespace, row.text_value


def _before(replaced: Collection[int]) -> dict[tuple[object, ...], list[int]]:
    """Ids of what the filesets' files said, by fileset and content."""
    found: dict[tuple[object, ...], list[int]] = defaultdict(list)
    if replaced:
        stored = models.Annotation.objects.filter(source__in=replaced).select_related("file")
        for row in stored.prefetch_related("map_values"):
            said_pairs = tuple((value.name, value.value) for value in row.map_values.all())
            file = (row.file.name, row.file.sha256) if row.file else None
            found[row.source_id, *content(row, said_pairs, file)].append(row.id)
    return found


def _save_rows(
    made: Sequence[tuple[models.Annotation, said.Annotation]], folder: attachments.Folder
) -> None:
    new = [(row, annotation) for row, annotation in made if row.id is None]
    unique = {id(row): (row, annotation) for row, annotation in new}.values()
    for row, annotation in unique:
        row.file = _kept(row, annotation, folder)
    rows.save(models.Annotation, [row for row, _ in unique])
    rows.save(
        models.MapValue,
        [
            models.MapValue(annotation=row, index=index, name=name, value=value)
            for row, annotation in unique
            for index, (name, value) in enumerate(pairs(annotation))
        ],
    )


def _kept(
    row: models.Annotation, annotation: said.Annotation, folder: attachments.Folder
) -> models.OriginalFile | None:
    """The file that an image file holds for others to read, kept as if somebody had attached it."""
    if not isinstance(annotation, said.FileAnnotation) or annotation.content is None:
        return None
    name, kind = word(annotation.name), word(annotation.media_type)
    return folder.keep(row.owner, row.group, name, kind, [annotation.content])


def _save_links(links: Iterable[tuple[Annotated, models.Annotation, int]]) -> None:
    by_kind: dict[Kind, list[Any]] = defaultdict(list)
    for annotated, row, owner_id in links:
        link: Any = models.LINKS[annotated.kind]
        by_kind[annotated.kind].append(
            link(parent_id=annotated.row.id, child_id=row.id, owner_id=owner_id)
        )
    for kind, made in by_kind.items():
        models.LINKS[kind]._default_manager.bulk_create(made, ignore_conflicts=True)
