"""All rules; they are found by their files.

A rule is one module of this package, named like the rule. Its docstring is its page: the first
line is `CODE, SEVERITY: SUMMARY`, or `CODE, SEVERITY, off: SUMMARY` for a rule that is off by
default, and a line `Guide: SECTION` follows where the guide has a section for it. A line
`Needs: FACTS` names attributes of the Model, or one thing in them, as in `keywords.endpoint`: where
one is empty, or lacks that, the rule has nothing to say. Its function `check` takes a Model and
yields what it finds. Head and page are read from the file's text: a rule is imported when it checks
a Model that has what it needs.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial

from acr_lint.findings import (
    NO_FIXES,
    NO_PLACES,
    Finding,
    Fix,
    Fixes,
    Places,
    Related,
    Severity,
)
from acr_lint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.model.build import Model
    from acr_lint.rules.found import Elsewhere, Found, Spot
    from acr_lint.text.source import Span

UNUSED = "ACR901"
UNKNOWN = "ACR902"
ABOUT_COMMENTS = (UNUSED, UNKNOWN)
"""The rules about comments that silence others: they have nothing to say of a Model."""

_PACKAGE = __name__.rpartition(".")[0]
_HERE = os.path.dirname(os.path.abspath(__file__))
_NO_RULES = ("__init__.py", "found.py", "registry.py")
_HEAD = 400  # bytes, that hold the head of any page


class Rule(NamedTuple):
    """A rule; `section` is the anchor in the guide or "", `default` says whether the rule is on
    without being asked for, `needs` is what a Model must have, and `file` is the rule's own."""

    code: str
    name: str
    severity: Severity
    section: str
    summary: str
    default: bool
    needs: tuple[str, ...]
    file: str
    check: Callable[[Model], Iterator[Finding]]

    @property
    def page(self) -> str:
        """Its page, as Markdown."""
        with open(self.file, encoding="utf-8") as file:
            text = file.read()
        docstring = text[text.index('"""') + 3 : text.index('\n"""\n')].replace('\\"', '"')
        body = docstring.partition("\n\n")[2].strip()
        return f"{self.summary[:1].upper()}{self.summary[1:]}.\n\n{body}\n"


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """All rules, ordered by code."""
    found = [
        _rule(file.removesuffix(".py"), os.path.join(_HERE, file))
        for file in os.listdir(_HERE)
        if file.endswith(".py") and file not in _NO_RULES
    ]
    return tuple(sorted(found, key=lambda rule: rule.code))


def rule(code_or_name: str) -> Rule | None:
    """The rule of that code or name; None where there is none."""
    return next((each for each in rules() if code_or_name in (each.code, each.name)), None)


def described(
    name: str, docstring: str, file: str, check: Callable[[Model], Iterator[Found]]
) -> Rule:
    """The rule of that name in a module in `file` whose docstring starts like this."""
    title, *lines = docstring.splitlines()
    about, _, summary = title.partition(": ")
    code, level, *state = about.split(", ")
    severity = Severity(level)
    said = dict(line.partition(": ")[::2] for line in lines[: lines.index("")])
    section, needs = said.get("Guide", ""), tuple(said.get("Needs", "").split())

    def signed(model: Model) -> Iterator[Finding]:
        if not all(_has(model, need) for need in needs):
            return
        for spot, message, related, fixes in check(model):
            path, span = spot.module.path, _span(model, spot)
            mends = Fixes(_sound(model, path, fixes)) if fixes else NO_FIXES
            places = Places(related, partial(_placed, model)) if related else NO_PLACES
            yield Finding(code, name, severity, message, path, span, section, places, mends)

    return Rule(code, name, severity, section, summary, state != ["off"], needs, file, signed)


def _has(model: Model, need: str) -> bool:
    """Whether a model has what a rule needs."""
    attribute, _, one = need.partition(".")
    held = getattr(model, attribute)
    return one in held if one else bool(held)


def _placed(model: Model, place: Elsewhere) -> Related:
    """A related place in offsets of its file."""
    return Related(place.message, place.spot.module.path, _span(model, place.spot))


def _span(model: Model, spot: Spot) -> Span:
    """A spot in offsets of its file as the model knows it, which may have changed since."""
    return spot.span(model.start(spot.module, spot.island))


def _sound(model: Model, path: str, fixes: Iterable[Fix]) -> Iterator[Fix]:
    """The fixes that touch no statement of which a part could not be read and reach over no cell of
    a notebook, their edits in the order of the text."""
    syntax = model.module_at(path).syntax
    broken, source = syntax.broken(), syntax.source
    for fix in fixes:
        if all(source.is_whole(edit.span) for edit in fix.edits) and not any(
            part.start <= edit.span.start <= part.end for edit in fix.edits for part in broken
        ):
            yield fix._replace(edits=tuple(sorted(fix.edits, key=lambda edit: edit.span)))


def _rule(module: str, file: str) -> Rule:
    """The rule in the module of that name."""

    def check(model: Model) -> Iterator[Found]:
        rule = __import__(f"{_PACKAGE}.{module}", fromlist=("check",))
        found: Iterator[Found] = rule.check(model)
        return found

    docstring = _head(file).removeprefix('"""').replace('\\"', '"')
    return described(module.replace("_", "-"), docstring, file, check)


def _head(file: str) -> str:
    """The start of a rule's file; every check reads all of them, and `open` would take as long as
    all else that is done here."""
    descriptor = os.open(file, os.O_RDONLY)
    try:
        return os.read(descriptor, _HEAD).decode("utf-8", "ignore")
    finally:
        os.close(descriptor)
