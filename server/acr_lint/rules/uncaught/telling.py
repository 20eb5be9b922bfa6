"""How uncaught errors are told: their place, their related places, and words for both."""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable, Iterable, Iterator

from acr_lint.findings import Fix
from acr_lint.model.build import Escape, Model
from acr_lint.model.errors import LONGEST_ROUTE, InFlight
from acr_lint.model.values import Place
from acr_lint.rules.found import (
    Elsewhere,
    Found,
    Spot,
    callee_spot,
    line_of,
    spot_of,
    text_of,
    word_spot,
)
from acr_lint.rules.uncaught.errors import Kind, Uncaught
from acr_lint.sdk.exceptions import HTTP_ERROR, RAISED, built_in
from acr_lint.text.source import Span


def told(
    model: Model, found: Uncaught, say: Callable[[Uncaught], str], fixes: Iterable[Fix]
) -> Found:
    """What a rule yields for an uncaught error, of which it says what `say` gives."""
    spot, message, related, _ = model.notes.of(_told, found.site, found, say)
    return Found(spot, message, related, fixes)


def _told(site: Place, found: Uncaught, say: Callable[[Uncaught], str]) -> Found:
    return Found(_spot(found), say(found), tuple(_places(found)))


def _spot(found: Uncaught) -> Spot:
    """The operation's method name where it is called, else the expression that sends."""
    if any(error.site.origin.place == found.site for error in found.errors):
        return callee_spot(found.site, found.operations[0])
    if isinstance(found.site.node, ast.Await):
        return spot_of(found.site._replace(node=found.site.node.value))
    return spot_of(found.site)


def subject(found: Uncaught) -> str:
    """What sends, in the user's words: `client.delete_tag`; or `tags`, which ... made."""
    node = found.site.node
    if found.elsewhere and isinstance(node, ast.Call):
        starter = text_of(found.site._replace(node=node.func))
        return f"{operations(found)}, which `{starter}` is given,"
    if any(error.site.origin.place == found.site for error in found.errors):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            return f"`{text_of(found.site._replace(node=node.func))}`"
        return f"`{found.operations[0]}`"
    if isinstance(node, (ast.Name, ast.Attribute)):
        return f"`{text_of(found.site)}`, which sends {operations(found)},"
    return f"{operations(found)}, sent here,"


def operations(found: Uncaught) -> str:
    """What is sent, in the SDK's words."""
    return _listed([f"`{name}`" for name in found.operations], "or")


def outcome(found: Uncaught) -> str:
    """What becomes of the error."""
    names = sorted({escape.root.qualname for escape in found.escapes if escape.root is not None})
    if any(escape.root is None for escape in found.escapes) or not names:
        return "ends the program"
    shown = [f"`{name}`" for name in names[:2]]
    if len(names) > 2:
        shown.append(f"{len(names) - 2} more")
    return f"leaves {_listed(shown, 'and')} uncaught"


def _places(found: Uncaught) -> Iterator[Elsewhere]:
    """One way of the error: where it is promised, what doesn't cover it, and who calls."""
    escape, error = _shortest(found)
    origin = error.site.origin
    if origin.place != found.site:
        called = callee_spot(origin.place, origin.operation)
        yield Elsewhere(f"{origin.operation} is called here and sends nothing yet", called)
    for guard in found.guards:
        yield Elsewhere("this `try` ends before it is sent", _try(guard))
    for passed in found.passed:
        yield Elsewhere(_miss(passed.names, found), _try(passed.place))
    calls = error.calls
    last = calls[-2] if len(calls) == LONGEST_ROUTE else None
    for call in calls[: LONGEST_ROUTE - 1]:
        yield Elsewhere(_CUT if call is last else "called here", callee_spot(call))
    if escape.root is not None:
        name = word_spot(escape.root.place, escape.root.name)
        yield Elsewhere(f"nothing here calls `{escape.root.qualname}`", name)


_CUT = "called here; the calls that lead to this one are left out"


def missing(found: Uncaught) -> str:
    """The classes that nothing catches, with the answers they stand for."""
    ordered = [name for name in RAISED if name in found.classes and name in _TOLD]
    words = [f"{_ANSWERS.get(name, RAISED[name])} ({name.rpartition('.')[2]})" for name in ordered]
    return _listed(words, "and")


def handled(found: Uncaught) -> str:
    """The classes that handlers on the way name; of narrow ones those that catch something."""
    names = dict.fromkeys(name for passed in found.passed for name in passed.names)
    if found.kind is Kind.NARROW:
        names = dict.fromkeys(name for name in names if built_in().is_subclass(name, HTTP_ERROR))
    return _listed([f"`{name.rpartition('.')[2]}`" for name in names], "and")


_ANSWERS = {HTTP_ERROR: "403, 429, 5xx and others"}
_TOLD = tuple(name for name in RAISED if RAISED[name][:3].isdigit() and RAISED[name] != "304")


def _shortest(found: Uncaught) -> tuple[Escape, InFlight]:
    ways = [(escape, error) for escape in found.escapes for error in escape.errors]
    length = min(len(error.route) for _, error in ways)
    shortest = [way for way in ways if len(way[1].route) == length]
    return shortest[0] if len(shortest) == 1 else min(shortest, key=_order)


def _order(way: tuple[Escape, InFlight]) -> list[tuple[str, Span]]:
    """The places of a way: the first way by these is told, so that the same program is always told
    the same."""
    escape, error = way
    root = escape.root.place if escape.root is not None else error.site.place
    places = (error.site.origin.place, *error.route, root)
    return [line_of(place) for place in places]


def _miss(names: tuple[str, ...], found: Uncaught) -> str:
    """Why a `try` doesn't cover the error."""
    if found.grouped and HTTP_ERROR in names:
        return "this catches HttpResponseError, not the ExceptionGroup that it comes in"
    shown = _listed([name.rpartition(".")[2] for name in dict.fromkeys(names)], "and")
    if found.kind is Kind.FOREIGN:
        are = "are" if " and " in shown else "is"
        return f"this catches {shown}, which {are} never raised here"
    return f"this catches {shown} only" if shown else "this doesn't catch it"


def _try(place: Place) -> Spot:
    """A `try` or `with`, by its first word."""
    match place.node:
        case ast.With() | ast.AsyncWith():
            return word_spot(place, "with")
        case ast.stmt():
            return word_spot(place, "try")
    return spot_of(place)


def _listed(words: list[str], last: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
