"""What a test may tell of a value: whether it is true, and that it isn't None."""

from __future__ import annotations

from acr_lint.model.values import (
    Atom,
    Caught,
    Const,
    Container,
    External,
    ExternalMethod,
    Instance,
    Made,
    Plain,
    Result,
    Sequence,
)


def assured(atom: Atom) -> Atom:
    """The atom after a test has told that it isn't None."""
    match atom:
        case Result(origin, path) if path and not path.endswith("!"):
            return Result(origin, f"{path}!")
        case Caught(handler, path) if path and not path.endswith("!"):
            return Caught(handler, f"{path}!")
    return atom


def truth(atom: Atom) -> bool | None:
    """Whether `bool()` of the atom is True; None where that isn't known."""
    match atom:
        case Plain.NONE:
            return False
        case Const():
            return bool(atom.value)
        case Sequence():
            return bool(atom.items)
        case External(name) if _is_azure_class(name):
            return True
        case Plain() | Container() | Instance() | Caught() | Made() | Result() | External():
            return None
        case ExternalMethod(Made(), _):
            return None
        case _:
            return True


def _is_azure_class(name: str) -> bool:
    last = name.rpartition(".")[2]
    return name.startswith("azure.") and last[:1].isupper() and not last.isupper()
