from __future__ import annotations

import ast

import pytest

from acr_lint.fixes.moving import moved_in
from tests.fixes.editing import applied, call_of, nodes, syntax_of, text_of


def _moved(text: str) -> str | None:
    text = text_of(text)
    syntax = syntax_of(text)
    home, block = next((i, n) for i, n in nodes(syntax) if isinstance(n, (ast.Try, ast.With)))
    assert isinstance(block, (ast.Try, ast.With))
    island, call = call_of(syntax, "use")
    edits = moved_in(syntax, home, block, island, call)
    return None if edits is None else applied(text, edits)


@pytest.mark.parametrize("indent", ["", "    "])
def test_the_statement_behind_goes_to_the_end_of_the_body(indent: str) -> None:
    before = """
        try:
            x = make()
        except E:  # why
            raise

        # what is made
        for y in use(x):
            print(y)
        done()
    """
    after = """
        try:
            x = make()
            # what is made
            for y in use(x):
                print(y)
        except E:  # why
            raise
        done()
    """

    def inside(text: str) -> str:
        lines = text_of(text).splitlines(keepends=True)
        head = "def f():\n" if indent else ""
        return head + "".join(indent + line if line.strip() else line for line in lines)

    text = inside(before)
    syntax = syntax_of(text)
    home, block = next((i, n) for i, n in nodes(syntax) if isinstance(n, ast.Try))
    assert isinstance(block, ast.Try)
    edits = moved_in(syntax, home, block, *call_of(syntax, "use"))
    assert edits is not None
    assert applied(text, edits) == inside(after)


def test_out_of_the_else() -> None:
    assert _moved("""
        try:
            x = make()
        except E:
            print()
        else:
            use(x)
            more()
        finally:
            close()
    """) == text_of("""
        try:
            x = make()
            use(x)
            more()
        except E:
            print()
        finally:
            close()
    """)


def test_into_a_with() -> None:
    assert _moved("""
        with suppress(E):
            x = make()
        use(x)
    """) == text_of("""
        with suppress(E):
            x = make()
            use(x)
    """)


def test_into_a_block_with_an_indentation_of_its_own() -> None:
    before = "if x:\n    print()\nwith suppress(E):\n\tx = make()\nfor y in x:\n    use(y)\n"
    assert _moved(before) == (
        "if x:\n    print()\nwith suppress(E):\n\tx = make()\n\tfor y in x:\n\t    use(y)\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "try:\n    x = make()\nexcept E:\n    raise\nmore()\nuse(x)\n",
        "try:\n    x = make()\nexcept E:\n    x = None\ny = use(x)\nprint(y)\n",
        "try:\n    x = make()\nexcept E:\n    raise\nelse:\n    more()\nuse(x)\n",
        "try: x = make()\nexcept E: raise\nuse(x)\n",
        "try:\n    x = make()\nexcept E:\n    raise\na(); use(x)\n",
        "try:\n    x = make()\nexcept E:\n    raise\nelse: use(x)\n",
        "try:\n    x = make()\nexcept E:\n    raise\nelse:  # why\n    use(x)\n",
    ],
)
def test_no_fix_rather_than_a_wrong_one(text: str) -> None:
    assert _moved(text) is None


def test_the_last_loop_may_be_skipped() -> None:
    after = _moved("try:\n    x = make()\nexcept E:\n    print()\nfor y in use(x):\n    print(y)\n")
    assert after is not None
