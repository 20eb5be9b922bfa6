"""All rules; they are found by their files.

A rule is one module of this package, named like the rule. Its docstring is its page: the first
line is `CODE, SEVERITY: SUMMARY`, or `CODE, SEVERITY, off: SUMMARY` for a rule that is off by
default, and a line `Guide: SECTION` follows where the guide has a section for it. Its function
`check` takes a Model and yields what it finds. The page is read from the file's text: a rule is
imported when it checks.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from acr_lint.findings import NO_FIXES, Finding, Fix, Fixes, Severity
from acr_lint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.model.build import Model
    from acr_lint.rules.found import Found

_HERE = os.path.dirname(os.path.abspath(__file__))
_NO_RULES = ("__init__", "found", "registry")
_GUIDE = "Guide: "


class Rule(NamedTuple):
    """A rule; `section` is the anchor in the guide or "", `page` is Markdown, and `default` says
    whether the rule is on without being asked for."""

    code: str
    name: str
    severity: Severity
    section: str
    summary: str
    page: str
    default: bool
    check: Callable[[Model], Iterator[Finding]]


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """All rules, ordered by code."""
    found = [
        described(name.replace("_", "-"), _docstring(os.path.join(_HERE, file)), _check(name))
        for name, extension, file in ((*os.path.splitext(file), file) for file in os.listdir(_HERE))
        if extension == ".py" and name not in _NO_RULES
    ]
    return tuple(sorted(found, key=lambda rule: rule.code))


def rule(code_or_name: str) -> Rule | None:
    """The rule of that code or name; None where there is none."""
    return next((each for each in rules() if code_or_name in (each.code, each.name)), None)


def described(name: str, docstring: str, check: Callable[[Model], Iterator[Found]]) -> Rule:
    """The rule of that name whose module has this docstring."""
    head, _, body = docstring.partition("\n")
    title, _, summary = head.partition(": ")
    code, level, *state = title.split(", ")
    severity = Severity(level)
    section, body = "", body.strip()
    if body.startswith(_GUIDE):
        section, _, body = body.removeprefix(_GUIDE).partition("\n")

    def signed(model: Model) -> Iterator[Finding]:
        for path, span, message, related, fixes in check(model):
            mends = Fixes(_sound(model, path, fixes)) if fixes else NO_FIXES
            yield Finding(code, name, severity, message, path, span, section, related, mends)

    page = f"{summary[:1].upper()}{summary[1:]}.\n\n{body.strip()}\n"
    return Rule(code, name, severity, section, summary, page, state != ["off"], signed)


def _sound(model: Model, path: str, fixes: Iterable[Fix]) -> Iterator[Fix]:
    """The fixes that touch no statement of which a part could not be read, their edits in the order
    of the text."""
    broken = model.module_at(path).syntax.broken()
    for fix in fixes:
        if not any(
            part.start <= edit.span.start <= part.end for edit in fix.edits for part in broken
        ):
            yield fix._replace(edits=tuple(sorted(fix.edits, key=lambda edit: edit.span)))


def _check(name: str) -> Callable[[Model], Iterator[Found]]:
    """What the rule in that file does with a model."""

    def check(model: Model) -> Iterator[Found]:
        from importlib import import_module

        found: Iterator[Found] = import_module(f"{__package__}.{name}").check(model)
        return found

    return check


def _docstring(path: str) -> str:
    """The docstring of the rule in that file; its last line is the closing quotes."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    return text[text.index('"""') + 3 : text.index('\n"""\n')].replace('\\"', '"')
