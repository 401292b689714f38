"""No method of the gateway is without a rule on who may call it."""

from collections.abc import Iterator
from typing import Any, get_type_hints

from omeroweb.gateway import base
from tests.integration.store.permission_cases import CASES


def methods(protocol: type[Any], prefix: str = "") -> Iterator[str]:
    """The names of all methods of a protocol, with those of its subjects."""
    for name, member in vars(protocol).items():
        if isinstance(member, property):
            yield from methods(get_type_hints(member.fget)["return"], f"{name}.")
        elif callable(member) and not name.startswith("_"):
            yield prefix + name


def test_every_method_of_the_gateway_has_a_case() -> None:
    assert sorted(CASES) == sorted(methods(base.Gateway))
