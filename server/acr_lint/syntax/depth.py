"""How deep a tree is, found without recursion."""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterable, Sequence

from acr_lint.syntax.nodes import children_of

# Deeper than any tree of real code, and still within the reach of a visitor that takes some frames
# of Python's thousand for each level. CPython allows a hundred of them to be blocks.
MAX_DEPTH = 200
_SHORT = 100
# Nothing nests without one of these, and none of them is worth more than two levels.
_NESTING = (
    *"([{.+-*/%@&|^~:<>=",
    *("not", "and", "or", "if", "await", "yield", "in", "is"),
)  # fmt: skip
_FEW = 45


def is_too_deep(statements: Iterable[ast.stmt], text: str, bounds: Sequence[int]) -> bool:
    """Whether nodes are nested in one another deeper than visitors can follow.

    `bounds` are the offsets of the text at which lines start, and its end. What is written with
    few brackets and operators isn't looked at.
    """
    suspects: list[ast.AST] = []
    asked = (0, 0)
    nests = False
    level: list[ast.AST] = list(statements)
    depth = 0
    while level:
        inner: list[ast.AST] = []
        for node in level:
            fields = node.__dict__
            body = fields.get("body")
            first = fields.get("lineno") or fields["pattern"].lineno
            if decorators := fields.get("decorator_list"):
                first = min(first, decorators[0].lineno)
            last = body[0].lineno if isinstance(body, list) else fields["end_lineno"]
            lines = bounds[first - 1], bounds[last]
            if lines != asked:
                asked = lines
                nests = lines[1] - lines[0] > _SHORT and _nests(text[lines[0] : lines[1]])
            if not isinstance(body, list):
                if nests:
                    suspects.append(node)
                continue
            inner += body
            for name in ("handlers", "orelse", "finalbody", "cases"):
                inner += fields.get(name, ())
            if nests:
                suspects += (
                    child
                    for child in children_of(node)
                    if not isinstance(child, (ast.stmt, ast.excepthandler, ast.match_case))
                )
        level = inner
        depth += 1
        if depth > MAX_DEPTH:
            return True
    while suspects:
        suspects = [child for node in suspects for child in children_of(node)]
        depth += 1
        if depth > MAX_DEPTH:
            return True
    return False


def _nests(text: str) -> bool:
    """Whether a text may nest more than a little."""
    return sum(map(text.count, _NESTING)) > _FEW
