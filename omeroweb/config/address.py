"""Addresses to listen on, seen from the other side."""

# "Every interface of this machine": listened on, never connected to.
EVERY_ADDRESS = ("0.0.0.0", "::", "")  # noqa: S104 - compared with, not bound to


def reachable(host: str) -> str:
    """The address at which this machine reaches a server that listens on ``host``."""
    return "127.0.0.1" if host in EVERY_ADDRESS else host
