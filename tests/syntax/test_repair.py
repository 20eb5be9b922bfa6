"""What half-typed text is read as."""

from __future__ import annotations

import ast
import sys
from textwrap import dedent

import pytest

from acr_lint.syntax.newer import rewrite_newer
from acr_lint.syntax.tree import parse
from acr_lint.text.source import Source, Span

# Each half-typed text, and what is read of it.
HALF_TYPED = {
    "argument": (
        """\
        client = Client(
            endpoint,
            credential=,
            audience="x",
        )
        use(client)
        """,
        """\
        client = Client(endpoint, *__unread__, audience='x')
        use(client)
        """,
    ),
    "bracket in an argument": (
        """\
        client = Client(
            endpoint,
            credential=Default(
            audience="x",
        )
        use(client)
        """,
        """\
        client = __unread__
        use(client)
        """,
    ),
    "value in a dictionary": (
        """\
        d = {
            "a": f(1),
            "b": ,
            "c": g(2),
        }
        """,
        "d = {'a': f(1), **__unread__, 'c': g(2)}",
    ),
    "header of a function": (
        """\
        def f(client: Client, x
            client.get()
        """,
        """\
        def f(client: Client, x):
            client.get()
        """,
    ),
    "parameter of a function": (
        """\
        def f(client, x=, *, y
            client.get()
        """,
        """\
        def f(*_, **__):
            client.get()
        """,
    ),
    "header of a class": (
        """\
        class A(B:
            def f(self): pass
        """,
        """\
        class A(B):

            def f(self):
                pass
        """,
    ),
    "colons": (
        """\
        if a
            b()
        elif c
            d()
        else
            e()
        with f() as g
            h()
        """,
        """\
        if a:
            b()
        elif c:
            d()
        else:
            e()
        with f() as g:
            h()
        """,
    ),
    "a colon before a comment": (
        """\
        while a  # for ever:
            b()
        """,
        """\
        while a:
            b()
        """,
    ),
    "condition": (
        """\
        if a.
            b()
        else:
            c()
        """,
        """\
        if __unread__:
            b()
        else:
            c()
        """,
    ),
    "iterable": (
        """\
        for a, b in c(
            d(a)
            continue
        for x
            break
        """,
        """\
        for a, b in __unread__:
            d(a)
            continue
        while __unread__:
            break
        """,
    ),
    "context": (
        """\
        async def f():
            async with g() as
                await h()
        """,
        """\
        async def f():
            if 1:
                await h()
        """,
    ),
    "try without handler": (
        """\
        def f():
            try:
                a()
            b()
        """,
        """\
        def f():
            if 1:
                a()
            b()
        """,
    ),
    "try around a try": (
        """\
        try:
            try:
                a()
            except E:
                b()
        c()
        """,
        """\
        if 1:
            try:
                a()
            except E:
                b()
        c()
        """,
    ),
    "misspelt try": (
        """\
        tr:
            a()
        except E:
            b()
        """,
        """\
        try:
            a()
        except E:
            b()
        """,
    ),
    "handler": (
        """\
        try:
            a()
        except (A, B
            b()
        finally:
            c()
        """,
        """\
        try:
            a()
        except __unread__:
            b()
        finally:
            c()
        """,
    ),
    "handler without body": (
        """\
        try:
            a()
        except E:  # later
        b()
        """,
        """\
        try:
            a()
        except E:
            pass
        b()
        """,
    ),
    "header without body": (
        """\
        def f():
            if a:
        def g():
            b()
        """,
        """\
        def f():
            if a:
                pass
        def g():
            b()
        """,
    ),
    "cases": (
        """\
        match a
            case B(
                c()
            case D():
                e()
        """,
        """\
        match __unread__:
            case __unread__.__unread__:
                c()
            case D():
                e()
        """,
    ),
    "decorator": (
        """\
        class A:
            @
            def f(self):
                b()
        @c(
        def g():
            d()
        """,
        """\
        class A:

            @__unread__
            def f(self):
                b()
        @__unread__
        def g():
            d()
        """,
    ),
    "return and raise": (
        """\
        def f():
            if a: b()
            return a.
        def g():
            raise E(
        """,
        """\
        def f():
            if a:
                b()
            return __unread__
        def g():
            raise __unread__
        """,
    ),
    "binding": (
        """\
        a.b: int = c(
        d = f"{e.}"
        print "x"
        """,
        """\
        a.b = __unread__
        d = __unread__
        pass
        """,
    ),
    "imports": (
        """\
        import a
        from b import (c,
        import d
        from e import
        f()
        """,
        """\
        import a
        pass
        import d
        pass
        f()
        """,
    ),
    "quote": (
        """\
        def f():
            print("a)
            b()
        """,
        """\
        def f():
            pass
            b()
        """,
    ),
    "triple quote": (
        '''\
        def f():
            """doc
            return a()

        def g():
            """doc"""
            return b()
        ''',
        '''\
        def f():
            pass
            return a()
        def g():
            """doc"""
            return b()
        ''',
    ),
    "code in a string": (
        '''\
        TEXT = """
        def f():
            pass
        """
        a = (
        b()
        ''',
        """\
        TEXT = '\\ndef f():\\n    pass\\n'
        a = __unread__
        b()
        """,
    ),
    "deleted header": (
        """\
        import a

            def f(self):
                b()

            def g(self):
                c()
        """,
        """\
        import a
        if __unread__:

            def f(self):
                b()

            def g(self):
                c()
        """,
    ),
    "method too far to the left": (
        """\
        class A:
            def f(self):
                a()

        def g(self):
                b()

            def h(self):
                c()
        """,
        """\
        class A:
            def f(self):
                a()

        def g(self):
                b()

        if __unread__:
            def h(self):
                c()
        """,
    ),
    "one line too far to the right": (
        """\
        def f():
            a()
                b()
            c()
        """,
        """\
        def f():
            a()
            c()
        """,
    ),
    "else of nothing": (
        """\
        else:
            a()
        b()
        """,
        """\
        if __unread__:
            a()
        b()
        """,
    ),
}


