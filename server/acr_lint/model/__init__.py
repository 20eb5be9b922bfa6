"""One interpreter over the trees of a program, and the Model that it builds.

Some of its modules are for what few programs have: tasks, commands, decorators, retries. They are
imported when something in them is first asked for, for each module costs a hook's start.
"""

from __future__ import annotations

import sys

RARE = (
    *("awaiting", "commands", "comprehensions", "decorators", "enums", "frameworks", "kinds"),
    *("mirrors", "operators", "patterns", "quantified", "records", "retries", "running", "stacks"),
)
"""The modules that stand here for themselves until they are needed."""


class _Later:
    """Stands for a module of this package."""

    def __init__(self, name: str) -> None:
        self.__later__ = f"{__name__}.{name}"

    def __getattr__(self, name: str) -> object:
        __import__(self.__later__)
        module = sys.modules[self.__later__]
        vars(self).update(vars(module))
        return getattr(module, name)


globals().update((name, _Later(name)) for name in RARE)
