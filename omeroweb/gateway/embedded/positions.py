"""How wells are named."""

from string import ascii_uppercase


def well_name(row: int, column: int) -> str:
    """A letter for the row and a number for the column, from 0: (1, 4) is B5, (26, 0) is AA1."""
    letters = ""
    row += 1
    while row:
        row, last = divmod(row - 1, len(ascii_uppercase))
        letters = ascii_uppercase[last] + letters
    return f"{letters}{column + 1}"
