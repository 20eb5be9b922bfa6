from __future__ import annotations

import ast

import pytest

from acr_lint.fixes.arguments import add_argument, as_item, remove_keyword
from acr_lint.text.source import apply_edits
from tests.fixes.editing import applied, call_of, syntax_of, text_of


def _added(text: str) -> str | None:
    syntax = syntax_of(text)
    island, call = call_of(syntax, "f")
    edit = add_argument(syntax, island, call, "new=1")
    return None if edit is None else applied(text, (edit,))


def _removed(text: str) -> str:
    syntax = syntax_of(text)
    island, call = call_of(syntax, "f")
    keyword = next(keyword for keyword in call.keywords if keyword.arg == "old")
    return applied(text, remove_keyword(syntax, island, call, keyword))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f()", "f(new=1)"),
        ("f( )", "f(new=1 )"),
        ("(f)()", "(f)(new=1)"),
        ("f(  # why (\n)", "f(new=1  # why (\n)"),
        ("f(a)", "f(a, new=1)"),
        ("f(a,)", "f(a, new=1,)"),
        ("f((a))", "f((a), new=1)"),
        ("f(a, b=(c))", "f(a, b=(c), new=1)"),
        ("f(*a, **b)", "f(*a, **b, new=1)"),
        ("f(b=1, *a)", "f(b=1, *a, new=1)"),
        ("f(é, 'ü')", "f(é, 'ü', new=1)"),
        ("f(a, b\n)", "f(a, b, new=1\n)"),
        ("f(\n    a,\n    b,\n)", "f(\n    a,\n    b,\n    new=1,\n)"),
        ("f(\n\ta,\n\tb\n)", "f(\n\ta,\n\tb,\n\tnew=1\n)"),
        ("f(\r\n    a,\r\n)", "f(\r\n    a,\r\n    new=1,\r\n)"),
        ("f(\n    a,  # one, two\n)", "f(\n    a,  # one, two\n    new=1,\n)"),
        ("f(\n    a  # one)\n)", "f(\n    a,  # one)\n    new=1\n)"),
        ("f(\n    a\n    # last\n)", "f(\n    a,\n    new=1\n    # last\n)"),
        ("f(a,\n  b)", "f(a,\n  b,\n  new=1)"),
        ("f(\n    a\n    , b\n)", "f(\n    a\n    , b, new=1\n)"),
        ("f(a)(b)", "f(a, new=1)(b)"),
        ("x = f(a).g(b)  # f(c)", "x = f(a, new=1).g(b)  # f(c)"),
    ],
)
def test_an_argument_goes_behind_the_others(before: str, after: str) -> None:
    assert _added(before + "\n") == after + "\n"


def test_a_line_that_would_be_too_long_is_broken() -> None:
    name = "a" * 50
    assert _added(f"x = f({name}, {name})\n") == (f"x = f({name}, {name},\n      new=1)\n")
    assert _added(f"if x:\r\n\tf({name}, {name})\r\n") == (
        f"if x:\r\n\tf({name}, {name},\r\n\t  new=1)\r\n"
    )


def test_no_argument_beside_a_bare_generator() -> None:
    assert _added("f(x for x in y)\n") is None
    assert _added("f((x for x in y), z)\n") == "f((x for x in y), z, new=1)\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f(old=1)", "f()"),
        ("f(a, old=1)", "f(a)"),
        ("f(a, old=1,)", "f(a, )"),
        ("f(old=1, a=2)", "f(a=2)"),
        ("f(a, old=(1), b=2)", "f(a, b=2)"),
        ("f((a), old=1)", "f((a))"),
        ("f(\n    a,\n    old=1,\n    b=2,\n)", "f(\n    a,\n    b=2,\n)"),
        ("f(\n    a,\n    old=1\n)", "f(\n    a\n)"),
        ("f(\r\n    a,\r\n    old=1,\r\n)", "f(\r\n    a,\r\n)"),
        ("f(\n    a,  # one\n    old=1\n)", "f(\n    a  # one\n)"),
        ("f(\n    old=1,  # two\n    b=2,\n)", "f(\n    b=2,\n)"),
        ("f(\n    a, old=1,\n    b=2\n)", "f(\n    a, \n    b=2\n)"),
        ("f(a,\n  old=1)", "f(a)"),
    ],
)
def test_a_keyword_goes_with_its_comma(before: str, after: str) -> None:
    assert _removed(before + "\n") == after + "\n"


def test_what_is_left_is_the_same_call() -> None:
    text = text_of("""
        x = f(
            "a", old=1,  # old (
            b=[1, 2],
            **c
        )
    """)
    assert ast.dump(ast.parse(_removed(text))) == ast.dump(ast.parse("x = f('a', b=[1, 2], **c)"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = get('a')", "x = o['a']"),
        ("x = (o.get)(('a'),)", "x = o[('a')]"),
        ("x = get(\n    'a',  # one,\n    # two\n)", "x = o[\n    'a'  # one,\n    # two\n]"),
    ],
)
def test_a_call_becomes_an_item(before: str, after: str) -> None:
    syntax = syntax_of(before + "\n")
    edits = as_item(syntax, *call_of(syntax, "get"), "o")
    assert edits is not None
    assert apply_edits(before + "\n", edits) == after + "\n"
