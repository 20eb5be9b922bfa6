"""What is known at one line, and why it is or isn't flagged.

An explanation has topics: clients that are made on the line, operations that are called or sent on
it, handlers and calls that errors meet there, and findings with what silences them.
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterator

from acr_lint.explaining.clients import constructed
from acr_lint.explaining.operations import called, sendings, sent
from acr_lint.explaining.silence import Judged, judged
from acr_lint.explaining.topics import Topic, Where, callee, classes, guard, head, listed
from acr_lint.model.build import Model
from acr_lint.model.errors import InFlight
from acr_lint.model.program import Module
from acr_lint.model.values import Place
from acr_lint.rules.found import callee_span, span_of
from acr_lint.rules.uncaught.documented import is_documented
from acr_lint.sdk.exceptions import http_errors
from acr_lint.sdk.operations import OPERATIONS, Sends
from acr_lint.settings import Settings
from acr_lint.suppressions import statement_rows
from acr_lint.syntax.nodes import nodes_of
from acr_lint.text.record import NamedTuple
from acr_lint.text.source import Span


class Explanation(NamedTuple):
    """What there is to say of a line; `known` is False where that is only why nothing is known."""

    topics: tuple[Topic, ...]
    known: bool


def explain(
    model: Model, module: Module, row: int, settings: Settings, where: Where
) -> Explanation:
    """What a model knows at a row of one of its modules, from 1, under the file's settings.

    A row in the middle of a statement stands for the whole of it. `model` is as it was built, with
    errors that are documented. Raises IndexError for a row that the module doesn't have.
    """
    code = module.syntax.source.line(row).strip()
    if not code or code.startswith("#"):
        return nothing(f"line {row} holds no code")
    for skip in module.syntax.skips():
        if row in _rows_of(module, skip.span):
            return nothing(f"line {row} could not be read as Python: {skip.reason}")
    line = _Line(module, row)
    topics = tuple(_topics(model, line, settings, where))
    doubts = tuple(_doubts(model, line))
    if topics or doubts:
        return Explanation((*topics, *doubts), bool(topics))
    places = [fact.place for fact in model.constructions] + [fact.place for fact in model.calls]
    if not any(place.module is module for place in places):
        return nothing("nothing in this file is known to be a client, or to use one")
    return nothing(
        f"no client is known to be made or used on line {row}, and no error of one to pass there"
    )


def nothing(why: str) -> Explanation:
    """The explanation of a line of which nothing is known."""
    return Explanation((Topic(why, ()),), False)


def lines_of(explanation: Explanation, width: int = 100) -> list[str]:
    """The lines of an explanation: a title, and below it each row behind its label."""
    import textwrap

    lines: list[str] = []
    for topic in explanation.topics:
        if lines:
            lines.append("")
        lines.append(topic.title)
        before = ""
        for label, text in topic.rows:
            start = f"  {'' if label == before else label:<{_LABEL}}"
            lines += textwrap.wrap(
                text,
                width,
                initial_indent=start,
                subsequent_indent=" " * (_LABEL + 4),
                break_long_words=False,
                break_on_hyphens=False,
            )
            before = label
    return lines


_LABEL = 12


class _Line:
    """The rows of the statement around a row of a module."""

    def __init__(self, module: Module, row: int) -> None:
        source = module.syntax.source
        text = source.line(row)
        start = source.line_span(row).start + len(text) - len(text.lstrip())
        first, last = statement_rows(module.syntax)(Span(start, start + 1))
        self.module = module
        self.rows = range(first, last + 1) if first <= row <= last else range(row, row + 1)

    def holds(self, place: Place, span: Span | None = None) -> bool:
        """Whether a place, or a span in its module, starts on the line."""
        if place.module is not self.module:
            return False
        start = (span or callee_span(place)).start
        return self.module.syntax.source.position(start).row in self.rows


def _topics(model: Model, line: _Line, settings: Settings, where: Where) -> Iterator[Topic]:
    respects = settings.respect_documented_raises
    for fact in model.constructions:
        if line.holds(fact.place):
            yield constructed(model, fact, where)
    sites: set[Place] = set()
    for each in sendings(model):
        if line.holds(each.call, callee_span(each.call, each.operation.name)):
            sites |= {each.call, *each.sites}
            yield from called(model, each, respects, where)
        else:
            for site in each.sites:
                if line.holds(site):
                    sites.add(site)
                    yield sent(model, each, site, respects, where)
    yield from _handlers(model, line, where)
    yield from _passing(model, line, where)
    yield from _roots(model, line, settings, where)
    found = [
        one
        for one in judged(model, line.module, settings)
        if line.module.syntax.source.position(one.finding.span.start).row in line.rows
        or any(site.module is line.module and _meets(one, site) for site in sites)
    ]
    if found:
        yield Topic("findings", tuple(_finding(one, where) for one in found))
    elif sites:
        yield Topic("findings", (("none", "nothing here is flagged by any rule"),))


def _finding(one: Judged, where: Where) -> tuple[str, str]:
    finding, silenced = one
    at = where(finding.path, finding.span)
    state = f"silenced: {silenced}" if silenced else finding.severity.value
    return finding.code, f"{finding.name} ({state}) at {at}: {finding.message}"


def _meets(one: Judged, site: Place) -> bool:
    """Whether a finding is about a site that isn't on the line."""
    return one.finding.span in (callee_span(site), span_of(site))


