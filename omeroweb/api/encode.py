"""Objects as the JSON API writes them. A field without a value has no key."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from orjson import Fragment

from omeroweb.api.units import PIXEL_TYPE_IDS, length, nanometers, ome, omero, signed_rgba
from omeroweb.gateway import base
from omeroweb.http.json_text import written
from omeroweb.quantities import Length

Json = dict[str, Any]

# What a Screen has beside its name and description: names here, and those of base.ScreenProtocol.
SCREEN_FIELDS = {
    "Type": "type",
    "ProtocolIdentifier": "protocol_identifier",
    "ProtocolDescription": "protocol_description",
    "ReagentSetIdentifier": "reagent_set_identifier",
    "ReagentSetDescription": "reagent_set_description",
}

NOBODY = base.Permissions("------", can_annotate=True, can_link=True)


# Objects of a page have few owners, groups, permissions and sizes of pixels between them: each is
# written once.
shared = lru_cache(maxsize=1024)


@shared
def permissions(given: base.Permissions) -> Fragment:
    user, group, world = given.perm[0:2], given.perm[2:4], given.perm[4:6]
    fields = {
        "@type": omero("Permissions"),
        "perm": given.perm,
        "canAnnotate": given.can_annotate,
        "canDelete": given.can_delete,
        "canEdit": given.can_edit,
        "canLink": given.can_link,
        "isUserRead": user[0] == "r",
        "isUserWrite": user[1] == "w",
        "isGroupRead": group[0] == "r",
        "isGroupAnnotate": group[1] in "aw",
        "isGroupWrite": group[1] == "w",
        "isWorldRead": world[0] == "r",
        "isWorldWrite": world[1] == "w",
    }
    return written(fields)


def experimenter(given: base.Experimenter) -> Json:
    return without_none(
        {
            "@type": ome("Experimenter"),
            "@id": given.id,
            "omero:details": permissions_only(NOBODY),
            "FirstName": given.first_name,
            "MiddleName": given.middle_name or None,
            "LastName": given.last_name,
            "UserName": given.user_name,
            "Email": given.email or None,
            "Institution": given.institution or None,
        }
    )


def group(given: base.ExperimenterGroup) -> Json:
    return without_none(
        {
            "@type": ome("ExperimenterGroup"),
            "@id": given.id,
            "omero:details": permissions_only(base.Permissions(given.perm)),
            "Name": given.name,
            "Description": given.description or None,
            "omero:childCount": given.member_count,
        }
    )


def details(given: base.Details) -> Fragment:
    return _details(given.owner, given.group, given.permissions)


@shared
def _details(
    owner: base.Experimenter, in_group: base.ExperimenterGroup, granted: base.Permissions
) -> Fragment:
    return _details_of(written(experimenter(owner)), written(group(in_group)), granted)


def normalized_details(given: base.Details) -> Fragment:
    """Details that name owner and group by their ids."""
    owner, in_group = ({"@id": one.id} for one in (given.owner, given.group))
    return _details_of(owner, in_group, given.permissions)


def _details_of(
    owner: Fragment | Json, in_group: Fragment | Json, granted: base.Permissions
) -> Fragment:
    return written(
        {
            "@type": omero("Details"),
            "owner": owner,
            "group": in_group,
            "permissions": permissions(granted),
        }
    )


def container(given: base.Container) -> Json:
    """A Project, Dataset or Screen."""
    return without_none(
        {
            "@type": ome(type(given).__name__),
            "@id": given.id,
            "omero:details": details(given.details),
            "Name": given.name,
            "Description": given.description or None,
            "omero:childCount": given.child_count,
            **(_protocol(given.protocol) if isinstance(given, base.Screen) else {}),
        }
    )


def _protocol(given: base.ScreenProtocol) -> Json:
    return {name: getattr(given, field) or None for name, field in SCREEN_FIELDS.items()}


def image(given: base.Image) -> Json:
    return without_none(
        {
            "@type": ome("Image"),
            "@id": given.id,
            "omero:details": details(given.details),
            "Name": given.name,
            "Description": given.description or None,
            "AcquisitionDate": milliseconds(given.acquired),
            "omero:archived": False,
            "omero:partial": False,
            "omero:series": given.series,
            "Pixels": pixels(given.pixels, given.details) if given.pixels else None,
        }
    )


def pixels(given: base.Pixels, of_image: base.Details) -> Json:
    return without_none(
        {
            "@type": ome("Pixels"),
            "@id": given.id,
            "omero:details": permissions_only(of_image.permissions),
            "SizeX": given.size_x,
            "SizeY": given.size_y,
            "SizeZ": given.size_z,
            "SizeC": given.size_c,
            "SizeT": given.size_t,
            "SignificantBits": given.significant_bits,
            "PhysicalSizeX": of_length(given.physical_size_x),
            "PhysicalSizeY": of_length(given.physical_size_y),
            "PhysicalSizeZ": of_length(given.physical_size_z),
            "TimeIncrement": of_length(given.time_increment),
            "Type": _pixel_type(given.type),
            "Channels": [channel(one, of_image) for one in given.channels] or None,
        }
    )


@shared
def _pixel_type(name: str) -> Fragment:
    return written(
        {
            "@type": omero("PixelsType"),
            "@id": PIXEL_TYPE_IDS[name],
            "omero:details": permissions_only(NOBODY),
            "value": name,
        }
    )


def channel(given: base.Channel, of_image: base.Details) -> Json:
    return without_none(
        {
            "@type": ome("Channel"),
            "@id": given.id,
            "omero:details": permissions_only(of_image.permissions),
            "Name": given.name or None,
            "Color": signed_rgba(given.color),
            "SamplesPerPixel": 1,
            "Fluor": given.fluor or None,
            "EmissionWavelength": nanometers(given.emission) if given.emission else None,
            "ExcitationWavelength": nanometers(given.excitation) if given.excitation else None,
        }
    )


def event_context(given: base.EventContext) -> Json:
    return {
        "sessionId": -1,
        "sessionUuid": given.session_uuid,
        "userId": given.user_id,
        "userName": given.user_name,
        "groupId": given.group_id,
        "groupName": given.group_name,
        "isAdmin": given.is_admin,
        "eventId": -1,
        "eventType": "User",
        "memberOfGroups": list(given.member_of_groups),
        "leaderOfGroups": list(given.leader_of_groups),
    }


def milliseconds(moment: datetime | None) -> int | None:
    """Since 1970."""
    return None if moment is None else int(moment.timestamp() * 1000)


@shared
def permissions_only(given: base.Permissions) -> Fragment:
    return written({"@type": omero("Details"), "permissions": permissions(given)})


@shared
def of_length(given: Length | None) -> Fragment | None:
    return None if given is None else written(length(given))


def without_none(fields: Json) -> Json:
    return {key: value for key, value in fields.items() if value is not None}
