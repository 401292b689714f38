"""Who is who: callers, experimenters, groups, and what they may do."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Caller:
    """Who a gateway is opened for. session_uuid: the OMERO session that a login made."""

    user_id: int
    session_uuid: str = ""


@dataclass(frozen=True)
class EventContext:
    """Who the caller is, in OMERO's words."""

    user_id: int
    user_name: str
    group_id: int
    group_name: str
    is_admin: bool
    member_of_groups: tuple[int, ...]
    leader_of_groups: tuple[int, ...]
    session_uuid: str


@dataclass(frozen=True)
class Permissions:
    """perm: OMERO's six characters, e.g. rwra--; the flags are computed for the caller."""

    perm: str
    can_annotate: bool = False
    can_delete: bool = False
    can_edit: bool = False
    can_link: bool = False


@dataclass(frozen=True)
class Experimenter:
    id: int
    user_name: str
    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""
    email: str = ""
    institution: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.user_name


@dataclass(frozen=True)
class ExperimenterGroup:
    """member_count: only where it was asked for."""

    id: int
    name: str
    description: str
    perm: str
    member_count: int | None = None


@dataclass(frozen=True)
class Member:
    """A member of a group; is_owner: one of those who lead it."""

    experimenter: Experimenter
    is_owner: bool


@dataclass(frozen=True)
class Details:
    """Owner, group and permissions: what every object with an identity carries.

    created, updated: None where the server does not say.
    """

    owner: Experimenter
    group: ExperimenterGroup
    permissions: Permissions
    created: datetime | None = None
    updated: datetime | None = None
