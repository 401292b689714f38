"""What one caller may find, as words that every document has: groups and owners."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Reach:
    """groups: in which the caller sees everything, None for all of them.

    own_in: groups in which they see their own. owner, group: what narrows it further.
    """

    caller: int
    groups: tuple[int, ...] | None
    own_in: tuple[int, ...]
    owner: int | None = None
    group: int | None = None

    def expression(self, group: str, owner: str, *, and_: str, or_: str) -> str | None:
        """The words with the operators of a search engine; None where everything is within reach.

        group, owner: patterns of the words, e.g. "g{}".
        """
        wanted = [self._seen(group, owner, and_, or_)]
        wanted += [owner.format(self.owner)] if self.owner is not None else []
        wanted += [group.format(self.group)] if self.group is not None else []
        needed = [part for part in wanted if part is not None]
        return _joined(and_, needed) if needed else None

    def _seen(self, group: str, owner: str, and_: str, or_: str) -> str | None:
        if self.groups is None:
            return None
        parts = [group.format(one) for one in self.groups]
        if self.own_in:
            within = _joined(or_, (group.format(one) for one in self.own_in))
            parts.append(_joined(and_, [within, owner.format(self.caller)]))
        # Somebody in no group sees nothing: no object is in a group of this number.
        return _joined(or_, parts or [group.format("none")])


def _joined(operator: str, parts: Iterable[str]) -> str:
    return f"({f' {operator} '.join(parts)})"
