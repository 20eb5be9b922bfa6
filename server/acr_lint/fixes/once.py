"""What fixes need to know of a whole file or a whole function, worked out once for all of them."""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakKeyDictionary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    K = TypeVar("K")
    V = TypeVar("V")


def once(work: Callable[[K], V]) -> Callable[[K], V]:
    """The function, run once for each argument as long as that lives."""
    known: WeakKeyDictionary[K, V] = WeakKeyDictionary()

    def recalled(about: K) -> V:
        try:
            return known[about]
        except KeyError:
            found = known[about] = work(about)
            return found

    recalled.__doc__ = work.__doc__
    return recalled
