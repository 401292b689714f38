"""What a process remembers of the store while the store does not change."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from omeroweb.gateway.embedded.state import StoreState

T = TypeVar("T")


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
        # The state before the question: what changes in between is asked again next time.
        state = self._state.now()
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
