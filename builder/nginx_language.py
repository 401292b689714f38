"""NGINX's language: writing a text so that it stays one word, reading an administrator's lines."""

import re
from collections.abc import Iterable, Iterator

from omeroweb.errors import ConfigurationError

# Nothing in it means anything to NGINX.
PLAIN = re.compile(r"[A-Za-z0-9_./:@%+=,~^-]+")
TOKEN = re.compile(r"""#[^\n]*|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[{};]|[^\s{};]+""")
# What may stand several times in a block: how many words tell one from another.
KEY_WORDS = {"proxy_set_header": 2, "location": 3}


def quoted(word: str) -> str:
    """One word of a file. Raises ConfigurationError for what NGINX has no way to write."""
    if "$" in word or not word.isprintable():
        raise ConfigurationError(
            f"{word!r}: expected a path without $ and control characters, NGINX cannot write them"
        )
    if PLAIN.fullmatch(word):
        return word
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'


def directives(lines: Iterable[str]) -> frozenset[str]:
    """What these lines of a server block settle themselves, outside of blocks.

    Names, and for what may be repeated the words that tell: "gzip", "location = /",
    "proxy_set_header Host".
    """
    return frozenset(
        " ".join(words[: KEY_WORDS.get(words[0], 1)]) for words in _statements("\n".join(lines))
    )


def _statements(text: str) -> Iterator[list[str]]:
    """The words of every statement and of every block's head, outside of blocks."""
    words: list[str] = []
    depth = 0
    for token in TOKEN.findall(text):
        if token.startswith("#"):
            continue
        if token in ("{", "}", ";"):
            if words and depth == 0:
                yield words
            words = []
            depth += {"{": 1, "}": -1, ";": 0}[token]
        else:
            words.append(token)
