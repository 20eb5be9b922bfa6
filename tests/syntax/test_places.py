"""Where things are in an island's text: nodes, names, arguments, words, comments."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from acr_lint.syntax.tree import Comment, Island, parse
from acr_lint.text.source import Source, Span


def island(text: str) -> Island:
    (found,) = parse(Source("", text)).islands
    return found


def nodes(of: Island, kind: type[ast.AST]) -> Iterator[ast.AST]:
    for statement in of.statements:
        yield from (node for node in ast.walk(statement) if isinstance(node, kind))


def marked(text: str) -> tuple[str, Span]:
    """A text without its two marks, and the span between them."""
    before, between, after = text.split("¦")
    return before + between + after, Span(len(before), len(before + between))


@pytest.mark.parametrize(
    "text",
    [
        "client.¦delete_tag¦(name)",
        "client . ¦delete_tag¦  (name)",
        "(client\n  # .delete\n  .¦delete_tag¦  # delete_tag\n  (name))",
        "é['ü'].¦ñandú¦()",
        "x = 'é'; (y.¦z¦)",
        "client.\\\n    ¦delete_tag¦()",
        "client.¦ﬁne¦()",
    ],
)
def test_names_of_attributes(text: str) -> None:
    text, span = marked(text)
    found = island(text)
    (node,) = nodes(found, ast.Attribute)
    assert isinstance(node, ast.Attribute)
    assert found.name_span(node) == span


@pytest.mark.parametrize("text", ["f(a, ¦name=1¦)", "f(\n    ¦name = (\n 1)¦,\n)", "f('é', ¦**é¦)"])
def test_keyword_arguments(text: str) -> None:
    text, span = marked(text)
    found = island(text)
    (node,) = nodes(found, ast.keyword)
    assert found.span(node) == span


@pytest.mark.parametrize(
    ("kind", "word", "text"),
    [
        (ast.ExceptHandler, "except", "try: pass\n¦except¦: pass"),
        (ast.AsyncWith, "with", "async def f():\n    async \\\n  ¦with¦ a: pass"),
        (ast.AsyncFor, "for", "async def f():\n    async ¦for¦ a in b: pass"),
        (ast.Call, "x", "f('x', # x\n  xx, ¦x¦)"),
        (ast.Return, "missing", "def f(): ¦return 'missing'¦"),
    ],
)
def test_words(kind: type[ast.AST], word: str, text: str) -> None:
    text, span = marked(text)
    found = island(text)
    (node,) = nodes(found, kind)
    assert found.word_span(node, word) == span


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (ast.withitem, "with ¦a as b¦: pass"),
        (ast.comprehension, "[x for ¦x in y if z¦]"),
        (ast.match_case, "match a:\n    case ¦b if c:\n        d¦"),
        (ast.arguments, "def f(¦a, /, b: int = 1, *c¦): pass"),
        (ast.Call, "\ufeff¦é(é)¦ ; x"),
        (ast.Call, "'\ud800é'; ¦f('\ud800')¦"),
    ],
)
def test_nodes(kind: type[ast.AST], text: str) -> None:
    text, span = marked(text)
    found = island(text)
    (node,) = nodes(found, kind)
    assert found.span(node) == span


def test_a_node_without_any_place() -> None:
    found = island("def f(): pass")
    (node,) = nodes(found, ast.arguments)
    assert found.span(node) == Span(0, 0)


def test_places_in_the_source() -> None:
    syntax = parse(Source("", "a\nb = 'é'\n# c\nd.e(f)\n"))
    assert [syntax.start(one) for one in syntax.islands] == list(syntax.starts) == [0, 2, 10]
    last = syntax.islands[-1]
    (call,) = nodes(last, ast.Call)
    assert syntax.source.slice(syntax.span(last, call)) == "d.e(f)"
    assert syntax.comments() == (Comment(Span(10, 13), "# c", True),)


@pytest.mark.parametrize(
    ("text", "comments"),
    [
        ("a  # b", [("# b", False)]),
        ("  # a\n", [("# a", True)]),
        ("a = '#' # b '", [("# b '", False)]),
        ("a = '''\n# no\n''' # yes\n\t# too", [("# yes", False), ("# too", True)]),
        ("a = 'b\\'# no' \"# no\"", []),
        ("a = r'\\'# b", []),
        ("a = (  # b\r\n# c\r\n)", [("# b", False), ("# c", True)]),
        ("a = (# b\r# c\r)", [("# b", False), ("# c", True)]),
        ("x = f(  # a\ny()", [("# a", False)]),
        ("x = 'no # a\ny()  # b", [("# b", False)]),
        ("x = '''  # a\ny()\n# b", [("# b", True)]),
    ],
)
def test_comments(text: str, comments: list[tuple[str, bool]]) -> None:
    found = parse(Source("", text)).comments()
    assert [(one.text, one.own_line) for one in found] == comments
    assert [text[one.span.start : one.span.end] for one in found] == [one.text for one in found]
