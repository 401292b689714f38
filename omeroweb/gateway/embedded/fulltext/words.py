"""The words of a text that somebody looks for."""

import unicodedata

# More of either is no search any more.
MOST_WORDS, LONGEST_WORD = 16, 100
# Letters, numbers, and the marks on them.
OF_WORDS = "LNM"


def words(text: str) -> list[str]:
    """The words in a text; whatever else is in it only separates them."""
    composed = unicodedata.normalize("NFC", text)
    spaced = "".join(
        char if unicodedata.category(char)[0] in OF_WORDS else " " for char in composed
    )
    # A mark alone is on nothing.
    found = [word for word in spaced.split() if any(_is_said(char) for char in word)]
    return [word[:LONGEST_WORD] for word in dict.fromkeys(found)][:MOST_WORDS]


def _is_said(char: str) -> bool:
    return unicodedata.category(char)[0] != "M"
