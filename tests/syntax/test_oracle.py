"""Islands against CPython's own tree of the whole file, over real files."""

from __future__ import annotations

import ast
import io
import random
import re
import tokenize
from collections.abc import Iterable

import pytest

from acr_lint.syntax.parsing import TOO_COMPLEX
from acr_lint.syntax.tree import Island, Syntax, parse
from acr_lint.text.source import Source, Span
from tests.syntax.corpus import paths, texts, valid

BROKEN = "def broken(:\n"


def placed(statements: Iterable[ast.stmt]) -> list[ast.AST]:
    return [
        node
        for statement in statements
        for node in ast.walk(statement)
        if hasattr(node, "end_lineno")
    ]


def dumped(island: Island) -> list[tuple[str, list[Span]]]:
    return [
        (ast.dump(statement), [island.span(node) for node in placed([statement])])
        for statement in island.statements
    ]


def check_tree(text: str, tree: ast.Module, syntax: Syntax) -> None:
    """The islands cover the text and have its tree, each node where CPython has it."""
    assert "".join(island.text for island in syntax.islands) == text
    ours = [statement for _, statement in syntax.statements()]
    assert [ast.dump(one) for one in ours] == [ast.dump(one) for one in tree.body]
    data = text.encode()
    starts = [0, *(match.end() for match in re.finditer(rb"\r\n|\r|\n", data))]
    whole = iter(placed(tree.body))
    for island in syntax.islands:
        for node in placed(island.statements):
            theirs = next(whole)
            start = starts[theirs.lineno - 1] + theirs.col_offset
            end = starts[theirs.end_lineno - 1] + theirs.end_col_offset
            span = syntax.span(island, node)
            assert text[span.start : span.end].encode() == data[start:end]
            assert len(text[: span.start].encode()) == start


def check_islands(syntax: Syntax) -> None:
    """Each island has, read for itself, the same tree in the same places."""
    for island in syntax.islands:
        alone = parse(Source("", island.text))
        assert len(alone.islands) == 1
        assert dumped(alone.islands[0]) == dumped(island)


def check_scan(text: str, syntax: Syntax) -> None:
    """The islands of a file that is broken at its end are those of the valid file."""
    if text and not text.endswith(("\n", "\r")):
        return
    broken = parse(Source("", text + BROKEN))
    count = max(0, len(syntax.islands) - 1)
    for one, other in zip(syntax.islands[:count], broken.islands, strict=False):
        assert one.text == other.text
        assert dumped(one) == dumped(other)
    (skip,) = broken.skips()
    assert skip.span == Span(len(text), len(text) + len(BROKEN) - 1)


def check_comments(text: str, syntax: Syntax) -> None:
    """The comments are those of `tokenize`."""
    starts = syntax.source.line_starts
    expected = []
    for token in tokenize.generate_tokens(io.StringIO(text, newline="").readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            own_line = not token.line[:column].strip()
            expected.append((starts[row - 1] + column, token.string, own_line))
    found = [(comment.span.start, comment.text, comment.own_line) for comment in syntax.comments()]
    assert found == expected


def check(text: str) -> bool:
    tree = valid(text)
    if tree is None:
        return False
    syntax = parse(Source("", text))
    if any(skip.reason == TOO_COMPLEX for skip in syntax.skips()):
        return False
    check_tree(text, tree, syntax)
    check_islands(syntax)
    check_scan(text, syntax)
    check_comments(text, syntax)
    return True


def test_files_of_the_standard_library() -> None:
    files = [path for path in paths() if path.stat().st_size < 30_000]
    sample = random.Random(12).sample(files, 60)
    assert sum(check(text) for _, text in texts(sample)) > 50


@pytest.mark.long
def test_all_installed_files() -> None:
    refused = []
    for path, text in texts(paths(installed=True)):
        if not check(text) and valid(text):
            refused.append(path)
    assert len(refused) < 5, refused


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "# nothing\n",
        "x",
        "x; y; z\n",
        "x; \\\ny\nz\n",
        "\\\nx\ny\n",
        "x = 1  # not joined \\\ny\n",
        "a = '''\n'''; b = 1\nc\n",
        "a = '''\ndef f(): pass\n'''\nb\n",
        "a\n# of b\n# too\nb\n# of none\n",
        "a\n# of a\n\n# of b\nb\n",
        "a\n  # of a\nb\n",
        "@a\n# in the middle\n@b(\n  c\n)\n\ndef f(): pass\nd\n",
        "a\n@(\n  b\n)\nclass C: pass\n",
        "a\n@\\\nb\nclass C: pass\n",
        "if a:\n    b\n# of the else\nelse:\n    c\nd\n",
        "try:\n    a\nexcept b:\n    c\nfinally:\n    d\ne\n",
        "x = [\n1,\n]\ny = (\n)\nz\n",
        "\fa\n\f\ndef f():\n    b\n\fdef g():\n    c\n",
        "a\r\nb\r\n# c\r\nd = '''\r\n'''\r\n",
        "a\rb = '''\r'''\r@c\r# d\rdef e():\r\tf\r",
        "a\rb\nc\r\nd\n",
        "é = 'ü'; ñ = é + 'x'\nif é:\n\tñ(é, '€😀', é)\n",
        "from __future__ import annotations\nimport os\n",
        "'''doc'''\nx: int\n",
        "async def f():\n    async with a: await b\nx = lambda: (yield)\n",
        "f'{a}' f'{b!r:>{c}}'\ng(f'''\n{d}\n''')\n",
        "match a:\n    case b:\n        c\nmatch = 1\n",
    ],
)
def test_texts(text: str) -> None:
    assert check(text)
