"""What OME-XML says becomes descriptions, value by value; what is wrong with it is left out."""

import base64
import bz2
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import tifffile
from ome_types import model

from omeroweb.errors import Unreadable
from omeroweb.pixels import ImageDescription, annotations, describe, ome_xml, shapes
from omeroweb.pixels.limits import Limits, set_limits
from omeroweb.pixels.ome_xml.shapes import rois
from omeroweb.pixels.ome_xml.units import NAMES
from omeroweb.quantities import Length
from tests.images import ramp

MASK = base64.b64encode(zlib.compress(b"\xaa\x80")).decode()

DOCUMENT = f"""<?xml version="1.0" encoding="UTF-8"?>
<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06">
 <Instrument ID="Instrument:0">
  <Microscope Manufacturer="Zeiss" Model="LSM 880" Type="Upright"/>
  <Laser ID="LightSource:0" Power="5" Type="Gas" LaserMedium="Argon" Wavelength="488">
  </Laser>
  <Detector ID="Detector:0" Type="PMT" Gain="2.5" Voltage="600"/>
  <Objective ID="Objective:0" NominalMagnification="63" LensNA="1.4" Immersion="Oil"
   Correction="PlanApo" WorkingDistance="0.19" WorkingDistanceUnit="mm"/>
  <FilterSet ID="FilterSet:0"><EmissionFilterRef ID="Filter:0"/></FilterSet>
  <Filter ID="Filter:0" Type="BandPass"><TransmittanceRange CutIn="500" CutOut="550"/></Filter>
  <Dichroic ID="Dichroic:0" Model="D1"/>
 </Instrument>
 <Image ID="Image:0" Name="cells">
  <AcquisitionDate>2021-03-04T05:06:07+02:00</AcquisitionDate>
  <Description>two cells</Description>
  <InstrumentRef ID="Instrument:0"/>
  <ObjectiveSettings ID="Objective:0" RefractiveIndex="1.518" Medium="Oil"/>
  <ImagingEnvironment Temperature="37" CO2Percent="0.05"/>
  <StageLabel Name="A" X="10" XUnit="µm" Y="-3.5" YUnit="µm"/>
  <Pixels ID="Pixels:0" DimensionOrder="XYCZT" Type="uint16" SizeX="40" SizeY="30" SizeZ="1"
   SizeC="2" SizeT="1" PhysicalSizeX="65" PhysicalSizeXUnit="nm" SignificantBits="12">
   <Channel ID="Channel:0:0" Name="GFP" Color="16711935" EmissionWavelength="509"
    ExcitationWavelength="0.488" ExcitationWavelengthUnit="µm" Fluor="GFP" PinholeSize="1.5"
    AcquisitionMode="LaserScanningConfocalMicroscopy">
    <LightSourceSettings ID="LightSource:0" Attenuation="0.2"/>
    <DetectorSettings ID="Detector:0" Gain="3" Binning="2x2"/>
    <FilterSetRef ID="FilterSet:0"/>
    <LightPath><DichroicRef ID="Dichroic:0"/><EmissionFilterRef ID="Filter:0"/></LightPath>
   </Channel>
   <Channel ID="Channel:0:1" EmissionWavelength="none" Color="-1"/>
   <TiffData/>
   <Plane TheZ="0" TheC="1" TheT="0" DeltaT="1.5" ExposureTime="20" ExposureTimeUnit="ms"
    PositionX="100" PositionXUnit="µm"/>
   <Plane TheZ="0" TheC="0" TheT="0"/>
  </Pixels>
  <ROIRef ID="ROI:0"/>
  <AnnotationRef ID="Annotation:0"/><AnnotationRef ID="Annotation:1"/>
  <AnnotationRef ID="Annotation:2"/><AnnotationRef ID="Annotation:3"/>
  <AnnotationRef ID="Annotation:4"/><AnnotationRef ID="Annotation:5"/>
  <AnnotationRef ID="Annotation:6"/><AnnotationRef ID="Annotation:7"/>
  <AnnotationRef ID="Annotation:8"/><AnnotationRef ID="Annotation:9"/>
  <AnnotationRef ID="Annotation:10"/><AnnotationRef ID="Annotation:missing"/>
 </Image>
 <StructuredAnnotations>
  <TagAnnotation ID="Annotation:0"><Description>d</Description><Value>mitosis</Value>
  </TagAnnotation>
  <MapAnnotation ID="Annotation:1" Namespace="n"><Value><M K="a">1</M><M K="a">2</M></Value>
  </MapAnnotation>
  <CommentAnnotation ID="Annotation:2"><Value>nice</Value></CommentAnnotation>
  <BooleanAnnotation ID="Annotation:3"><Value>true</Value></BooleanAnnotation>
  <LongAnnotation ID="Annotation:4" Namespace="openmicroscopy.org/omero/insight/rating">
   <Value>4</Value></LongAnnotation>
  <DoubleAnnotation ID="Annotation:5"><Value>0.5</Value></DoubleAnnotation>
  <TermAnnotation ID="Annotation:6"><Value>GO:1</Value></TermAnnotation>
  <TimestampAnnotation ID="Annotation:7"><Value>2020-01-02T03:04:05</Value></TimestampAnnotation>
  <XMLAnnotation ID="Annotation:8"><Value><a b="c">d</a></Value></XMLAnnotation>
  <FileAnnotation ID="Annotation:9"><BinaryFile FileName="t.txt" Size="2" MIMEType="text/plain">
   <BinData Length="4" BigEndian="true">aGk=</BinData></BinaryFile></FileAnnotation>
  <XMLAnnotation ID="Annotation:10" Namespace="openmicroscopy.org/OriginalMetadata"><Value>
   <OriginalMetadata><Key>Gain</Key><Value>7</Value></OriginalMetadata></Value></XMLAnnotation>
 </StructuredAnnotations>
 <ROI ID="ROI:0" Name="nucleus"><Union>
  <Rectangle ID="Shape:0" X="1" Y="2" Width="3" Height="4" TheZ="0" StrokeColor="-16776961"
   FillColor="255" StrokeWidth="2" Text="box">
   <Transform A00="1" A10="0" A01="0" A11="1" A02="5" A12="6"/></Rectangle>
  <Ellipse ID="Shape:1" X="5" Y="6" RadiusX="2" RadiusY="1"/>
  <Point ID="Shape:2" X="7" Y="8"/>
  <Line ID="Shape:3" X1="0" Y1="1" X2="2" Y2="3" MarkerEnd="Arrow"/>
  <Polygon ID="Shape:4" Points="0,0 10,0 10,5.5"/>
  <Polyline ID="Shape:5" Points="0,0 1,1"/>
  <Label ID="Shape:6" X="3" Y="4" Text="here"/>
  <Mask ID="Shape:7" X="0" Y="0" Width="3" Height="3">
   <BinData Compression="zlib" BigEndian="true" Length="10">{MASK}</BinData></Mask>
  <Rectangle ID="Shape:8" X="1"/>
 </Union></ROI>
</OME>"""