def _handlers(model: Model, line: _Line, where: Where) -> Iterator[Topic]:
    """The `try`, `with` and `except` on the line, and what they catch."""
    for attempt in model.attempts:
        if line.holds(attempt.place, head(attempt.place)):
            sent = [("inside", _source(error, where)) for error in attempt.errors.values()]
            nothing = [("inside", "nothing that is known to be sent")]
            handlers = [
                ("handled by", f"{guard(each.place)} at {_at(each.place, where)}")
                for each in attempt.handlers
                if each.place != attempt.place
            ]
            caught = [] if handlers else _catches(model, attempt.place, where)
            title = guard(attempt.place).removeprefix("the ")
            yield Topic(title, (*(dict.fromkeys(sent) or nothing), *handlers, *caught))
        for handler in attempt.handlers:
            if handler.place != attempt.place and line.holds(handler.place, head(handler.place)):
                rows = _catches(model, handler.place, where)
                if not rows and attempt.errors:
                    rows = [("catches", "nothing that reaches it")]
                elif not rows:
                    rows = [("catches", "nothing: no request is known to be sent in its `try`")]
                if handler.silent:
                    rows.append(("then", "does nothing with it"))
                yield Topic(guard(handler.place).removeprefix("the "), tuple(rows))


def _catches(model: Model, handler: Place, where: Where) -> list[tuple[str, str]]:
    """What a handler catches."""
    rows: list[tuple[str, str]] = []
    for fact in model.handled:
        if fact.handler == handler:
            again = ", and raises again: decided on purpose" if fact.reraised else ""
            operations = {each.origin.operation for each in model.sent if each.place == fact.site}
            raised = frozenset().union(*(http_errors(OPERATIONS[name]) for name in operations))
            at = where(fact.site.module.path, callee_span(fact.site))
            said = f"{classes(fact.classes, raised)} of {listed(sorted(operations), 'or')} at {at}"
            rows.append(("catches", said + again))
    return rows


def _passing(model: Model, line: _Line, where: Where) -> Iterator[Topic]:
    """The calls on the line through which errors pass."""
    through: dict[Place, dict[tuple[str, str], None]] = {}
    errors = [error for escape in model.escapes for error in escape.errors]
    errors += [error for attempt in model.attempts for error in attempt.errors.values()]
    for error in errors:
        for call in error.route:
            if isinstance(call.node, ast.Call) and line.holds(call):
                through.setdefault(call, {})["sends", _source(error, where)] = None
    for call, rows in through.items():
        yield Topic(f"{callee(call)} runs code that sends", tuple(rows))


def _roots(model: Model, line: _Line, settings: Settings, where: Where) -> Iterator[Topic]:
    """The functions on the line that errors leave, and that no analysed code calls."""
    for escape in model.escapes:
        if escape.root is None or not line.holds(escape.root.place, head(escape.root.place)):
            continue
        rows = [("escapes", _source(error, where)) for error in escape.errors]
        if is_documented(escape):
            counts = settings.respect_documented_raises
            rows.append(("documented", "in its docstring" + ("" if counts else ", for nothing")))
        yield Topic(f"`{escape.root.qualname}`, which nothing here calls", tuple(rows))


def _source(error: InFlight, where: Where) -> str:
    """Where an error comes from."""
    site = error.site.place
    return f"{error.site.origin.operation} at {where(site.module.path, callee_span(site))}"


def _doubts(model: Model, line: _Line) -> Iterator[Topic]:
    """The calls on the line that look like operations, but aren't known to be."""
    known = {fact.place.node for fact in model.calls}
    syntax = line.module.syntax
    for island, start in zip(syntax.islands, syntax.starts):
        if syntax.source.position(start).row > line.rows.stop:
            break
        for node in (node for each in island.statements for node in nodes_of(each)):
            match node:
                case ast.Call(func=ast.Attribute(attr=name)) if (
                    node not in known
                    and name in OPERATIONS
                    and OPERATIONS[name].sends is not Sends.NEVER
                ):
                    place = Place(line.module, island, node)
                    if line.holds(place):
                        yield _doubt(place, name)


def _doubt(place: Place, name: str) -> Topic:
    assert isinstance(place.node, ast.Call) and isinstance(place.node.func, ast.Attribute)
    receiver = callee(place._replace(node=place.node.func.value))
    why = f"{receiver} isn't known to be a client, or this is never reached"
    return Topic(f"{callee(place)} may be {name}", (("unknown", f"{why}; nothing is flagged"),))


def _at(place: Place, where: Where) -> str:
    return where(place.module.path, head(place))


def _rows_of(module: Module, span: Span) -> range:
    source = module.syntax.source
    return range(source.position(span.start).row, source.position(span.end).row + 1)
