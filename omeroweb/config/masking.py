"""Values as messages and listings show them: a secret never, a long one in part."""

from omeroweb.config import catalogue

MASK = "********"
# A message is for reading; whoever gave the value knows the rest of it.
LONGEST = 200


def shown(name: str, text: str) -> str:
    """The value of a property, quoted for a message of one line."""
    if catalogue.is_secret(name):
        return MASK
    return repr(text) if len(text) <= LONGEST else f"{text[:LONGEST]!r}..."


def masked(name: str, text: str) -> str:
    """The value of a property, or a mask where it is a secret."""
    return MASK if catalogue.is_secret(name) else text


def quoted(text: str) -> str:
    """A name that somebody wrote, for a message; what follows "=" may be a secret."""
    name, separator, _ = text.partition("=")
    hidden = f"={MASK}" if separator and catalogue.is_secret(name.strip()) else text[len(name) :]
    return repr(f"{name}{hidden}"[:LONGEST])
