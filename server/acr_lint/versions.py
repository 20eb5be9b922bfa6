"""Which versions a requirement allows, as `>=0.2, <1` or `0.1.0` writes it."""

from __future__ import annotations

import re

_CLAUSE = r"(==|!=|>=|<=|~=|>|<|)\s*(\d+(?:\.\d+)*)"


def allows(requirement: str, version: str) -> bool:
    """Whether a version fits each clause; raises ValueError where that is no requirement."""
    numbers = _numbers(re.match(r"[\d.]*", version)[0].strip("."))  # type: ignore[index]
    clauses = [re.fullmatch(_CLAUSE, part.strip()) for part in requirement.split(",")]
    if not all(clauses):
        raise ValueError(f"must be like `>=0.2, <1`, not `{requirement}`")
    return all(_fits(match[1], _numbers(match[2]), match[2], numbers) for match in clauses if match)


def _fits(operator: str, wanted: tuple[int, ...], written: str, given: tuple[int, ...]) -> bool:
    match operator:
        case ">=":
            return given >= wanted
        case "<=":
            return given <= wanted
        case ">":
            return given > wanted
        case "<":
            return given < wanted
        case "!=":
            return given != wanted
        case "~=":
            fixed = written.count(".")
            return given >= wanted and given[:fixed] == wanted[:fixed]
    return given == wanted


def _numbers(text: str) -> tuple[int, ...]:
    """The parts of a version, three at least, so that 1.0 is 1.0.0."""
    parts = [int(part) for part in text.split(".") if part]
    return tuple(parts + [0] * (3 - len(parts)))
