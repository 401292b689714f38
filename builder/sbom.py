"""A CycloneDX list of what is inside of an image: https://cyclonedx.org/docs/1.6/json/."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import docker
from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, Property, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.tool import Tool
from cyclonedx.output.json import JsonV1Dot6
from docker.models.images import Image
from packageurl import PackageURL

from builder import inside, inventory
from builder.provenance import PREFIX
from omeroweb import __version__

LICENSES = LicenseFactory()
Fields = Mapping[str, str]


def sbom(client: docker.DockerClient, image: Image, name: str) -> str:
    """The list as JSON. The same image gives the same bytes.

    name: what the list calls the image. Raises BuilderError where the image has no Python.
    """
    with open(inventory.__file__, encoding="utf-8") as file:  # noqa: PTH123 - read as it was loaded
        found: dict[str, Any] = json.loads(inside.run_python(client, str(image.id), file.read()))
    release: Fields = found["os_release"]
    bom = Bom(
        serial_number=uuid5(NAMESPACE_URL, f"{name}@{image.id}"),
        components=[*_debian(found["debian"], release), *_python(found["python"])],
    )
    bom.metadata.timestamp = _created(image)
    bom.metadata.tools.tools.add(Tool(name="omero-builder", version=__version__))
    bom.metadata.component = _whole(image, name)
    bom.register_dependency(bom.metadata.component, bom.components)
    return str(JsonV1Dot6(bom).output_as_string(indent=2)) + "\n"


def _whole(image: Image, name: str) -> Component:
    """The image itself, with its labels as properties."""
    return Component(
        type=ComponentType.CONTAINER,
        name=name,
        bom_ref=str(image.id),
        version=image.labels.get(f"{PREFIX}version", str(image.id)),
        properties=[Property(name=key, value=text) for key, text in sorted(image.labels.items())],
    )


def _created(image: Image) -> datetime:
    """When the engine made the image; it writes nanoseconds, which Python does not read."""
    text: str = image.attrs["Created"]
    return datetime.fromisoformat(f"{text.partition('.')[0].rstrip('Z')}+00:00")


def _debian(packages: Iterable[Fields], release: Fields) -> Iterable[Component]:
    distribution = f"{release['ID']}-{release.get('VERSION_ID', 'unstable')}"
    for package in packages:
        name, version, architecture = (
            package["Package"],
            package["Version"],
            package["Architecture"],
        )
        url = PackageURL(
            "deb", release["ID"], name, version, {"arch": architecture, "distro": distribution}
        )
        yield Component(
            type=ComponentType.LIBRARY,
            name=name,
            version=version,
            purl=url,
            bom_ref=str(url),
            external_references=_homepage(package),
            properties=[
                Property(name="debian:source", value=package["source:Package"]),
                Property(name="debian:source-version", value=package["source:Version"]),
            ],
        )


def _python(packages: Iterable[Fields]) -> Iterable[Component]:
    for package in packages:
        name = package["Name"].lower().replace("_", "-").replace(".", "-")
        url = PackageURL("pypi", None, name, package["Version"])
        licence = package["License"]
        yield Component(
            type=ComponentType.LIBRARY,
            name=package["Name"],
            version=package["Version"],
            purl=url,
            bom_ref=str(url),
            description=package["Summary"] or None,
            licenses=[LICENSES.make_from_string(licence)] if licence else (),
            external_references=_homepage(package),
        )


def _homepage(package: Fields) -> Iterable[ExternalReference]:
    url = package["Homepage"]
    return [ExternalReference(type=ExternalReferenceType.WEBSITE, url=XsUri(url))] if url else []
