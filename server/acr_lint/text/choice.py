"""Choices: `Enum` as `enum` has it, whose classes are made in a quarter of the time.

A run makes ten such classes. Their members are texts, and are told apart by which they are.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from enum import Enum as Enum
    from typing import Any
else:

    class _Maker(type):
        """Makes a class of members of each class that is derived from Enum."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            values = {key: value for key, value in body.items() if _is_member(key, value)}
            if len({*values.values()}) < len(values):
                raise TypeError(f"{name}: two members have the same value")
            made = type.__new__(cls, name, bases, body)
            made._members = {}
            for key, value in values.items():
                member = made._members[value] = object.__new__(made)
                member.name, member.value = key, value
                setattr(made, key, member)
            return made

        def __call__(cls, value: object) -> Any:
            """The member of that value; raises ValueError where there is none."""
            if value not in cls._members:
                raise ValueError(f"{value!r} is not a valid {cls.__name__}")
            return cls._members[value]

        def __iter__(cls) -> Iterator[Any]:
            return iter(cls._members.values())

        def __len__(cls) -> int:
            return len(cls._members)

    def _is_member(key: str, value: object) -> bool:
        return isinstance(value, str) and not key.startswith("_")

    class Enum(metaclass=_Maker):
        """What all members can do."""

        def __repr__(self) -> str:
            return f"<{self}: {self.value!r}>"

        def __str__(self) -> str:
            return f"{type(self).__name__}.{self.name}"

        def __reduce__(self) -> tuple[Any, ...]:
            return type(self), (self.value,)
