"""Rendering settings: implements Renderings."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from django.db import transaction
from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import timezone

from omeroweb.errors import BadRequest, NotFound
from omeroweb.gateway import base
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.convert import rendering as convert
from omeroweb.gateway.embedded.memory import Recalls
from omeroweb.gateway.embedded.permissions import Right
from omeroweb.gateway.embedded.queries.scope import Scope, one

# Which settings an image gets; None where it cannot have them.
Choice = Callable[[models.Image], base.Rendering | None]


class EmbeddedRenderings:
    """Settings are read together for any number of images, in a fixed number of queries."""

    def __init__(self, scope: Scope, memory: Recalls) -> None:
        self._scope = scope
        self._memory = memory
        self._user = scope.rights.experimenter

    def of(self, image_id: int) -> base.RenderingDef:
        """Remembered while the store does not change: every tile may ask for it."""
        key = ("rendering", self._user.id, image_id)
        return self._memory.recall(key, lambda: self._of(image_id))

    def _of(self, image_id: int) -> base.RenderingDef:
        found = self.of_images([image_id])
        return found[image_id] if found else self.imported(image_id)

    def of_images(self, image_ids: Sequence[int]) -> Mapping[int, base.RenderingDef]:
        counting = Q(owner=self._user) | Q(owner=F("pixels__image__owner"))
        saved = self._saved(image_ids).filter(counting)
        chosen: dict[int, base.RenderingDef] = {}
        for row in saved:
            image = row.pixels.image
            if row.owner_id == self._user.id or (
                row.owner_id == image.owner_id and image.id not in chosen
            ):
                chosen[image.id] = convert.rendering_def(row)
        rest = [image_id for image_id in image_ids if image_id not in chosen]
        return {**chosen, **{row.id: convert.imported(row) for row in self._images(rest)}}

    def imported(self, image_id: int) -> base.RenderingDef:
        row = self._images([image_id]).first()
        if row is None:
            raise NotFound(f"Image {image_id} not found")
        return convert.imported(row)

    def all_of(self, image_id: int) -> Sequence[base.RenderingDef]:
        one(self._scope.visible(models.Image.objects.all()), image_id)
        rows = list(self._saved([image_id]).order_by("id"))
        rows.sort(key=lambda row: row.owner_id != self._user.id)
        return [convert.rendering_def(row) for row in rows]

    def get(self, rendering_def_id: int) -> base.RenderingDef:
        rows = _with_bindings(self._scope.rights.visible(models.RenderingDef.objects.all()))
        return convert.rendering_def(one(rows, rendering_def_id))

    @transaction.atomic
    def save(self, image_id: int, rendering: base.Rendering) -> base.RenderingDef:
        image = self._images([image_id]).first()
        if image is None:
            raise NotFound(f"Image {image_id} not found")
        self._scope.rights.require(Right.ANNOTATE, [image])
        _check(image.pixels, rendering)
        self._write({image: rendering})
        row = _with_bindings(models.RenderingDef.objects.all()).get(
            pixels=image.pixels, owner=self._user
        )
        return convert.rendering_def(row)

    def copy(self, rendering: base.Rendering, image_ids: Sequence[int]) -> base.Copied:
        shown = {image_id: one.rendering for image_id, one in self.of_images(image_ids).items()}

        def choose(image: models.Image) -> base.Rendering | None:
            if image.pixels.size_c != len(rendering.channels):
                return None
            kept = shown[image.id]
            return replace(rendering, z=kept.z, t=kept.t)

        return self._save_all(image_ids, choose)

    def reset(self, image_ids: Sequence[int]) -> base.Copied:
        return self._save_all(image_ids, lambda image: convert.imported(image).rendering)

    def use_owners(self, image_ids: Sequence[int]) -> base.Copied:
        owners: dict[int, base.Rendering] = {
            row.pixels.image_id: convert.rendering_def(row).rendering
            for row in self._saved(image_ids).filter(owner=F("pixels__image__owner"))
        }

        def choose(image: models.Image) -> base.Rendering | None:
            return owners.get(image.id) or convert.imported(image).rendering

        return self._save_all(image_ids, choose)

    # --- rows -----------------------------------------------------------------

    def _images(self, image_ids: Sequence[int]) -> QuerySet[models.Image]:
        """Visible images that have pixels, with their channels."""
        rows = self._scope.visible(models.Image.objects.filter(id__in=image_ids))
        rows = rows.exclude(pixels=None).select_related("pixels")
        return rows.prefetch_related("pixels__channels")

    def _saved(self, image_ids: Sequence[int]) -> QuerySet[models.RenderingDef]:
        """All users' settings of visible images."""
        visible = self._scope.rights.visible(models.Image.objects.filter(id__in=image_ids))
        return _with_bindings(self._scope.rights.visible(models.RenderingDef.objects.all())).filter(
            pixels__image__in=visible
        )

    @transaction.atomic
    def _save_all(self, image_ids: Sequence[int], choose: Choice) -> base.Copied:
        chosen = {
            image: rendering
            for image in self._images(image_ids)
            if self._scope.rights.may(Right.ANNOTATE, image)
            and (rendering := choose(image)) is not None
        }
        self._write(chosen)
        done = {image.id for image in chosen}
        wanted = list(dict.fromkeys(image_ids))
        return base.Copied(
            tuple(image_id for image_id in wanted if image_id in done),
            tuple(image_id for image_id in wanted if image_id not in done),
        )

    def _write(self, chosen: Mapping[models.Image, base.Rendering]) -> None:
        """Make these the caller's settings; one version more where there were some."""
        pixels = [image.pixels for image in chosen]
        before = dict(
            models.RenderingDef.objects.filter(owner=self._user, pixels__in=pixels).values_list(
                "pixels", "version"
            )
        )
        rows = [self._row(image, given, before) for image, given in chosen.items()]
        models.RenderingDef.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["pixels", "owner"],
            update_fields=[
                *("model", "default_z", "default_t", "compression", "version", "updated")
            ],
        )
        saved = {
            row.pixels_id: row
            for row in models.RenderingDef.objects.filter(owner=self._user, pixels__in=pixels)
        }
        models.ChannelBinding.objects.filter(rendering_def__in=saved.values()).delete()
        models.ChannelBinding.objects.bulk_create(
            convert.binding_row(saved[image.pixels.id], channel)
            for image, given in chosen.items()
            for channel in given.channels
        )

    def _row(
        self, image: models.Image, given: base.Rendering, before: Mapping[int, int]
    ) -> models.RenderingDef:
        return models.RenderingDef(
            owner=self._user,
            group_id=image.group_id,
            pixels=image.pixels,
            model=given.model,
            default_z=given.z,
            default_t=given.t,
            compression=given.quality,
            version=before.get(image.pixels.id, 0) + 1,
            updated=timezone.now(),
        )


def _with_bindings(rows: QuerySet[models.RenderingDef]) -> QuerySet[models.RenderingDef]:
    bindings = Prefetch("channel_bindings", models.ChannelBinding.objects.order_by("index"))
    return rows.select_related("owner", "pixels__image").prefetch_related(bindings)


def _check(pixels: models.Pixels, given: base.Rendering) -> None:
    """Raises BadRequest where settings do not fit an image."""
    indices = [channel.index for channel in given.channels]
    if indices != list(range(pixels.size_c)):
        raise BadRequest(
            f"rendering settings for channels {_listed(indices)}: expected all {pixels.size_c} "
            "channels of the image, from 0, in order"
        )
    for axis, value, size in (("z", given.z, pixels.size_z), ("t", given.t, pixels.size_t)):
        if not 0 <= value < size:
            raise BadRequest(f"{axis}={value} is out of range: expected 0 to {size - 1}")


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers)) or "none"
