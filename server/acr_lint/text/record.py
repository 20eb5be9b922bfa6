"""Records: `NamedTuple` as `typing` has it, whose classes are made in a third of the time.

A run makes a hundred classes of records, which took a fifth of all that a hook does: `typing` looks
at each annotation and compiles a constructor for each class. Here annotations are left alone, and a
constructor is that of another class with as many fields, with its own names for them. A check
doesn't import `typing` at all, for that alone costs a third of the start of Python: what is only
for type checkers stands below a `TYPE_CHECKING` of each module's own, which they take to be true.
"""

from __future__ import annotations

from types import FunctionType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any
    from typing import NamedTuple as NamedTuple
else:
    try:
        from _collections import _tuplegetter as _getter
    except ImportError:
        from operator import itemgetter

        def _getter(index: int, doc: str) -> property:
            return property(itemgetter(index), doc=doc)

    class _Maker(type):
        """Makes a class of records of each class that is derived from NamedTuple."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body.pop(field) for field in fields if field in body}
            if tuple(defaults) != fields[len(fields) - len(defaults) :]:
                raise TypeError(f"{name}: a field without a default follows one with a default")
            code = _CONSTRUCTORS[len(fields)].__code__.replace(co_varnames=("_cls", *fields))
            constructor = FunctionType(code, _GLOBALS, "__new__", tuple(defaults.values()))
            constructor.__qualname__ = f"{name}.__new__"
            body = {**_SHARED, **body}
            body.update(zip(fields, _GETTERS))
            body["__new__"] = constructor
            body["__match_args__"] = body["_fields"] = fields
            body["_field_defaults"] = defaults
            return type.__new__(type, name, _BASES, body)

    class _Record:
        """What all records can do: each class has it as its own, for Python looks up a hundred
        names in each base of a class that it makes."""

        __slots__ = ()
        _fields: tuple[str, ...] = ()

        @classmethod
        def _make(cls, values: Iterable[Any]) -> Any:
            """A record of values in the order of its fields."""
            result = tuple.__new__(cls, values)
            if len(result) != len(cls._fields):
                raise TypeError(f"expected {len(cls._fields)} values, got {len(result)}")
            return result

        def _replace(self, /, **changes: Any) -> Any:
            """The record with other values for some fields."""
            result = self._make(map(changes.pop, self._fields, self))
            if changes:
                raise TypeError(f"there is no field {', '.join(changes)}")
            return result

        def _asdict(self) -> dict[str, Any]:
            """The values by field."""
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self) -> str:
            pairs = (f"{field}={value!r}" for field, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({', '.join(pairs)})"

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)

    new = tuple.__new__
    _GLOBALS = {"new": new, "__builtins__": {}, "__name__": __name__}
    _CONSTRUCTORS = (  # of no field, one, two: to compile them would take as long as all else does
        lambda _cls: new(_cls, ()),
        lambda _cls, a: new(_cls, (a,)),
        lambda _cls, a, b: new(_cls, (a, b)),
        lambda _cls, a, b, c: new(_cls, (a, b, c)),
        lambda _cls, a, b, c, d: new(_cls, (a, b, c, d)),
        lambda _cls, a, b, c, d, e: new(_cls, (a, b, c, d, e)),
        lambda _cls, a, b, c, d, e, f: new(_cls, (a, b, c, d, e, f)),
        lambda _cls, a, b, c, d, e, f, g: new(_cls, (a, b, c, d, e, f, g)),
        lambda _cls, a, b, c, d, e, f, g, h: new(_cls, (a, b, c, d, e, f, g, h)),
        lambda _cls, a, b, c, d, e, f, g, h, j: new(_cls, (a, b, c, d, e, f, g, h, j)),
        lambda _cls, a, b, c, d, e, f, g, h, j, k: new(_cls, (a, b, c, d, e, f, g, h, j, k)),
        lambda _cls, a, b, c, d, e, f, g, h, j, k, m: new(_cls, (a, b, c, d, e, f, g, h, j, k, m)),
        lambda _cls, a, b, c, d, e, f, g, h, j, k, m, n: new(
            _cls, (a, b, c, d, e, f, g, h, j, k, m, n)
        ),
        lambda _cls, a, b, c, d, e, f, g, h, j, k, m, n, p: new(
            _cls, (a, b, c, d, e, f, g, h, j, k, m, n, p)
        ),
        lambda _cls, a, b, c, d, e, f, g, h, j, k, m, n, p, q: new(
            _cls, (a, b, c, d, e, f, g, h, j, k, m, n, p, q)
        ),
        lambda _cls, a, b, c, d, e, f, g, h, j, k, m, n, p, q, r: new(
            _cls, (a, b, c, d, e, f, g, h, j, k, m, n, p, q, r)
        ),
        lambda _cls, a, b, c, d, e, f, g, h, j, k, m, n, p, q, r, s: new(
            _cls, (a, b, c, d, e, f, g, h, j, k, m, n, p, q, r, s)
        ),
        lambda _cls, a, b, c, d, e, f, g, h, j, k, m, n, p, q, r, s, t: new(
            _cls, (a, b, c, d, e, f, g, h, j, k, m, n, p, q, r, s, t)
        ),
        lambda _cls, a, b, c, d, e, f, g, h, j, k, m, n, p, q, r, s, t, u: new(
            _cls, (a, b, c, d, e, f, g, h, j, k, m, n, p, q, r, s, t, u)
        ),
    )

    _BASES = (tuple,)
    _GETTERS = tuple(_getter(index, "") for index in range(len(_CONSTRUCTORS)))
    _SHARED = {
        name: vars(_Record)[name]
        for name in ("__slots__", "_make", "_replace", "_asdict", "__repr__", "__getnewargs__")
    }
    NamedTuple = type.__new__(_Maker, "NamedTuple", (), {})
