"""Fixes that catch what is not caught, or say that it is raised on purpose."""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterator

from acr_lint.findings import Fix, Safety
from acr_lint.fixes import docstrings
from acr_lint.fixes.wrapping import with_handler, wrapped
from acr_lint.model.values import Place
from acr_lint.rules.uncaught.errors import Uncaught
from acr_lint.text.source import Edit

_TITLE = "Log HttpResponseError and raise it again"


def handling(found: Uncaught) -> Iterator[Fix]:
    """Give the nearest `try` on the way a handler, or put the statement into a new one."""
    what = found.operations[0]
    edits = None
    if not found.grouped and not found.elsewhere:
        inner = _nearest(found)
        if inner is not None and isinstance(inner.node, ast.Try):
            edits = with_handler(inner.module.syntax, inner.island, inner.node, what)
        if edits is None:
            site = found.site
            edits = wrapped(site.module.syntax, site.island, site.node, what)
    if edits is not None:
        yield Fix(_TITLE, Safety.UNSAFE, edits)


def documenting(found: Uncaught) -> Iterator[Fix]:
    """Say in the docstrings of the roots that they raise it.

    Only its author can know that this is meant, so nothing applies it unasked.
    """
    edits: list[Edit] = []
    for escape in found.escapes:
        code = escape.root
        if code is None or code.module is not found.site.module:
            return
        if not isinstance(code.node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return
        more = docstrings.documented(
            code.module.syntax, code.island, code.node, "HttpResponseError"
        )
        if more is None:
            return
        edits += (edit for edit in more if edit not in edits)
    if edits:
        yield Fix("Document that HttpResponseError is raised", Safety.MANUAL, tuple(edits))


def _nearest(found: Uncaught) -> Place | None:
    """The innermost `try` around the site itself."""
    start = found.site.module.syntax.span(found.site.island, found.site.node)
    around = []
    for passed in found.passed:
        place = passed.place
        if place.island is found.site.island and isinstance(place.node, ast.Try):
            body = place.node.body
            first = place.module.syntax.span(place.island, body[0]).start
            last = place.module.syntax.span(place.island, body[-1]).end
            if first <= start.start and start.end <= last:
                around.append((first, place))
    return max(around, key=lambda each: each[0])[1] if around else None
