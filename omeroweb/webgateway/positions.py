"""What the rows and columns of a plate are called."""

from string import ascii_uppercase


def label(position: int, naming: str) -> str:
    """Of a row or column counted from 0: a letter, or a number from 1."""
    return letters(position) if naming == "letter" else str(position + 1)


def letters(position: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA."""
    text = ""
    number = position + 1
    while number:
        number, letter = divmod(number - 1, len(ascii_uppercase))
        text = ascii_uppercase[letter] + text
    return text
