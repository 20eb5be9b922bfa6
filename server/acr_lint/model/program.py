"""The program: a set of modules, and which of them an import means.

A *module* is one analysed file. Its dotted name is relative to the root from which it is imported;
two roots of one repository may hold modules of the same name.
"""

from __future__ import annotations

from collections.abc import Iterable

from acr_lint.syntax.tree import Syntax


class Module:
    """One analysed file; `name` is dotted and, for a package's `__init__`, the package's own.

    An edit gives it another `syntax`; it stays the same module, which what is remembered of it
    points to.
    """

    __slots__ = ("is_package", "is_test", "name", "path", "syntax")

    def __init__(
        self, path: str, name: str, is_package: bool, is_test: bool, syntax: Syntax
    ) -> None:
        self.path = path
        self.name = name
        self.is_package = is_package
        self.is_test = is_test
        self.syntax = syntax

    def absolute(self, target: str | None, level: int) -> str:
        """The dotted name that `from {level dots}{target} import ...` means in this module."""
        if not level:
            return target or ""
        parts = self.name.split(".") if self.name else []
        up = level - 1 if self.is_package else level
        base = parts[: len(parts) - up] if up else parts
        return ".".join([*base, target] if target else base)


class Program:
    """All modules that are analysed together."""

    def __init__(self, modules: Iterable[Module]) -> None:
        self.modules = tuple(modules)
        self._by_name: dict[str, list[Module]] = {}
        for module in self.modules:
            self._by_name.setdefault(module.name, []).append(module)

    def find(self, name: str, near: Module) -> Module | None:
        """The module of that dotted name, the one nearest to `near` where several roots have it."""
        found = self._by_name.get(name)
        if not found:
            return None
        return max(found, key=lambda module: _shared(module.path, near.path))


def _shared(one: str, other: str) -> int:
    """How many leading characters two paths share."""
    shortest = min(len(one), len(other))
    for index in range(shortest):
        if one[index] != other[index]:
            return index
    return shortest
