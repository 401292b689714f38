"""docs/command.md tells of every action and option of `omero config`."""

import argparse
from pathlib import Path

import pytest

from omeroweb.cli.config import grammar
from omeroweb.cli.config.actions import ACTIONS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "command.md"


def sub_parsers(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    (found,) = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    return dict(found.choices)


def actions() -> dict[str, argparse.ArgumentParser]:
    top = argparse.ArgumentParser()
    grammar.add(top.add_subparsers())
    return sub_parsers(sub_parsers(top)["config"])


def row(action: str) -> str:
    table = PAGE.read_text(encoding="utf-8").partition("### Quoting")[0]
    (found,) = [
        line for line in table.splitlines() if line.startswith((f"| `{action} ", f"| `{action}`"))
    ]
    return found


def test_every_action_is_done_by_something() -> None:
    assert actions().keys() == ACTIONS.keys()


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_and_option_is_on_the_page(action: str) -> None:
    told = row("get" if action == "list" else action)
    for option in actions()[action]._actions:
        shown = option.help != argparse.SUPPRESS and "--help" not in option.option_strings
        if option.option_strings and shown and option.dest != "defaults":
            assert any(name in told for name in option.option_strings), option.option_strings
    assert row(action)
