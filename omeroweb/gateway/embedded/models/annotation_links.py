"""Which annotation is on which object: a table per kind of object, as OMERO has them."""

from typing import Any

from django.db import models
from django.utils import timezone

from omeroweb.gateway.base import Kind
from omeroweb.gateway.embedded.models.annotations import Annotation
from omeroweb.gateway.embedded.models.containers import Dataset, Project
from omeroweb.gateway.embedded.models.files import Fileset, OriginalFile
from omeroweb.gateway.embedded.models.images import Channel, Image
from omeroweb.gateway.embedded.models.instruments import (
    Detector,
    Dichroic,
    Filter,
    Instrument,
    LightSource,
    Objective,
)
from omeroweb.gateway.embedded.models.people import Experimenter, ExperimenterGroup
from omeroweb.gateway.embedded.models.plates import Plate, PlateAcquisition, Screen, Well
from omeroweb.gateway.embedded.models.rois import Roi, Shape


class AnnotationLink(models.Model):
    """parent: the object; child: the annotation; owner: who put it there.

    One annotation may be on an object several times, by different owners. An annotation has its
    links under ``on_`` and the kind, e.g. on_image.
    """

    owner = models.ForeignKey(Experimenter, models.PROTECT, db_index=False, related_name="+")
    created = models.DateTimeField(default=timezone.now)

    # Every kind has its own; the constraint is its index.
    parent_id: int

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["parent", "child", "owner"], name="%(class)s_once")
        ]

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"


class ProjectAnnotationLink(AnnotationLink):
    parent = models.ForeignKey(
        Project, models.CASCADE, db_index=False, related_name="annotation_links"
    )
    child = models.ForeignKey(Annotation, models.CASCADE, related_name="on_project")

    class Meta(AnnotationLink.Meta):
        pass


class DatasetAnnotationLink(AnnotationLink):
    parent = models.ForeignKey(
        Dataset, models.CASCADE, db_index=False, related_name="annotation_links"
    )
    child = models.ForeignKey(Annotation, models.CASCADE, related_name="on_dataset")

    class Meta(AnnotationLink.Meta):
        pass


class ImageAnnotationLink(AnnotationLink):
    parent = models.ForeignKey(
        Image, models.CASCADE, db_index=False, related_name="annotation_links"
    )
    child = models.ForeignKey(Annotation, models.CASCADE, related_name="on_image")

    class Meta(AnnotationLink.Meta):
        pass


class ScreenAnnotationLink(AnnotationLink):
    parent = models.ForeignKey(
        Screen, models.CASCADE, db_index=False, related_name="annotation_links"
    )
    child = models.ForeignKey(Annotation, models.CASCADE, related_name="on_screen")

    class Meta(AnnotationLink.Meta):
        pass


class PlateAnnotationLink(AnnotationLink):
    parent = models.ForeignKey(
        Plate, models.CASCADE, db_index=False, related_name="annotation_links"
    )
    child = models.ForeignKey(Annotation, models.CASCADE, related_name="on_plate")

    class Meta(AnnotationLink.Meta):
        pass


class PlateAcquisitionAnnotationLink(AnnotationLink):
    parent = models.ForeignKey(
        PlateAcquisition, models.CASCADE, db_index=False, related_name="annotation_links"
    )
    child = models.ForeignKey(Annotation, models.CASCADE, related_name="on_plate_acquisition")

    class Meta(AnnotationLink.Meta):
        pass


class WellAnnotationLink(AnnotationLink):
    parent = models.ForeignKey(
        Well, models.CASCADE, db_index=False, related_name="annotation_links"
    )
    child = models.ForeignKey(Annotation, models.CASCADE, related_name="on_well")

    class Meta(AnnotationLink.Meta):
        pass


class FilesetAnnotationLink(AnnotationLink):
    parent = models.ForeignKey(
        Fileset, models.CASCADE, db_index=False, related_name="annotation_links"
    )
    child = models.ForeignKey(Annotation, models.CASCADE, related_name="on_fileset")

    class Meta(AnnotationLink.Meta):
        pass


class OriginalFileAnnotationLink(AnnotationLink):
    parent = models.ForeignKey(
        OriginalFile, models.CASCADE, db_index=False, related_name="annotation_links"
    )
    child = models.ForeignKey(Annotation, models.CASCADE, related_name="on_original_file")

    class Meta(AnnotationLink.Meta):
        pass


