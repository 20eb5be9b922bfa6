from __future__ import annotations

import ast

import pytest

from acr_lint.fixes.docstrings import documented, raised_in
from tests.fixes.editing import applied, nodes, syntax_of, text_of


@pytest.mark.parametrize(
    ("docstring", "classes"),
    [
        ("Do it.\n\n:raises HttpResponseError: if refused", ["HttpResponseError"]),
        (":raise ~azure.core.exceptions.AzureError: always", ["azure.core.exceptions.AzureError"]),
        (":raises A, B: if so\n:except C: too", ["A", "B", "C"]),
        (":raises :class:`HttpResponseError`: if refused", ["HttpResponseError"]),
        (":raises: nothing", []),
        ("Raises:\n    HttpResponseError: If refused.\n    A: B", ["HttpResponseError", "A"]),
        ("Do.\n\nRaises:\n    A: If it is\n        B: not a class\n\nReturns:\n    C: c", ["A"]),
        ("Raises\n------\nA\n    If so.\nB\n    If not.\n\nReturns\n-------\nC\n    c", ["A", "B"]),
        ("Raises:\n    `A`: If so", ["A"]),
        ("It raises HttpResponseError: seldom", []),
        ("Returns:\n    A: a", []),
    ],
)
def test_what_docstrings_say_is_raised(docstring: str, classes: list[str]) -> None:
    assert list(raised_in(docstring)) == classes


def _documented(text: str) -> str | None:
    text = text_of(text)
    syntax = syntax_of(text)
    for island, node in nodes(syntax):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            edits = documented(syntax, island, node, "HttpResponseError")
            if edits is None:
                return None
            after = applied(text, edits)
            function = next(n for n in ast.walk(ast.parse(after)) if isinstance(n, type(node)))
            assert "HttpResponseError" in raised_in(ast.get_docstring(function) or "")
            return after
    raise AssertionError("no function")


def test_a_function_without_a_docstring_gets_one() -> None:
    assert _documented("def f():\n    x()\n") == (
        'def f():\n    """:raises HttpResponseError: if the registry refuses the request"""\n'
        "    x()\n"
    )


def test_a_line_gets_a_field() -> None:
    assert _documented('async def f():\n\t"""Do it."""\n\tx()\n') == (
        'async def f():\n\t"""Do it.\n\n'
        "\t:raises HttpResponseError: if the registry refuses the request\n"
        '\t"""\n\tx()\n'
    )


def test_fields_get_one_more() -> None:
    before = '''
        def f(a):
            """Do it.

            :param a: what
                to do
            """
    '''
    assert _documented(before) == text_of(before).replace(
        "to do\n",
        "to do\n    :raises HttpResponseError: if the registry refuses the request\n",
    )


def test_a_docstring_of_google_style() -> None:
    before = '''
        def f(a):
            """Do it.

            Args:
                a: What to do.
            """
    '''
    assert _documented(before) == text_of(before).replace(
        "do.\n",
        "do.\n\n    Raises:\n        HttpResponseError: If the registry refuses the request.\n",
    )


def test_a_raises_section_gets_one_more() -> None:
    before = '''
        def f(a):
            """Do it.

            Raises:
                ValueError: If a is 0.

            Returns:
                Nothing.
            """
    '''
    assert _documented(before) == text_of(before).replace(
        "Raises:\n",
        "Raises:\n        HttpResponseError: If the registry refuses the request.\n",
    )


def test_a_docstring_of_numpy_style() -> None:
    before = '''
        def f(a):
            """Do it.

            Parameters
            ----------
            a : int
                What to do.
            """
    '''
    assert _documented(before) == text_of(before).replace(
        "do.\n",
        "do.\n\n    Raises\n    ------\n    HttpResponseError\n"
        "        If the registry refuses the request.\n",
    )


def test_line_ends_stay() -> None:
    after = _documented('def f():\r\n    """Do it."""\r\n    x()\r\n')
    assert after is not None
    assert "\n" not in after.replace("\r\n", "")


def test_no_fix_rather_than_a_wrong_one() -> None:
    assert _documented("def f(): x()\n") is None
    assert _documented("def f():\n    'Do it.'\n    x()\n") is None
