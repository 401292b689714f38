"""Texts in YAML: whatever a property says, a reader of the file gets exactly that."""

import yaml
from hypothesis import given
from hypothesis import strategies as st

from builder.manifests.yaml_text import comment, quoted, quoted_for_compose
from tests.unit.config_texts import quick

# What the environment can hold.
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
TRAPS = [
    "no",
    "1e3",
    "2026-01-01",
    "~",
    "a: b",
    "- a",
    "#",
    " a ",
    "'",
    '"',
    "\\",
    "{}",
    "",
    "\x85",
]


@quick
@given(ANY_TEXT | st.sampled_from(TRAPS))
def test_a_quoted_text_is_read_as_it_was(text: str) -> None:
    scalar = quoted(text)
    assert yaml.safe_load(scalar) == text
    assert "\n" not in scalar
    # In the place where the templates put it.
    assert yaml.safe_load(f"a:\n  b: {scalar}\n") == {"a": {"b": text}}


def test_json_is_written_so_that_one_can_read_it() -> None:
    assert quoted('[["Data", "webindex"]]') == """'[["Data", "webindex"]]'"""
    assert quoted("4") == '"4"'


def test_compose_fills_in_no_variable() -> None:
    assert quoted_for_compose("^/a$|${HOME}") == '"^/a$$|$${HOME}"'


@quick
@given(ANY_TEXT)
def test_a_comment_never_ends_before_its_line(text: str) -> None:
    assert yaml.safe_load(f"# {comment(text)}\na: 1\n") == {"a": 1}