def read(text: str) -> str:
    body = [statement for _, statement in parse(Source("", text)).statements()]
    return ast.unparse(ast.Module(body, []))


@pytest.mark.parametrize(("text", "expected"), HALF_TYPED.values(), ids=HALF_TYPED)
def test_half_typed(text: str, expected: str) -> None:
    assert read(dedent(text)) == ast.unparse(ast.parse(dedent(expected)))


@pytest.mark.parametrize("end", ["\r\n", "\r"])
@pytest.mark.parametrize(("text", "expected"), HALF_TYPED.values(), ids=HALF_TYPED)
def test_half_typed_with_other_line_ends(text: str, expected: str, end: str) -> None:
    expected = ast.unparse(ast.parse(dedent(expected)))
    assert read(dedent(text).replace("\n", end)) == expected


def test_what_was_not_read() -> None:
    text = "a = 1\nb = (\n    2,\nc = 3\n\nif d\n    e()\n"
    syntax = parse(Source("", text))
    found = [(syntax.source.slice(skip.span), skip.reason) for skip in syntax.skips()]
    assert found == [("b = (\n    2,", "'(' was never closed"), ("if d", "expected ':'")]


def test_what_is_broken_costs_no_other_statement() -> None:
    text = "def good():\n    one()\n\ndef bad(:\n    two(\n\ndef other():\n    three()\n"
    names = [getattr(s, "name", "") for _, s in parse(Source("a.py", text)).statements()]
    assert names == ["good", "bad", "other"]


def test_a_class_whose_every_method_is_broken() -> None:
    method = "    def f{0}(self):\n        print 'x'\n        return {0}\n\n"
    text = "class A:\n" + "".join(method.format(number) for number in range(30)) + "b()\n"
    assert read(text).count("return ") == 30
    assert read(text).endswith("b()")


def test_the_edited_line_is_suspected_first() -> None:
    """CPython complains about another line, far below; the text alone has no telling which."""
    text = "def f():\n    a = '''\n    b()\n\ndef g():\n    c('''d''')\n"
    start = text.index("'''")
    syntax = parse(Source("", text), edited=Span(start, start + 3))
    (skip,) = syntax.skips()
    assert syntax.source.slice(skip.span) == "a = '''"
    assert "c('d')" in "".join(ast.unparse(one) for _, one in syntax.statements())


def test_placeholders_bind_no_place_outside_the_text() -> None:
    text = "if a.\n b()"
    syntax = parse(Source("", text))
    for island, statement in syntax.statements():
        for node in ast.walk(statement):
            if hasattr(node, "lineno"):
                assert syntax.span(island, node).end <= len(text)


@pytest.mark.parametrize(
    ("running", "text", "expected", "reason"),
    [
        ((3, 11), "type X[T] = list[T]", "if 1:X    = list[T]", "needs Python 3.12"),
        ((3, 11), "def f[T: int](x): pass", "def f        (x): pass", "needs Python 3.12"),
        (
            (3, 11),
            "  async def f[*T] (x): pass",
            "  async def f     (x): pass",
            "needs Python 3.12",
        ),
        ((3, 11), "class A[T = X[int]]: pass", "class A            : pass", "needs Python 3.12"),
        ((3, 13), "except A, b.C :", "except(A, b.C):", "needs Python 3.14"),
        ((3, 13), "except* A, B:", "except*(A, B):", "needs Python 3.14"),
        ((3, 13), "x = t'a' Rt\"b\"", "x = f'a' Rf\"b\"", "needs Python 3.14"),
        ((3, 14), "lazy import a", "if 1:import a", "needs Python 3.15"),
        ((3, 14), "lazy  from a import b", "if 1: from a import b", "needs Python 3.15"),
        ((3, 10), "except* A:", "except  A:", "needs Python 3.11"),
    ],
)
def test_newer_syntax(running: tuple[int, int], text: str, expected: str, reason: str) -> None:
    found = rewrite_newer(f"'''\n{text}\n'''\n{text}\n", running)
    assert found is not None
    assert found.text == f"'''\n{text}\n'''\n{expected}\n"
    assert found.gaps == {3: reason}


def test_syntax_that_the_running_python_knows() -> None:
    assert rewrite_newer("type X = int\nlazy import a\nexcept A, B:\nt''\n", (3, 15)) is None
    assert rewrite_newer("type = int\ntype(x)\ndef f(x): x[0]\n", (3, 10)) is None


@pytest.mark.skipif(sys.version_info >= (3, 15), reason="the running Python knows it")
def test_a_file_of_newer_syntax() -> None:
    text = "lazy import a\n\nclass A:\n    def f(self): return a.b(1)\n"
    syntax = parse(Source("", text))
    assert [skip.reason for skip in syntax.skips()] == ["needs Python 3.15"]
    assert "import a" in read(text)
    assert "a.b(1)" in read(text)