class ChannelAnnotationLink(AnnotationLink):
    parent = models.ForeignKey(
        Channel, models.CASCADE, db_index=False, related_name="annotation_links"
    )
    child = models.ForeignKey(Annotation, models.CASCADE, related_name="on_channel")

    class Meta(AnnotationLink.Meta):
        pass


class RoiAnnotationLink(AnnotationLink):
    parent = models.ForeignKey(Roi, models.CASCADE, db_index=False, related_name="annotation_links")
    child = models.ForeignKey(Annotation, models.CASCADE, related_name="on_roi")

    class Meta(AnnotationLink.Meta):
        pass


class ShapeAnnotationLink(AnnotationLink):
    parent = models.ForeignKey(
        Shape, models.CASCADE, db_index=False, related_name="annotation_links"
    )
    child = models.ForeignKey(Annotation, models.CASCADE, related_name="on_shape")

    class Meta(AnnotationLink.Meta):
        pass


class AnnotationAnnotationLink(AnnotationLink):
    parent = models.ForeignKey(
        Annotation, models.CASCADE, db_index=False, related_name="annotation_links"
    )
    child = models.ForeignKey(Annotation, models.CASCADE, related_name="on_annotation")

    class Meta(AnnotationLink.Meta):
        pass


class InstrumentAnnotationLink(AnnotationLink):
    parent = models.ForeignKey(
        Instrument, models.CASCADE, db_index=False, related_name="annotation_links"
    )
    child = models.ForeignKey(Annotation, models.CASCADE, related_name="on_instrument")

    class Meta(AnnotationLink.Meta):
        pass


class ObjectiveAnnotationLink(AnnotationLink):
    parent = models.ForeignKey(
        Objective, models.CASCADE, db_index=False, related_name="annotation_links"
    )
    child = models.ForeignKey(Annotation, models.CASCADE, related_name="on_objective")

    class Meta(AnnotationLink.Meta):
        pass


class DetectorAnnotationLink(AnnotationLink):
    parent = models.ForeignKey(
        Detector, models.CASCADE, db_index=False, related_name="annotation_links"
    )
    child = models.ForeignKey(Annotation, models.CASCADE, related_name="on_detector")

    class Meta(AnnotationLink.Meta):
        pass


class FilterAnnotationLink(AnnotationLink):
    parent = models.ForeignKey(
        Filter, models.CASCADE, db_index=False, related_name="annotation_links"
    )
    child = models.ForeignKey(Annotation, models.CASCADE, related_name="on_filter")

    class Meta(AnnotationLink.Meta):
        pass


class DichroicAnnotationLink(AnnotationLink):
    parent = models.ForeignKey(
        Dichroic, models.CASCADE, db_index=False, related_name="annotation_links"
    )
    child = models.ForeignKey(Annotation, models.CASCADE, related_name="on_dichroic")

    class Meta(AnnotationLink.Meta):
        pass


class LightSourceAnnotationLink(AnnotationLink):
    parent = models.ForeignKey(
        LightSource, models.CASCADE, db_index=False, related_name="annotation_links"
    )
    child = models.ForeignKey(Annotation, models.CASCADE, related_name="on_light_source")

    class Meta(AnnotationLink.Meta):
        pass


class ExperimenterAnnotationLink(AnnotationLink):
    parent = models.ForeignKey(
        Experimenter, models.CASCADE, db_index=False, related_name="annotation_links"
    )
    child = models.ForeignKey(Annotation, models.CASCADE, related_name="on_experimenter")

    class Meta(AnnotationLink.Meta):
        pass


class ExperimenterGroupAnnotationLink(AnnotationLink):
    parent = models.ForeignKey(
        ExperimenterGroup, models.CASCADE, db_index=False, related_name="annotation_links"
    )
    child = models.ForeignKey(Annotation, models.CASCADE, related_name="on_experimenter_group")

    class Meta(AnnotationLink.Meta):
        pass


# By the kind of object.
LINKS: dict[Kind, type[AnnotationLink]] = {
    Kind(model.__name__.removesuffix("AnnotationLink")): model
    for model in AnnotationLink.__subclasses__()
}


def links_on(kind: Kind) -> "models.QuerySet[Any]":
    """The links of annotations to one kind of object."""
    return LINKS[kind]._default_manager.all()
