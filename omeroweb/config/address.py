"""Addresses to listen on, seen from the other side."""

import socket

# "Every interface of this machine": listened on, never connected to.
EVERY_IPV4 = ("0.0.0.0", "")  # noqa: S104 - compared with, not bound to
EVERY_IPV6 = ("::", "[::]")


def reachable(host: str) -> str:
    """The address at which this machine reaches a server that listens on ``host``."""
    if host in EVERY_IPV4:
        return "127.0.0.1"
    return "::1" if host in EVERY_IPV6 else host.strip("[]")


def has_ipv6() -> bool:
    """Whether this machine can listen on an IPv6 address."""
    if not socket.has_ipv6:
        return False
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True
