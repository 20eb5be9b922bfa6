"""What can still be known of a program on which the interpreter crashes: all but the modules that
make it crash.

That the interpreter crashes is a mistake of ours. It may cost the findings of a file, never those
of a whole project.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from acr_lint.model.build import Model
from acr_lint.model.program import Module, Program
from acr_lint.text.record import NamedTuple

_MOST_TRIES = 20

Build = Callable[[Program], Model]


class Salvaged(NamedTuple):
    """The model of what could be interpreted, None where that is nothing, and the paths of the
    modules that were left out."""

    model: Model | None
    left_out: frozenset[str]


class Part(Program):
    """Some modules of a program; imports find no other."""

    def __init__(self, whole: Program, modules: tuple[Module, ...]) -> None:
        super().__init__(modules)
        self._whole = whole

    def find(self, name: str, near: Module) -> Module | None:
        """The module that `name` means, where it belongs to the part."""
        found = self._whole.find(name, near)
        return found if found in self.modules else None


def salvage(program: Program, build: Build) -> Salvaged:
    """Leave out the modules that crash `build` by themselves, and one more if that isn't enough."""
    for modules in _parts(program, build):
        model = _attempt(Part(program, modules), build)
        if model is not None:
            kept = {module.path for module in modules}
            return Salvaged(model, frozenset(it.path for it in program.modules) - kept)
    return Salvaged(None, frozenset(module.path for module in program.modules))


def _parts(program: Program, build: Build) -> Iterator[tuple[Module, ...]]:
    """The parts of the program that are worth a try, the largest first."""
    sound = tuple(module for module in program.modules if _attempt(Part(program, (module,)), build))
    if len(sound) < len(program.modules):
        yield sound
    if 1 < len(sound) <= _MOST_TRIES:
        for odd in sound:
            yield tuple(module for module in sound if module is not odd)


def _attempt(program: Program, build: Build) -> Model | None:
    """The model of a program, None where building it crashes."""
    try:
        return build(program)
    except Exception:
        return None
