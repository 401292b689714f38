"""Which scripts of other sites may read answers, as django-cors-headers wants to know it."""

import re
from collections.abc import Sequence

# What one * in an origin may stand for: names below a domain.
ANY_NAMES = r"[A-Za-z0-9.-]+"


def exact_origins(origins: Sequence[str]) -> list[str]:
    return [origin for origin in origins if "*" not in origin]


def patterns(origins: Sequence[str]) -> list[str]:
    """Regular expressions for the origins with a *, such as https://*.example.org."""
    return [
        "^" + ANY_NAMES.join(map(re.escape, origin.split("*"))) + "$"
        for origin in origins
        if "*" in origin
    ]
