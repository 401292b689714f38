"""How the parts of an instrument were set for a channel: detector, light source, light path."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from omeroweb import pixels
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.registration.entry import Parts
from omeroweb.gateway.embedded.registration.values import length, nanometers, word
from omeroweb.pixels import acquisition

OF_FILESETS = "logical_channel__channels__pixels__image__fileset__in"


def delete(filesets: Collection[int]) -> None:
    """Settings hold nothing that a file does not say: those of a replaced one are made anew."""
    if filesets:
        models.DetectorSettings.objects.filter(**{OF_FILESETS: filesets}).delete()
        models.LightSettings.objects.filter(**{OF_FILESETS: filesets}).delete()
        models.LightPath.objects.filter(**{OF_FILESETS: filesets}).delete()


@dataclass
class Settings:
    """Rows that are written when their channels are; what refers to no known part is left out."""

    detectors: list[models.DetectorSettings] = field(default_factory=list)
    lights: list[models.LightSettings] = field(default_factory=list)
    paths: list[models.LightPath] = field(default_factory=list)
    filters: list[models.LightPathFilter] = field(default_factory=list)

    def add(
        self, row: models.LogicalChannel, said: pixels.ChannelDescription, parts: Parts | None
    ) -> None:
        if parts is None:
            return
        detector = said.detector_settings
        if detector and detector.key in parts.detectors:
            self.detectors.append(_detector(row, detector, parts.detectors[detector.key]))
        light = said.light_source_settings
        if light and light.key in parts.light_sources:
            self.lights.append(
                models.LightSettings(
                    logical_channel=row,
                    light_source=parts.light_sources[light.key],
                    attenuation=light.attenuation,
                    wavelength=nanometers(light.wavelength),
                )
            )
        if said.light_path:
            path = models.LightPath(
                logical_channel=row, dichroic=parts.dichroics.get(said.light_path.dichroic)
            )
            self.paths.append(path)
            self.filters += _filters(path, said.light_path, parts)

    def save(self) -> None:
        models.DetectorSettings.objects.bulk_create(self.detectors)
        models.LightSettings.objects.bulk_create(self.lights)
        models.LightPath.objects.bulk_create(self.paths)
        models.LightPathFilter.objects.bulk_create(self.filters)


def _detector(
    row: models.LogicalChannel, said: acquisition.DetectorSettings, detector: models.Detector
) -> models.DetectorSettings:
    return models.DetectorSettings(
        logical_channel=row,
        detector=detector,
        binning=word(said.binning),
        gain=said.gain,
        offset=said.offset,
        zoom=said.zoom,
        integration=said.integration,
        **length("voltage", said.voltage),
        **length("readout_rate", said.read_out_rate),
    )


def _filters(
    path: models.LightPath, said: acquisition.LightPath, parts: Parts
) -> Iterator[models.LightPathFilter]:
    passed = [*((key, True) for key in said.excitation), *((key, False) for key in said.emission)]
    for index, (key, is_excitation) in enumerate(passed):
        if key in parts.filters:
            yield models.LightPathFilter(
                light_path=path,
                filter=parts.filters[key],
                is_excitation=is_excitation,
                index=index,
            )
