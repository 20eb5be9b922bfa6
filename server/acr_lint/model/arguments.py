"""The values that a call hands over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from acr_lint.model.values import EMPTY, UNKNOWN, Value
from acr_lint.text.record import NamedTuple


class Args(NamedTuple):
    """The values of a call's arguments.

    `rest` is what further positional arguments may be, `more` what further keywords may be; None
    where there are none.
    """

    positional: tuple[Value, ...] = ()
    keywords: Mapping[str, Value] = {}
    rest: Value | None = None
    more: Value | None = None

    def preceded_by(self, first: Value) -> Args:
        """The same arguments after one more."""
        return self._replace(positional=(first, *self.positional))

    def argument(self, index: int, name: str) -> Value:
        """One argument by its position or its name; EMPTY where it isn't given."""
        if index < len(self.positional):
            return self.positional[index]
        return self.keywords.get(name, EMPTY)

    def every(self) -> Iterable[Value]:
        """All values that are handed over."""
        yield from self.positional
        yield from self.keywords.values()
        if self.rest is not None:
            yield self.rest
        if self.more is not None:
            yield self.more


ANY_ARGUMENTS = Args(rest=UNKNOWN, more=UNKNOWN)
