"""Room on Python's stack for work that calls deeply: an interpretation, or a hundred imports."""

from __future__ import annotations

from types import FunctionType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    F = TypeVar("F")

_ROOM = 1 << 15  # words: for all frames of nearly any program


def with_room(function: F) -> F:
    """The function, with room on Python's stack for all that it calls.

    Python gets its stack in pieces of 16 KB, and gives each back as soon as nothing is in it: calls
    that go to and fro over the end of one had the system do so hundreds of times, in a fifth of the
    time. For a function that asks for more it gets a larger piece.
    """
    assert isinstance(function, FunctionType)
    code = function.__code__.replace(co_stacksize=_ROOM)
    return FunctionType(code, function.__globals__)  # type: ignore[return-value]  # called alike
