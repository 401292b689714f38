"""The part of a page that a program writes: between two comments that name it."""

from pathlib import Path

from tests.bench.load import BenchFailed


def replace_section(page: Path, name: str, text: str) -> None:
    """Put text where the page has <!-- name --> ... <!-- end of name -->."""
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    before, found, rest = page.read_text(encoding="utf-8").partition(begin)
    _, also_found, after = rest.partition(end)
    if not found or not also_found:
        raise BenchFailed(f"{page}: expected a line {begin} and, below it, a line {end}")
    page.write_text(f"{before}{begin}\n\n{text}\n{end}{after}", encoding="utf-8")
