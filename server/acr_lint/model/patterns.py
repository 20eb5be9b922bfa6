"""`match`: which cases a subject may reach, and what their patterns bind."""

from __future__ import annotations

import _ast as ast

from acr_lint.model import (
    classes,
    conditions,
    containers,
    expressions,
    iterables,
    kinds,
    names,
    narrowing,
    statements,
    subscripts,
)
from acr_lint.model.frame import Frame
from acr_lint.model.state import State
from acr_lint.model.values import (
    EMPTY,
    UNKNOWN,
    Atom,
    Const,
    Container,
    Instance,
    Plain,
    Sequence,
    Value,
    const,
    join,
    one,
)


def execute_match(frame: Frame, node: ast.Match) -> None:
    """Execute a `match` statement."""
    whole = subject = expressions.evaluate(frame, node.subject)
    after: State | None = None
    for case in node.cases:
        if frame.state is None or not subject:
            break
        missed = frame.state.copy()
        matched = frozenset(a for a in subject if _matches(frame, case.pattern, a) is not False)
        rest = frozenset(a for a in subject if _matches(frame, case.pattern, a) is not True)
        if matched:
            _bind(frame, case.pattern, matched)
            narrowing.assume(frame, node.subject, whole, matched)
            if case.guard is not None:
                frame.state, failed = conditions.split(frame, case.guard)
                rest = subject if failed is not None else rest
            statements.execute(frame, case.body)
            after = frame.join_into(frame.state, after)
        subject = rest
        frame.state = missed if rest else None
    narrowing.assume(frame, node.subject, whole, subject)
    frame.state = frame.join_into(frame.state, after)


def _matches(frame: Frame, pattern: ast.pattern, atom: Atom) -> bool | None:
    """Whether the pattern matches; None where that isn't known."""
    match pattern:
        case ast.MatchAs(pattern=None):
            return True
        case ast.MatchAs(pattern=inner) if inner is not None:
            return _matches(frame, inner, atom)
        case ast.MatchOr(patterns=patterns):
            results = [_matches(frame, each, atom) for each in patterns]
            return True if True in results else None if None in results else False
        case ast.MatchSingleton(value=value):
            wanted = const(value)
            return conditions.compare(ast.Is(), one(atom), wanted)
        case ast.MatchValue(value=value):
            return conditions.compare(ast.Eq(), one(atom), expressions.evaluate(frame, value))
        case ast.MatchClass(cls=cls):
            wanted = expressions.evaluate(frame, cls)
            known = kinds.is_instance(frame, atom, list(wanted))
            inner_patterns = [*pattern.patterns, *pattern.kwd_patterns]
            return known if known is False or all(map(_is_capture, inner_patterns)) else None
        case ast.MatchSequence(patterns=patterns):
            if atom is Plain.NONE or isinstance(atom, Const):
                return False
            items = iterables.exact(frame, one(atom))
            return None if items is None else _all_match(frame, patterns, items)
    return None


def _is_capture(pattern: ast.pattern) -> bool:
    """Whether the pattern matches whatever is there."""
    return isinstance(pattern, ast.MatchAs) and pattern.pattern is None


def _all_match(frame: Frame, patterns: list[ast.pattern], items: tuple[Value, ...]) -> bool | None:
    """Whether each of the items matches its pattern; those behind a star aren't looked at."""
    starred = [index for index, each in enumerate(patterns) if isinstance(each, ast.MatchStar)]
    if len(items) != len(patterns) and not (starred and len(items) >= len(patterns) - 1):
        return False
    shown = patterns[: starred[0]] if starred else patterns
    answers = [
        {_matches(frame, pattern, atom) for atom in item} for pattern, item in zip(shown, items)
    ]
    if {False} in answers:
        return False
    return True if all(each == {True} for each in answers) and not starred else None


def _bind(frame: Frame, pattern: ast.pattern, value: Value) -> None:
    match pattern:
        case ast.MatchAs(pattern=inner, name=name):
            if inner is not None:
                _bind(frame, inner, value)
            if name is not None:
                names.store(frame, name, value)
        case ast.MatchStar(name=str(name)):
            names.store(frame, name, UNKNOWN)
        case ast.MatchOr(patterns=patterns):
            for each in patterns:
                _bind(frame, each, value)
        case ast.MatchSequence(patterns=patterns):
            for index, each in enumerate(patterns):
                _bind(frame, each, join(_item(frame, atom, index) for atom in value))
        case ast.MatchMapping(keys=keys, patterns=patterns, rest=rest):
            for key, each in zip(keys, patterns):
                key_value = expressions.evaluate(frame, key)
                _bind(frame, each, join(_entry(frame, atom, key_value) for atom in value))
            if rest is not None:
                names.store(frame, rest, UNKNOWN)
        case ast.MatchClass(kwd_attrs=attributes_, kwd_patterns=patterns):
            for name, each in zip(attributes_, patterns):
                _bind(frame, each, join(_attribute(frame, atom, name) for atom in value))
            for index, each in enumerate(pattern.patterns):
                _bind(frame, each, join(_item(frame, atom, index) for atom in value))


def _item(frame: Frame, atom: Atom, index: int) -> Value:
    match atom:
        case Sequence(items):
            return items[index] if index < len(items) else EMPTY
        case Container():
            return containers.load(frame, atom, const(index))
        case Instance():
            items_of = subscripts.record_items(frame, atom)
            return items_of[index] if items_of and index < len(items_of) else UNKNOWN
    return UNKNOWN


def _entry(frame: Frame, atom: Atom, key: Value) -> Value:
    return containers.load(frame, atom, key) if isinstance(atom, Container) else UNKNOWN


def _attribute(frame: Frame, atom: Atom, name: str) -> Value:
    if isinstance(atom, Instance):
        held = classes.instance_attribute(frame, atom, name)
        return held if held is not None else UNKNOWN
    return UNKNOWN
