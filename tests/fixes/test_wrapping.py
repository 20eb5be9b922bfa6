from __future__ import annotations

import ast

import pytest

from acr_lint.fixes.wrapping import with_handler, wrapped
from tests.fixes.editing import applied, call_of, nodes, syntax_of, text_of

IMPORTS = "import logging\nfrom azure.core.exceptions import HttpResponseError\n"


def _wrapped(body: str) -> str | None:
    text = IMPORTS + text_of(body)
    syntax = syntax_of(text)
    edits = wrapped(syntax, *call_of(syntax, "op"), "op")
    return None if edits is None else applied(text, edits).removeprefix(IMPORTS)


def _handler(indent: str = "", unit: str = "    ", name: str = "error") -> str:
    return (
        f"{indent}except HttpResponseError as {name}:\n"
        f'{indent}{unit}logging.error("op failed: %s %s", {name}.status_code, {name}.message)\n'
        f"{indent}{unit}raise\n"
    )


@pytest.mark.parametrize(
    "statement",
    [
        "op()",
        "x = op()  # why",
        "return op()",
        "del op().x",
        "yield op()",
        "for x in op():\n        print(x)\n    else:\n        print()",
        "async for x in op():\n        pass",
        "while op(): pass",
        "if op():\n        a()\n    elif b:\n        c()",
        "if b:\n        c()\n    elif op():\n        a()",
        "if op(): a()",
        "if b: op()",
        "with op() as x:\n        pass",
        "x = any(op(y) for y in z)",
        "match op():\n        case 1:\n            pass",
        "op(\n        a,\n        # b\n\n        c,\n    )",
        "assert op(), \\\n        x",
    ],
)
def test_the_statement_goes_into_a_try(statement: str) -> None:
    after = _wrapped(f"async def f():\n    {statement}\n    last()\n")
    assert after is not None
    moved = "\n".join(f"    {line}" if line.strip() else line for line in statement.split("\n"))
    assert after == f"async def f():\n    try:\n    {moved}\n{_handler('    ')}    last()\n"


def test_texts_keep_their_lines() -> None:
    after = _wrapped(
        """
        def f():
            op('''
          a
            ''', f'''
        {b}
        ''', "c\\
        d")
        """
    )
    assert after is not None
    before = "def f():\n    op('''\n  a\n    ''', f'''\n{b}\n''', \"c\\\nd\")\n"
    call = ast.parse(before).body[0].body[0]  # type: ignore[attr-defined]  # a function
    found = ast.parse(after).body[0].body[0].body[0]  # type: ignore[attr-defined]  # a function
    assert ast.dump(call) == ast.dump(found)


def test_blanks_go_behind_tabs() -> None:
    after = _wrapped("if y:\n    print()\nif x:\n\tif z:\n\t\top()\n\t\tmore(\n1)\n")
    assert after is not None and "\t\ttry:\n\t\t    op()\n\t\texcept " in after


def test_tabs_and_line_ends_stay() -> None:
    text = "def f():\r\n\tif x:\r\n\t\top()\r\n"
    syntax = syntax_of(text)
    edits = wrapped(syntax, *call_of(syntax, "op"), "op")
    assert edits is not None
    assert applied(text, edits) == (
        "import logging\r\nfrom azure.core.exceptions import HttpResponseError\r\n\r\n"
        "def f():\r\n\tif x:\r\n\t\ttry:\r\n\t\t\top()\r\n"
        "\t\texcept HttpResponseError as error:\r\n"
        '\t\t\tlogging.error("op failed: %s %s", error.status_code, error.message)\r\n'
        "\t\t\traise\r\n"
    )


def test_without_a_last_line_end() -> None:
    assert _wrapped("op()") == "try:\n    op()\n" + _handler().rstrip("\n")


def test_the_module_logs_with_its_own_logger() -> None:
    after = _wrapped("log = logging.getLogger(__name__)\nop()\n")
    assert after is not None
    assert "    log.error(" in after


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("error = 1\n    op()", "exc"),
        ("try: a()\n    except E as error: b(error)\n    op()", "error"),
        ("try: a()\n    except E as error:\n        op()", "exc"),
        ("global error\n    op()", "exc"),
        ("op()\n    error(exc)", "http_error"),
    ],
)
def test_the_error_gets_a_free_name(body: str, name: str) -> None:
    after = _wrapped(f"def f():\n    {body}\n")
    assert after is not None
    assert f"except HttpResponseError as {name}:" in after


@pytest.mark.parametrize(
    "text",
    [
        "x = lambda: op()\n",
        "class A:\n    x = op()\n",
        "@op()\ndef f(): ...\n",
        "def f(x=op()): ...\n",
        "x = (op(y) for y in z)\n",
        "def f(): op()\n",
        "x = 1; op()\n",
        "def f(logging): op()\n",
    ],
)
def test_no_fix_rather_than_a_wrong_one(text: str) -> None:
    assert _wrapped(text) is None


def _with_handler(body: str) -> str | None:
    text = IMPORTS + text_of(body)
    syntax = syntax_of(text)
    island, node = next((i, n) for i, n in nodes(syntax) if isinstance(n, ast.Try))
    edits = with_handler(syntax, island, node, "op")
    return None if edits is None else applied(text, edits).removeprefix(IMPORTS)


def test_a_try_gets_one_more_handler() -> None:
    before = """
        def f():
            try:
                op()
            except ValueError:
                pass  # fine
            else:
                done()
            finally:
                close()
    """
    assert _with_handler(before) == text_of(before).replace("fine\n", "fine\n" + _handler("    "))


def test_handlers_share_a_name_but_not_inside_each_other() -> None:
    after = _with_handler("try:\n    op()\nexcept E as error:\n    print(error)\n")
    assert after is not None and after.endswith(_handler())
    after = _with_handler(
        """
        def f():
            try:
                a()
            except E as error:
                print(error)
                raise
    """
    )
    assert after is not None and after.endswith(_handler("    "))


def test_no_handler_in_a_line_or_for_groups() -> None:
    assert _with_handler("try: op()\nfinally: pass\n") is None
    after = _with_handler("try: op()\nexcept E: pass\n")
    assert after == "try: op()\nexcept E: pass\n" + _handler()


def test_operations_of_one_statement_share_their_edits() -> None:
    syntax = syntax_of(IMPORTS + "x = [op(1), op(2), other()]\n")
    calls = [(island, node) for island, node in nodes(syntax) if isinstance(node, ast.Call)]
    one, two, _ = [wrapped(syntax, island, node, "op") for island, node in calls]
    assert one is two and one is not None
