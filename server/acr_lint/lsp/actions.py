"""Code actions: fixes, comments that silence, and where to read more.

They are found by range among the server's own findings: what a client sends as its diagnostics may
be made up or left out. Where it names some of those findings, it means them and no others in the
range. What takes a moment to work out is resolved when it is chosen, where the client can wait for
that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from acr_lint.findings import Finding, Fix, Safety
from acr_lint.fixes.applying import chosen, first_fix, together
from acr_lint.ignoring import ignoring
from acr_lint.lsp.edits import snippet_edit, workspace_edit
from acr_lint.lsp.names import FIX_ALL, OPEN_GUIDE, QUICK_FIX, SHOW_RULE
from acr_lint.lsp.said import findings
from acr_lint.lsp.server import Server
from acr_lint.lsp.session import View
from acr_lint.sdk.guide import SECTIONS, url
from acr_lint.text.record import NamedTuple
from acr_lint.text.source import Edit, Span

_WITHOUT_BLANKS = frozenset((Safety.SAFE, Safety.UNSAFE))


class ContentModified(JsonRpcException):
    """The document is another one than that which an action was for."""

    CODE = types.LSPErrorCodes.ContentModified
    MESSAGE = "the document changed meanwhile"


async def at_range(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    """What can be done at a range, of the kinds that are asked for."""
    document = ls.session.documents.get(params.text_document.uri)
    if document is None:
        return []
    version = document.version
    view = await ls.session.view(document.uri)
    if view is None or view.document.version != version:
        return []
    actions: list[types.CodeAction] = []
    if _wants(params.context, QUICK_FIX):
        here = _meant(ls, view, params.context, list(_near(ls, view, params.range)))
        actions += _Offer(ls, view).for_findings(here)
    if _wants(params.context, FIX_ALL) and _fix_all_edits(view):
        actions.append(_deferred(view, "Fix all that acr-lint can fix safely", FIX_ALL, FIX_ALL))
    if not ls.resolves_edits:
        for index, action in enumerate(actions):
            if action.data is not None and action.edit is None:
                actions[index] = await resolved(ls, action)
    return actions


async def resolved(ls: Server, params: types.CodeAction) -> types.CodeAction:
    """An action with its edit; raises ContentModified where it is too late for it."""
    data = _Data.read(params.data)
    if data is None:
        return params
    view = await ls.session.view(data.uri)
    if view is None or view.document.version != data.version:
        raise ContentModified()
    if data.what == FIX_ALL:
        params.edit = workspace_edit(ls, view, _fix_all_edits(view))
    elif data.what == _RULE:
        params.edit = workspace_edit(ls, view, _rule_edits(view, data.code))
    else:
        finding = next((one for one in findings(view) if _is(one, data)), None)
        if finding is None:
            raise ContentModified()
        source = view.report.source if view.report else view.document.source
        comment = await ls.session.in_worker(lambda: ignoring(source, finding.span, finding.code))
        if comment is not None:
            params.edit = snippet_edit(ls, view, comment.edit, comment.snippet)
    return params


_RULE = "rule"
_IGNORE = "ignore"


class _Data(NamedTuple):
    """What an action has to know to be resolved; `start` is the finding's offset."""

    uri: str
    version: int
    what: str
    code: str = ""
    start: int = 0

    @classmethod
    def read(cls, value: Any) -> _Data | None:
        """The data that came back from a client; None where it is none of ours."""
        try:
            uri, version, what, code, start = value
        except (TypeError, ValueError):
            return None
        found = cls(uri, version, what, code, start)
        kinds = (str, int, str, str, int)
        return found if all(map(isinstance, found, kinds)) else None