def described(path: Path, document: str = DOCUMENT) -> ImageDescription:
    tifffile.imwrite(path, ramp((2, 30, 40)), description=document.encode(), metadata=None)
    return describe(path).images[0]


def test_an_image_with_everything(tmp_path: Path) -> None:
    image = described(tmp_path / "a.ome.tif")
    assert (image.description, image.dimension_order) == ("two cells", "XYCZT")
    assert image.acquired == datetime(2021, 3, 4, 3, 6, 7, tzinfo=UTC)
    assert image.physical_size_x == Length(65.0, "NANOMETER")
    assert (image.significant_bits, image.magnification) == (12, 63.0)
    assert image.stage_label is not None
    assert image.stage_label.y == Length(-3.5, "MICROMETER")
    assert image.imaging_environment is not None
    assert image.imaging_environment.temperature == Length(37.0, "CELSIUS")
    (plane,) = image.planes
    assert (plane.c, plane.delta_t) == (1, Length(1.5, "SECOND"))
    assert plane.exposure_time == Length(20.0, "MILLISECOND")


def test_an_instrument_and_how_it_was_set(tmp_path: Path) -> None:
    image = described(tmp_path / "a.ome.tif")
    assert image.instrument is not None
    assert image.instrument.microscope is not None
    assert image.instrument.microscope.model == "LSM 880"
    (objective,) = image.instrument.objectives
    assert (objective.lens_na, objective.immersion) == (1.4, "Oil")
    assert objective.working_distance == Length(0.19, "MILLIMETER")
    (laser,) = image.instrument.light_sources
    assert (laser.kind, laser.wavelength) == ("Laser", Length(488.0, "NANOMETER"))
    assert image.instrument.filters[0].cut_out == Length(550.0, "NANOMETER")
    assert image.instrument.filter_sets[0].emission == ("Filter:0",)
    assert image.objective_settings is not None
    assert image.objective_settings.refractive_index == 1.518
    channel = image.channels[0]
    assert (channel.emission, channel.excitation, channel.fluor) == (509.0, 488.0, "GFP")
    assert channel.color == (0, 255, 0)
    assert channel.detector_settings is not None
    assert (channel.detector_settings.gain, channel.detector_settings.binning) == (3.0, "2x2")
    assert channel.light_source_settings is not None
    assert channel.light_source_settings.attenuation == 0.2
    assert channel.light_path is not None
    assert channel.light_path.dichroic == "Dichroic:0"
    assert channel.filter_set == "FilterSet:0"


