"""What the documents say is what the code does."""

import re
import subprocess
from pathlib import Path

import pytest

from builder.manifests.variables import KINDS, VARIABLES
from omeroweb.config.document import settings_page

ROOT = Path(__file__).resolve().parents[2]


def test_the_settings_page_is_up_to_date() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert page == settings_page(), "run `make docs`"


@pytest.mark.parametrize("page", ["README.md", *[f"docs/{p.name}" for p in ROOT.glob("docs/*.md")]])
def test_every_file_that_a_page_links_to_exists(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    missing = [target for target in targets if not ((ROOT / page).parent / target).exists()]
    assert missing == []


def test_every_make_target_of_the_readme_exists() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    helped = subprocess.check_output(["make", "help"], cwd=ROOT, text=True)
    named = set(re.findall(r"\bmake ([a-z]+)\b", readme))
    assert named
    assert named <= {line.split()[0] for line in helped.splitlines() if line.startswith("  ")}


def test_the_page_about_manifests_lists_every_variable_as_it_is() -> None:
    page = (ROOT / "docs" / "manifests.md").read_text(encoding="utf-8")
    listed = [line for line in page.splitlines() if re.match(r"\| `[A-Z]", line)]
    assert listed == [
        f"| `{one.name}` | {'all' if one.kinds == KINDS else ', '.join(one.kinds)} "
        f"| {one.default_help or f'`{one.default}`'} | {one.help} |"
        for one in VARIABLES
    ]
