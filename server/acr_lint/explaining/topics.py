"""Topics, the parts of an explanation, and the words that they share.

A topic has a title and rows; a row is a label and what there is to say under it.
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable, Collection, Iterable

from acr_lint.model.values import Place
from acr_lint.rules.found import placed, span_of, text_of, word_spot
from acr_lint.sdk.exceptions import RAISED
from acr_lint.text.record import NamedTuple
from acr_lint.text.source import Span

Where = Callable[[str, Span], str]
"""How a span of the file at a path is shown."""


class Topic(NamedTuple):
    """One thing that is known of a line."""

    title: str
    rows: tuple[tuple[str, str], ...]


def listed(words: Iterable[str], last: str = "and") -> str:
    """`a, b and c`, each of them once."""
    each = list(dict.fromkeys(words))
    if len(each) < 2:
        return "".join(each)
    return f"{', '.join(each[:-1])} {last} {each[-1]}"


def short(qualified: str) -> str:
    """A class without its module."""
    return qualified.rpartition(".")[2]


def classes(names: Collection[str], raised: Collection[str]) -> str:
    """Some of the classes that are raised, by the shorter of two lists."""
    ordered = [name for name in RAISED if name in names]
    missing = [name for name in RAISED if name in raised and name not in names]
    if not missing:
        return "all of it"
    if len(missing) < len(ordered):
        return f"all but {listed(map(short, missing))}"
    return listed(map(short, ordered))


def callee(place: Place) -> str:
    """What is called at a place, or the place itself, as it is written."""
    node = place.node
    return f"`{text_of(place._replace(node=node.func) if isinstance(node, ast.Call) else place)}`"


def guard(place: Place) -> str:
    """What a `try`, `with` or `except` is called."""
    match place.node:
        case ast.ExceptHandler(type=None):
            return "the bare `except`"
        case ast.ExceptHandler(type=ast.expr() as named):
            return f"`except {text_of(place._replace(node=named))}`"
        case ast.With() | ast.AsyncWith():
            return "the `with`"
        case ast.stmt():
            return "the `try`"
    return f"`{text_of(place)}`"


def head(place: Place) -> Span:
    """The first word of a `try`, `with` or `except`; else the whole place."""
    match place.node:
        case ast.ExceptHandler():
            return placed(word_spot(place, "except"))
        case ast.With() | ast.AsyncWith():
            return placed(word_spot(place, "with"))
        case ast.Try():
            return placed(word_spot(place, "try"))
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return placed(word_spot(place, name))
    return span_of(place)