class _Offer:
    """The quick fixes of one question, each title once."""

    def __init__(self, server: Server, view: View) -> None:
        self._server = server
        self._view = view
        self._actions: list[types.CodeAction] = []
        self._by_title: dict[str, list[tuple[types.CodeAction, tuple[Edit, ...]]]] = {}

    def for_findings(self, here: list[Finding]) -> list[types.CodeAction]:
        """What can be done about findings: fixes first, then what silences, then what explains."""
        preferred = False
        for finding in here:
            for fix in finding.fixes:
                best = not preferred and fix.safety is not Safety.MANUAL
                preferred |= self._fix(finding, fix, best)
        for finding in _one_a_rule(here):
            if len(_mends(self._view, finding.code)) > 1:
                title = f"Fix all {finding.code} ({finding.name}) in this file"
                self._defer(finding, title, _RULE)
        for finding in _one_a_rule(here):
            self._defer(finding, f"Ignore {finding.code} on this line", _IGNORE)
        for section in dict.fromkeys(finding.section for finding in here if finding.section):
            title = f"Open the troubleshooting guide: {SECTIONS[section].title}"
            self._command(title, OPEN_GUIDE, url(section))
        for finding in _one_a_rule(here):
            title = f"Show the rule {finding.code} ({finding.name})"
            self._command(title, SHOW_RULE, finding.code)
        return self._actions

    def _fix(self, finding: Finding, fix: Fix, best: bool) -> bool:
        """Offer a fix; whether it is marked as the one to prefer."""
        shown = self._server.diagnostic(self._view, finding)
        known = self._by_title.setdefault(fix.title, [])
        for action, edits in known:
            if edits == fix.edits:
                action.diagnostics = [*(action.diagnostics or ()), shown]
                return False
        title = fix.title
        if known:
            row = self._server.session.units.range(
                self._view.document.source, self._view.here(finding.span)
            ).start.line
            title = f"{fix.title} ({finding.code}, line {row + 1})"
        action = types.CodeAction(
            title=title,
            kind=QUICK_FIX,
            diagnostics=[shown],
            edit=workspace_edit(self._server, self._view, fix.edits),
            is_preferred=True if best else None,
        )
        known.append((action, fix.edits))
        self._actions.append(action)
        return best

    def _defer(self, finding: Finding, title: str, what: str) -> None:
        action = _deferred(self._view, title, QUICK_FIX, what, finding.code, finding.span.start)
        action.diagnostics = [self._server.diagnostic(self._view, finding)]
        self._actions.append(action)

    def _command(self, title: str, command: str, argument: str) -> None:
        action = types.CodeAction(
            title=title, kind=QUICK_FIX, command=types.Command(title, command, None, [argument])
        )
        self._actions.append(action)


def _deferred(
    view: View,
    title: str,
    kind: types.CodeActionKind | str,
    what: str,
    code: str = "",
    start: int = 0,
) -> types.CodeAction:
    """An action without its edit."""
    data = _Data(view.document.uri, view.document.version, what, code, start)
    return types.CodeAction(title=title, kind=kind, data=list(data))


def _wants(context: types.CodeActionContext, kind: types.CodeActionKind | str) -> bool:
    """Whether actions of a kind are asked for."""
    if context.only is None:
        return True
    name = kind.value if isinstance(kind, types.CodeActionKind) else kind
    for only in context.only:
        wanted = only.value if isinstance(only, types.CodeActionKind) else str(only)
        if wanted in ("", name) or name.startswith(wanted + "."):
            return True
    return False


def _near(server: Server, view: View, area: types.Range) -> Iterator[Finding]:
    """The findings that a range touches; for a cursor that touches none, those of its line."""
    source = view.document.source
    start, end = server.session.units.span(source, area)
    found = [one for one in findings(view) if _touches(view.here(one.span), start, end)]
    if not found and start == end:
        row = source.line_span(source.position(start).row)
        found = [one for one in findings(view) if _touches(view.here(one.span), *row)]
    yield from found


def _meant(
    server: Server, view: View, context: types.CodeActionContext, here: list[Finding]
) -> list[Finding]:
    """Those of the findings that the client names, or all where it names none."""
    units, source = server.session.units, view.document.source
    named = {
        (one.code, one.range.start.line, one.range.start.character) for one in context.diagnostics
    }

    def is_named(finding: Finding) -> bool:
        start = units.range(source, view.here(finding.span)).start
        return (finding.code, start.line, start.character) in named

    return [finding for finding in here if is_named(finding)] or here


def _touches(span: Span, start: int, end: int) -> bool:
    return span.start <= end and start <= span.end


def _is(finding: Finding, data: _Data) -> bool:
    return finding.code == data.code and finding.span.start == data.start


def _one_a_rule(found: Iterable[Finding]) -> list[Finding]:
    """The first finding of each rule."""
    return list({finding.code: finding for finding in reversed(list(found))}.values())[::-1]


def _mends(view: View, code: str) -> list[Fix]:
    """For each finding of a rule its first fix without blanks, where it has one."""
    fixes = [first_fix(each, _WITHOUT_BLANKS) for each in findings(view) if each.code == code]
    return [fix for fix in fixes if fix is not None]


def _rule_edits(view: View, code: str) -> tuple[Edit, ...]:
    """The edits that mend all findings of a rule."""
    return together(view.document.source, _mends(view, code))


def _fix_all_edits(view: View) -> tuple[Edit, ...]:
    """The edits of all safe fixes of a document."""
    return chosen(view.document.source, findings(view), {Safety.SAFE})
