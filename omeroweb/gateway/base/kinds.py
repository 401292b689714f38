"""Kinds of objects, and how one object is named."""

from dataclasses import dataclass
from enum import StrEnum

# The id of an object that no server has given one yet.
UNSAVED = -1


class Kind(StrEnum):
    """What can be annotated, by OMERO's class names. Each kind has ids of its own."""

    PROJECT = "Project"
    DATASET = "Dataset"
    IMAGE = "Image"
    SCREEN = "Screen"
    PLATE = "Plate"
    PLATE_ACQUISITION = "PlateAcquisition"
    WELL = "Well"
    FILESET = "Fileset"
    ORIGINAL_FILE = "OriginalFile"
    CHANNEL = "Channel"
    ROI = "Roi"
    SHAPE = "Shape"
    ANNOTATION = "Annotation"
    INSTRUMENT = "Instrument"
    OBJECTIVE = "Objective"
    DETECTOR = "Detector"
    FILTER = "Filter"
    DICHROIC = "Dichroic"
    LIGHT_SOURCE = "LightSource"
    EXPERIMENTER = "Experimenter"
    EXPERIMENTER_GROUP = "ExperimenterGroup"


@dataclass(frozen=True, order=True)
class Ref:
    """One object by kind and id."""

    kind: Kind
    id: int

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
