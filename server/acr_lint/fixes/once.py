"""What fixes need to know of a whole file or program, worked out once for all of them."""

from __future__ import annotations

from collections.abc import Callable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Protocol, TypeVar

    class _Knowing(Protocol):
        """What keeps all that was worked out of it for as long as it lives."""

        known: dict[object, Any]

    K = TypeVar("K", bound=_Knowing)
    V = TypeVar("V")


def once(work: Callable[[K], V]) -> Callable[[K], V]:
    """The function, run once for each argument, which keeps what it gave in its `known`."""

    def recalled(about: K) -> V:
        known = about.known
        if work not in known:
            known[work] = work(about)
        found: V = known[work]
        return found

    recalled.__doc__ = work.__doc__
    return recalled
