"""Writes on clients without a credential, and the credential to give them."""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterator

from acr_lint.findings import Fix, Safety
from acr_lint.fixes.arguments import add_argument, replace
from acr_lint.fixes.imports import Imports
from acr_lint.model.build import Model
from acr_lint.model.facts import Call, Construction
from acr_lint.model.values import Plain
from acr_lint.rules.credentials.given import credential_of
from acr_lint.rules.found import span_of
from acr_lint.sdk.credentials import DEFAULT
from acr_lint.sdk.operations import OPERATIONS, Sends
from acr_lint.text.source import Edit


def anonymous_calls(model: Model, writes: bool) -> Iterator[Call]:
    """The writes, or reads, that may meet a client whose credential is None."""
    for call in model.notes.each(model.calls, _anonymous):
        if OPERATIONS[call.operation].writes is writes:
            yield call


def _anonymous(call: Call) -> tuple[Call, ...]:
    """A call that sends something, and may meet a client whose credential is None."""
    operation = OPERATIONS.get(call.operation)
    if operation is None or operation.sends is Sends.NEVER:
        return ()
    return (call,) if any(Plain.NONE in client.credential for client in call.clients) else ()


def credential_fixes(model: Model, call: Call) -> Iterator[Fix]:
    """Give all clients of the call a credential, where they are made in the call's own file."""
    facts = [model.construction_at.get(client.place) for client in call.clients]
    syntax = call.place.module.syntax
    edits: list[Edit] = []
    used = [span_of(fact.place).start for fact in facts if fact is not None]
    imports = Imports(syntax, min(used, default=0))
    for fact in {fact.place: fact for fact in facts if fact is not None}.values():
        if fact.place.module is not call.place.module:
            return
        entered = fact.flavor == "aio" and fact.place in model.entered_at
        more = _with_credential(fact, imports, entered)
        if more is None:
            return
        edits += more
    if edits and None not in facts:
        title = "Pass `DefaultAzureCredential()` to the client"
        yield Fix(title, Safety.UNSAFE, (*edits, *imports.edits))


def _with_credential(fact: Construction, imports: Imports, closes: bool) -> tuple[Edit, ...] | None:
    """The edits that give a client its credential, which the client's `async with` closes too."""
    call = fact.place.node
    module, _, name = DEFAULT[fact.flavor].rpartition(".")
    if not isinstance(call, ast.Call) or fact.subclass or fact.arguments.forwarded:
        return None
    # Without an endpoint in sight its arguments were bound before, by a `partial`.
    if not fact.arguments.positional and "endpoint" not in fact.arguments.keywords:
        return None
    if any(isinstance(each, ast.Starred) for each in call.args):
        return None
    if any(keyword.arg is None for keyword in call.keywords):
        return None
    maker = imports.name(module, name)
    if maker is None:
        return None
    value: str | None = f"{maker}()"
    entered: tuple[Edit, ...] | None = ()
    if closes:
        from acr_lint.rules.credentials.closing import entering, free_name

        value = free_name(fact.place)
        entered = entering(fact, f"{maker}() as {value}")
    edit = _giving(fact, call, value) if value else None
    return None if edit is None or entered is None else (edit, *entered)


def _giving(fact: Construction, call: ast.Call, value: str) -> Edit | None:
    """The edit that passes a credential which isn't given, or None."""
    syntax, island, given = fact.place.module.syntax, fact.place.island, credential_of(fact)
    if given is None:
        alone = len(call.args) == 1 and not call.keywords
        return add_argument(syntax, island, call, value if alone else f"credential={value}")
    node = given.place.node
    if isinstance(node, ast.keyword):
        node = node.value
    if isinstance(node, ast.Constant) and node.value is None:
        return replace(syntax, island, node, value)
    return None