def test_a_value_that_is_wrong_is_left_out(tmp_path: Path) -> None:
    channel = described(tmp_path / "a.ome.tif").channels[1]
    assert (channel.emission, channel.color) == (None, (255, 255, 255))


def test_shapes_of_every_kind(tmp_path: Path) -> None:
    (roi,) = described(tmp_path / "a.ome.tif").rois
    assert roi.name == "nucleus"
    found: tuple[Any, ...] = roi.shapes
    box, ellipse, point, line, polygon, polyline, label, mask = found
    assert isinstance(box, shapes.Rectangle)
    assert (box.x, box.y, box.width, box.height, box.the_z, box.the_t) == (1, 2, 3, 4, 0, None)
    assert box.stroke_color == shapes.Color(255, 0, 0, 255)
    assert box.fill_color == shapes.Color(0, 0, 0, 255)
    assert box.stroke_width == Length(2.0, "PIXEL")
    assert box.transform == shapes.Transform(1, 0, 0, 1, 5, 6)
    assert isinstance(ellipse, shapes.Ellipse)
    assert isinstance(point, shapes.Point)
    assert isinstance(line, shapes.Line)
    assert line.marker_end == "Arrow"
    assert isinstance(polygon, shapes.Polygon)
    assert list(polygon.points) == [(0, 0), (10, 0), (10, 5.5)]
    assert isinstance(polyline, shapes.Polyline)
    assert isinstance(label, shapes.Label)
    assert label.text == "here"
    assert isinstance(mask, shapes.Mask)
    assert mask.bits == b"\xaa\x80"


def test_annotations_of_every_kind(tmp_path: Path) -> None:
    image = described(tmp_path / "a.ome.tif")
    assert image.annotations == (
        annotations.TagAnnotation(key="Annotation:0", description="d", text="mitosis"),
        annotations.MapAnnotation(
            key="Annotation:1", namespace="n", pairs=(("a", "1"), ("a", "2"))
        ),
        annotations.CommentAnnotation(key="Annotation:2", text="nice"),
        annotations.BooleanAnnotation(key="Annotation:3", value=True),
        annotations.LongAnnotation(
            key="Annotation:4", namespace="openmicroscopy.org/omero/insight/rating", value=4
        ),
        annotations.DoubleAnnotation(key="Annotation:5", value=0.5),
        annotations.TermAnnotation(key="Annotation:6", term="GO:1"),
        annotations.TimestampAnnotation(
            key="Annotation:7", moment=datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)
        ),
        annotations.XmlAnnotation(key="Annotation:8", text='<a b="c">d</a>'),
        annotations.FileAnnotation(
            key="Annotation:9", name="t.txt", media_type="text/plain", size=2, content=b"hi"
        ),
    )


@pytest.fixture
def little_metadata() -> Iterator[None]:
    set_limits(Limits(metadata_bytes=20_000))
    yield
    set_limits(Limits())


@pytest.mark.usefixtures("little_metadata")
@pytest.mark.parametrize(
    ("compression", "compress"), [("zlib", zlib.compress), ("bzip2", bz2.compress)]
)
def test_compressed_files_are_unpacked_as_far_as_metadata_may_go(
    tmp_path: Path, compression: str, compress: Callable[[bytes], bytes]
) -> None:
    for size, is_kept in ((20_000, True), (20_001, False)):
        packed = base64.b64encode(compress(bytes(size))).decode()
        said = f'<BinData Length="4" Compression="{compression}">{packed}</BinData>'
        before = '<BinData Length="4" BigEndian="true">aGk=</BinData>'
        assert before in DOCUMENT
        path = tmp_path / f"{size}.ome.tif"
        text = DOCUMENT.replace(before, said)
        tifffile.imwrite(path, ramp((2, 30, 40)), description=text.encode(), metadata=None)
        (found,) = [
            one
            for one in describe(path).images[0].annotations
            if isinstance(one, annotations.FileAnnotation)
        ]
        assert found.content == (bytes(size) if is_kept else None)


