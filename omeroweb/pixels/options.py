"""What a process is told about reading, in one piece that can be handed to another process."""

from dataclasses import dataclass, field

from omeroweb.pixels.limits import Limits, limits, set_limits
from omeroweb.pixels.remote import RemoteAccess, remote_access, set_remote_access


@dataclass(frozen=True)
class ReadingOptions:
    """Limits of files and the way to remote stores."""

    limits: Limits = field(default_factory=Limits)
    remote: RemoteAccess = field(default_factory=RemoteAccess)


def options() -> ReadingOptions:
    """What holds for this process."""
    return ReadingOptions(limits(), remote_access())


def configure(new: ReadingOptions) -> None:
    """Called when a process begins."""
    set_limits(new.limits)
    set_remote_access(new.remote)
