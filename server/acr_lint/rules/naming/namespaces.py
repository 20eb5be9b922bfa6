"""Names that are imported from the package, or taken of its modules and enums, and aren't there."""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterator

from acr_lint.findings import Fix, Safety
from acr_lint.fixes.layout import path_to
from acr_lint.model.facts import Used
from acr_lint.model.values import External, Place
from acr_lint.rules.found import Found, name_spot, placed, spot_of
from acr_lint.sdk.models import ENUMS, EXPORTS
from acr_lint.sdk.operations import CLIENT_NAMES, RENAMED, Kind
from acr_lint.syntax.nodes import nodes_of
from acr_lint.text.source import Edit, Span

_SWITCHES = (ast.Try, ast.If, ast.IfExp, ast.Match)


def unknown_names(used: Used) -> Iterator[Found]:
    """A name that isn't in the module or enum that is asked for it, unless the program asks for it
    after a look at what is there."""
    spaces = [atom.name for atom in used.subject if isinstance(atom, External)]
    name = _name(used)
    if len(spaces) != 1 or len(used.subject) != 1 or not name or name.startswith("_"):
        return
    if not _has(spaces[0], name) and not _is_switched(used.place):
        yield _found(used, spaces[0], name)


def _name(used: Used) -> str:
    match used.place.node:
        case ast.alias(name=name) if used.how == "imported":
            return name
        case ast.Attribute(attr=name) if used.how == "attribute":
            return name
    return ""


def _has(space: str, name: str) -> bool:
    """Whether the name is there; an enum has names of its class besides its members."""
    if space in EXPORTS:
        return name in EXPORTS[space]
    return not name.isupper() or name in ENUMS[space.rpartition(".")[2]]


def _is_switched(place: Place) -> bool:
    """Whether it stands where only some versions of the package come, or is asked for by
    `getattr`."""
    path = path_to(place.island, place.node)
    return not path or any(_switches(node) for node in path)


def _switches(node: ast.AST) -> bool:
    match node:
        case ast.If(test=ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING")):
            return False
        case ast.With(items=items):
            return any(
                "suppress" in getattr(node, "id", "") or "suppress" in getattr(node, "attr", "")
                for item in items
                for node in nodes_of(item)
            )
    return isinstance(node, _SWITCHES)


def _found(used: Used, space: str, name: str) -> Found:
    place, old = used.place, RENAMED.get(name)
    kind = Kind.CLASS if space in EXPORTS else Kind.MEMBER
    if old is not None and old.kind is kind:
        new = old.new_name
        message = f"`{name}` is gone since {old.version}"
        advice = f"; use `{new}`" if new else ""
        near = None if new in {each.rpartition(".")[2] for each in CLIENT_NAMES} else new
    else:
        from acr_lint.sdk.options import nearest

        known = EXPORTS.get(space) or ENUMS[space.rpartition(".")[2]]
        elsewhere = next((each for each in EXPORTS if name in EXPORTS[each]), None)
        near = None if elsewhere else nearest(name, known)
        message = f"`{space}` has no `{name}`"
        advice = f"; did you mean `{near}`?" if near else ""
        advice = f"; import it from `{elsewhere}`" if elsewhere else advice
    whole = spot_of(place) if used.how == "imported" else name_spot(place)
    start = whole.part.start
    spot = whole._replace(part=Span(start, start + len(name)))
    error = "ImportError" if used.how == "imported" else "AttributeError"
    return Found(spot, f"{message}: {error}{advice}", (), _fixes(used, placed(spot), name, near))


def _fixes(used: Used, span: Span, name: str, new: str | None) -> Iterator[Fix]:
    syntax = used.place.module.syntax
    if not new or syntax.source.slice(span) != name:
        return
    edits: tuple[Edit, ...] | None = (Edit(span, new),)
    node = used.place.node
    if isinstance(node, ast.alias) and node.asname is None:
        from acr_lint.fixes.renaming import renamed_import

        edits = renamed_import(syntax, used.place.island, node, new)
    if edits is not None:
        yield Fix(f"Write `{new}`", Safety.UNSAFE, edits)