def test_original_metadata_are_kept_as_pairs(tmp_path: Path) -> None:
    described(tmp_path / "a.ome.tif")
    assert describe(tmp_path / "a.ome.tif").original_metadata == (("Gain", "7"),)


def test_units_are_those_of_the_schema() -> None:
    """Compared with the enumerations that ome-types generates from it."""
    enumerations = (
        model.UnitsLength,
        model.UnitsTime,
        model.UnitsPressure,
        model.UnitsTemperature,
        model.UnitsElectricPotential,
        model.UnitsPower,
        model.UnitsFrequency,
    )
    for enumeration in enumerations:
        for unit in enumeration:
            assert NAMES[unit.value] == unit.name


ENTITIES = '<!DOCTYPE OME [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE OME [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("declared", [ENTITIES, EXTERNAL, "<!DOCTYPE OME>"])
def test_entities_are_refused_before_they_are_expanded(tmp_path: Path, declared: str) -> None:
    text = DOCUMENT.replace("<OME ", f"{declared}<OME ").replace("two cells", "&b;")
    with pytest.raises(Unreadable, match=r"a\.ome\.tif: OME-XML with a document type"):
        described(tmp_path / "a.ome.tif", text)


def test_xml_that_is_cut_off_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"a\.ome\.tif: OME-XML is not valid"):
        described(tmp_path / "a.ome.tif", DOCUMENT[:900] + "</OME>")


def test_metadata_larger_than_allowed_are_refused() -> None:
    set_limits(Limits(metadata_bytes=1000))
    try:
        with pytest.raises(ValueError, match=r"at most 1000 are read \(omero\.web\.images"):
            ome_xml.parse(DOCUMENT)
    finally:
        set_limits(Limits())


def test_a_deflated_mask_does_not_grow_beyond_its_size() -> None:
    bomb = base64.b64encode(zlib.compress(b"\0" * 10_000_000)).decode()
    document = ome_xml.parse(DOCUMENT.replace(MASK, bomb))
    mask = rois(document, document.images[0])[0].shapes[-1]
    assert isinstance(mask, shapes.Mask)
    assert len(mask.bits) == 2


def test_a_screen_and_its_plate_with_runs_and_wells(tmp_path: Path) -> None:
    plate = (
        '<Screen ID="Screen:0" Name="S"><PlateRef ID="Plate:0"/></Screen>'
        '<Plate ID="Plate:0" Name="P" Rows="8" Columns="12" WellOriginX="1" WellOriginXUnit="mm">'
        '<Description>first</Description><Well ID="Well:0" Row="1" Column="2" Type="control">'
        '<WellSample ID="WellSample:0" Index="0" PositionX="5" PositionXUnit="µm">'
        '<ImageRef ID="Image:0"/></WellSample></Well>'
        '<PlateAcquisition ID="Run:0" Name="r" StartTime="2020-01-02T03:04:05">'
        '<WellSampleRef ID="WellSample:0"/></PlateAcquisition></Plate>'
    )
    described(tmp_path / "a.ome.tif", DOCUMENT.replace(" <Instrument ", plate + "<Instrument "))
    found = describe(tmp_path / "a.ome.tif")
    assert found.plate is not None
    assert (found.plate.rows, found.plate.columns) == (8, 12)
    assert found.plate.description == "first"
    assert found.plate.well_origin_x == Length(1.0, "MILLIMETER")
    assert found.plate.screen is not None
    assert found.plate.screen.name == "S"
    assert [(well.row, well.type) for well in found.plate.wells] == [(1, "control")]
    (run,) = found.plate.acquisitions
    assert (run.key, run.start) == ("Run:0", datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC))
    place = found.images[0].well
    assert place is not None
    assert (place.row, place.column, place.field, place.acquisition) == (1, 2, 0, "Run:0")
    assert place.x == Length(5.0, "MICROMETER")
