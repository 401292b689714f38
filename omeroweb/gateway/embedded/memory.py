"""What a process remembers of the store while the store does not change."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Protocol, TypeVar, cast

from omeroweb.gateway.embedded.state import StoreState

T = TypeVar("T")


class Recalls(Protocol):
    """What remembers answers."""

    def recall(self, key: Hashable, ask: Callable[[], T]) -> T:
        """What ``ask`` answers now, or answered before where that is still right."""
        ...


class Memory:
    """Answers of the store by key, the least recently used ones forgotten above a limit."""

    def __init__(self, state: StoreState, limit: int) -> None:
        self._state = state
        self._limit = limit
        self._lock = threading.Lock()
        self._entries: OrderedDict[Hashable, tuple[Hashable, object]] = OrderedDict()

    def recall(self, key: Hashable, ask: Callable[[], T]) -> T:
        """What ``ask`` answers, or answered while the store was as it is now.

        Errors are not remembered. What is remembered is shared by threads: it must not be changed.
        """
        return self.recall_at(self._state.now(), key, ask)

    def recall_at(self, state: Hashable | None, key: Hashable, ask: Callable[[], T]) -> T:
        """The same for who has just asked for the state."""
        # The state before the question: what changes in between is asked again next time.
        if state is None:
            return ask()
        with self._lock:
            found = self._entries.get(key)
            if found is not None and found[0] == state:
                self._entries.move_to_end(key)
                return cast(T, found[1])
        answer = ask()
        with self._lock:
            self._entries[key] = state, answer
            self._entries.move_to_end(key)
            if len(self._entries) > self._limit:
                self._entries.popitem(last=False)
        return answer


@dataclass(frozen=True)
class Moment:
    """A memory for a caller who changes nothing, at a state that was asked for once."""

    memory: Memory
    state: Hashable

    def recall(self, key: Hashable, ask: Callable[[], T]) -> T:
        return self.memory.recall_at(self.state, key, ask)
