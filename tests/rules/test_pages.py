"""Each rule's page says what happens: its examples are run, fixes included."""

from __future__ import annotations

import ast

import pytest

from acr_lint.rules.registry import Rule, rules
from tests.rules.harness import Example, examples, findings, fixed, read, shown

_ON = tuple(each for each in rules() if each.default)
_RULES = {each.name: each for each in rules()}
_COMMENTS = ("ACR901", "ACR902")


def _checked(each: Rule) -> tuple[Rule, ...]:
    """The rule with those that belong to the same fault: an uncaught error has one of them, and a
    comment is about all."""
    if each.code in _COMMENTS:
        return rules()
    family = ("ACR301", "ACR302", "ACR303", "ACR305")
    return tuple(
        other for other in rules() if other is each or {other.code, each.code} <= set(family)
    )


@pytest.mark.parametrize("name", _RULES)
def test_the_examples_are_true(name: str) -> None:
    each = _RULES[name]
    found = examples(each.page)
    assert [example for example in found if example.heading == "Bad"], "a page shows what is bad"
    for index, example in enumerate(found):
        files, expected = read(example.text)
        for path, text in files.items():
            ast.parse(text, path)
        if example.heading == "Bad":
            assert expected, "no carets"
            assert {caret.code for caret in expected} == {each.code}
        assert shown(files, findings(files, _checked(each))) == expected, example.text
        if example.heading == "Fixed":
            _assert_fix(each, found[index - 1], files)


def _assert_fix(each: Rule, bad: Example, wanted: dict[str, str]) -> None:
    """The first fix makes the good text of the bad one, and then there is nothing to fix."""
    assert bad.heading == "Bad"
    files, _ = read(bad.text)
    after = fixed(files, each, _checked(each))
    assert after == wanted
    assert fixed(after, each, _checked(each)) == after
    before_codes = {finding.code for finding in findings(files, _ON)}
    assert {finding.code for finding in findings(after, _ON)} <= before_codes - {each.code}
