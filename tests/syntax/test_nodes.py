"""The nodes that are found are those of `ast.walk`, in order, without contexts and operators."""

from __future__ import annotations

import ast
import sysconfig
from pathlib import Path

import pytest

from acr_lint.syntax.nodes import children_of, nodes_of

_STDLIB = Path(sysconfig.get_path("stdlib"))
_FILES = ("ast.py", "asyncio/base_events.py", "dataclasses.py", "typing.py", "enum.py")
_SILENT = (ast.expr_context, ast.boolop, ast.operator, ast.unaryop, ast.cmpop)
_RARE = """\
match point:
    case {"x": 1 | 2, **rest} if rest: global kept
    case [Point(x=0), *others] as all_: del kept
    case None: pass
async def f(a, /, b: int = 1, *c, d, **e) -> None:
    async with a as b, c: yield (await d)
    print(f"{a!r:>{b}}", *c, **e, key=lambda: [x async for x in y if not z])
"""


@pytest.mark.parametrize("name", _FILES)
def test_nodes_of_real_code(name: str) -> None:
    _compare((_STDLIB / name).read_text(encoding="utf-8"))


def test_nodes_of_rare_code() -> None:
    _compare(_RARE)


def _compare(text: str) -> None:
    tree = ast.parse(text)
    assert nodes_of(tree) == [node for node in ast.walk(tree) if not isinstance(node, _SILENT)]
    for node in nodes_of(tree):
        children = [each for each in ast.iter_child_nodes(node) if not isinstance(each, _SILENT)]
        assert children_of(node) == children


def test_a_node_that_lacks_fields() -> None:
    assert children_of(ast.arguments(args=[ast.arg(arg="a")]))[0].arg == "a"  # type: ignore[attr-defined]
