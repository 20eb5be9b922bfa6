"""What the imports of a project's files mean, before any of them is analysed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from acr_lint.layout import Layout, forms
from acr_lint.project.outline import STAR, Import
from acr_lint.text.record import NamedTuple

_KNOWN = ("azure.containerregistry.", "azure.core.", "azure.identity.")


class Taken(NamedTuple):
    """What an import takes: a name of the file `path`, None for the module itself."""

    path: str
    name: str | None


class Imports:
    """What imports take from the files of a project; `has` says whether there is a file."""

    __slots__ = ("_has", "_layout", "_targets")

    def __init__(self, layout: Layout, has: Callable[[str], bool]) -> None:
        self._layout = layout
        self._has = has
        self._targets: dict[str, str | None] = {}

    def taken(self, importer: str, one: Import) -> Iterator[Taken]:
        """What an import in the file at `importer` may take from which files."""
        if not one.level and f"{one.module}.{one.name}.".startswith(_KNOWN):
            return
        if one.level:
            folder = importer.rpartition("/")[0]
            for _ in range(one.level - 1):
                folder = folder.rpartition("/")[0]
            places = [f"{folder}/{one.module.replace('.', '/')}" if one.module else folder]
        elif one.name is None:
            parts = one.module.split(".")
            for depth in range(len(parts), 0, -1):
                name = ".".join(parts[:depth])
                target = self._first(self._layout.places(name, importer), name, importer)
                if target is not None:
                    yield Taken(target, None)
            return
        else:
            places = list(self._layout.places(one.module, importer))
        if one.name is not None and one.name != STAR:
            name = "." * one.level + f"{one.module}.{one.name}"
            inner = (f"{place}/{one.name}" for place in places)
            target = self._first(inner, name, importer)
            if target is not None:
                yield Taken(target, None)
        target = self._first(places, "." * one.level + one.module, importer)
        if target is not None:
            yield Taken(target, one.name)

    def _first(self, places: Iterable[str], name: str, importer: str) -> str | None:
        """The first file at one of the places, which are those of `name` for the importer."""
        key = f"{importer.rpartition('/')[0]}:{name}"
        if key not in self._targets:
            has = self._has
            self._targets[key] = next(
                (file for place in places for file in forms(place) if has(file)), None
            )
        return self._targets[key]


def is_sdk(name: str) -> bool:
    """Whether a dotted name is in the SDK, which the interpreter knows without its text."""
    return f"{name}.".startswith("azure.containerregistry.")
