"""When a client is told: at once for a single key press, once at the end for a burst of them."""

from __future__ import annotations

_TOGETHER = 0.04
_PAUSE = 0.06
_LONGEST = 1.0


class Rhythm:
    """The rhythm of one text's changes, in seconds of some clock."""

    __slots__ = ("_last", "_since")

    def __init__(self) -> None:
        self._last = float("-inf")
        self._since: float | None = None

    def changed(self, now: float) -> float:
        """Note a change; how long to wait before the client is told of it.

        A change after stillness isn't waited with. One that follows another faster than people
        type waits until there are no more, but no longer than a second.
        """
        alone = self._since is None and now - self._last >= _TOGETHER
        self._last = now
        if alone:
            return 0.0
        if self._since is None:
            self._since = now
        return max(0.0, min(_PAUSE, self._since + _LONGEST - now))

    def told(self) -> None:
        """Note that the client is told of all changes so far."""
        self._since = None
