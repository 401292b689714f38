"""Any text as a YAML scalar on one line, quoted, so that it is never a number, a date or `no`."""

import re

# What YAML 1.1 and 1.2 both allow as it is, and every editor shows.
SIMPLE_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def quoted(text: str) -> str:
    """The text as a quoted scalar: JSON in single quotes, for it is full of double ones."""
    if not text.isprintable():
        return '"' + "".join(map(_escaped, text)) + '"'
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def quoted_for_compose(text: str) -> str:
    """As quoted, where `$` begins a variable that Compose and `docker stack` would fill in."""
    return quoted(text.replace("$", "$$"))


def comment(text: str) -> str:
    """The text on one line of a comment: what cannot be printed is written as an escape."""
    return re.sub(r"[^ -~]", lambda found: _escaped(found[0]), text)


def _escaped(character: str) -> str:
    if character in SIMPLE_ESCAPES:
        return SIMPLE_ESCAPES[character]
    if character.isprintable():
        return character
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
