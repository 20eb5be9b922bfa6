"""Which of the four rules an uncaught error is for, where it is told, and what counts as meant."""

from __future__ import annotations

import textwrap

import pytest

from acr_lint.rules.registry import Rule, rules
from acr_lint.text.source import Source, apply_edits
from tests.rules.harness import findings

_PRELUDE = """\
import asyncio, contextlib, requests
from azure.containerregistry import ContainerRegistryClient
from azure.containerregistry.aio import ContainerRegistryClient as AsyncClient
from azure.core.exceptions import (
    AzureError, ClientAuthenticationError, HttpResponseError, ResourceModifiedError,
    ResourceNotFoundError, ServiceRequestError,
)
"""
_FAMILY = tuple(r for r in rules() if r.code in ("ACR301", "ACR302", "ACR303", "ACR305"))


def _told(text: str, family: tuple[Rule, ...] = _FAMILY) -> list[str]:
    """The code and the range of each finding, in the order of the text."""
    files = {"example.py": _PRELUDE + textwrap.dedent(text)}
    source = Source("example.py", files["example.py"])
    found = sorted(findings(files, family), key=lambda finding: finding.span)
    return [f"{finding.code} {source.slice(finding.span)}" for finding in found]


def _messages(text: str) -> list[str]:
    files = {"example.py": _PRELUDE + textwrap.dedent(text)}
    return [finding.message for finding in findings(files, _FAMILY)]


def _related(text: str) -> list[tuple[str, str]]:
    """What the only finding points to: the text there and what is said of it."""
    files = {"example.py": _PRELUDE + textwrap.dedent(text)}
    source = Source("example.py", files["example.py"])
    (finding,) = findings(files, _FAMILY)
    return [(source.slice(place.span), place.message) for place in finding.related]


def _try(handler: str, operation: str = "c.get_tag_properties('a', 'b')") -> str:
    return (
        "def f(c: ContainerRegistryClient):\n"
        f"    try:\n        {operation}\n    except {handler}:\n        return\n"
    )


@pytest.mark.parametrize(
    ("handler", "code"),
    [
        ("HttpResponseError", ""),
        ("AzureError", ""),
        ("(ValueError, HttpResponseError)", ""),
        ("ClientAuthenticationError", "ACR303"),
        ("(ResourceNotFoundError, ValueError)", "ACR303"),
        ("requests.HTTPError", "ACR305"),
        ("(ConnectionError, TimeoutError)", "ACR305"),
        ("ResourceModifiedError", "ACR305"),
        ("ServiceRequestError", "ACR301"),
        ("ValueError", "ACR301"),
        ("KeyError", "ACR301"),
    ],
)
def test_handlers_decide_which_rule_it_is_for(handler: str, code: str) -> None:
    assert _told(_try(handler)) == ([f"{code} get_tag_properties"] if code else [])


def test_a_class_that_this_operation_never_raises_is_foreign_to_it() -> None:
    assert _told(_try("ResourceNotFoundError", "c.delete_tag('a', 'b')")) == ["ACR305 delete_tag"]


def test_what_is_missing_is_named() -> None:
    (message,) = _messages(_try("(ClientAuthenticationError, ResourceNotFoundError)"))
    assert message == (
        "`c.get_tag_properties` can raise more than `ClientAuthenticationError` and "
        "`ResourceNotFoundError`: nothing catches 409 (ResourceExistsError) and 403, 429, 5xx and "
        "others (HttpResponseError); catch HttpResponseError as well"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("c.delete_tag('a', 'b')", "ACR301 delete_tag"),
        ("[t.name for t in c.list_tag_properties('a')]", "ACR301 list_tag_properties"),
        ("p = c.list_tag_properties('a')\n    for t in p: print(t)", "ACR301 p"),
        ("p = c.list_tag_properties('a')\n    return sorted(p, key=str)", "ACR301 p"),
        ("delete = c.delete_tag\n    delete('a', 'b')", "ACR301 delete"),
        ("for p in c.list_repository_names().by_page(): print(p)", "ACR301 list_repository_names"),
    ],
)
def test_it_is_told_where_it_is_sent(text: str, told: str) -> None:
    assert _told(f"def f(c: ContainerRegistryClient):\n    {text}\n") == [told]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("await c.delete_tag('a', 'b')", "ACR301 delete_tag"),
        ("x = c.delete_tag('a', 'b')\n    await x", "ACR301 x"),
        (
            "await asyncio.gather(c.delete_tag('a', 'b'))",
            "ACR301 delete_tag",
        ),
        ("async for n in c.list_repository_names(): print(n)", "ACR301 list_repository_names"),
    ],
)
def test_coroutines_are_told_where_they_are_awaited(text: str, told: str) -> None:
    assert _told(f"async def f(c: AsyncClient):\n    {text}\n") == [told]


def test_made_in_a_try_and_sent_behind_it() -> None:
    text = """
        def f(c: ContainerRegistryClient):
            try:
                p = c.list_tag_properties("a")
            except HttpResponseError:
                return
            for t in p:
                print(t)
    """
    assert _told(text) == ["ACR302 p"]
    assert _related(text) == [
        ("list_tag_properties", "list_tag_properties is called here and sends nothing yet"),
        ("try", "this `try` ends before it is sent"),
        ("f", "nothing here calls `f`"),
    ]


def test_made_in_a_suppress_and_moved_into_it() -> None:
    text = """
        def f(c: ContainerRegistryClient):
            with contextlib.suppress(HttpResponseError):
                p = c.list_tag_properties("a")
            for t in p:
                print(t)
    """
    files = {"example.py": _PRELUDE + textwrap.dedent(text)}
    (finding,) = findings(files, _FAMILY)
    assert [fix.title for fix in finding.fixes] == [
        "Move this into the `with`",
        "Make a list of it where it is called",
    ]
    after = apply_edits(files["example.py"], finding.fixes[0].edits)
    assert findings({"example.py": after}, _FAMILY) == []


def test_what_is_only_wrapped_in_a_try_is_not_listed_outside_of_it() -> None:
    text = (
        "def f(c: ContainerRegistryClient):\n"
        "    tags = c.list_tag_properties('a')\n"
        "    try:\n        names = map(str, tags)\n    except AzureError:\n        return\n"
        "    print([name for name in names])\n"
    )
    files = {"example.py": _PRELUDE + text}
    (finding,) = findings(files, _FAMILY)
    assert [fix.title for fix in finding.fixes] == ["Move this into the `try`"]


def test_made_in_a_try_that_would_not_catch_it() -> None:
    text = """
        def f(c: ContainerRegistryClient):
            try:
                p = c.list_tag_properties("a")
            except ValueError:
                return
            for t in p:
                print(t)
    """
    assert _told(text) == ["ACR301 p"]


def test_the_way_to_the_root_is_shown() -> None:
    text = """
        def low(c: ContainerRegistryClient):
            c.delete_tag("a", "b")
        def high(c: ContainerRegistryClient):
            try:
                low(c)
            except KeyError:
                pass
    """
    assert _related(text) == [
        ("try", "this catches KeyError only"),
        ("low", "called here"),
        ("high", "nothing here calls `high`"),
    ]


@pytest.mark.parametrize("deep", [4, 5, 6, 9])
def test_of_a_long_way_the_nearest_calls_are_shown(deep: int) -> None:
    lines = ["def f0(c: ContainerRegistryClient):", '    c.delete_tag("a", "b")']
    for number in range(deep):
        lines += [f"def f{number + 1}(c: ContainerRegistryClient):", f"    f{number}(c)"]
    calls = [(f"f{number}", "called here") for number in range(min(deep, 5))]
    if deep > 5:
        calls[-1] = ("f4", "called here; the calls that lead to this one are left out")
    assert _related("\n".join(lines)) == [*calls, (f"f{deep}", f"nothing here calls `f{deep}`")]


def test_one_site_is_told_once_however_many_roots_it_reaches() -> None:
    text = """
        def low(c: ContainerRegistryClient):
            c.delete_tag("a", "b")
        def one(c: ContainerRegistryClient):
            low(c)
        def two(c: ContainerRegistryClient):
            low(c)
    """
    assert _told(text) == ["ACR301 delete_tag"]
    (message,) = _messages(text)
    assert "leaves `one` and `two` uncaught" in message


@pytest.mark.parametrize(
    "docstring",
    [
        ":raises HttpResponseError: always",
        ":raises ~azure.core.exceptions.AzureError: always",
        "Do.\n\n    Raises:\n        HttpResponseError: Always.\n",
        "Do.\n\n    Raises\n    ------\n    HttpResponseError\n        Always.\n",
        ":raises Exception: always",
    ],
)
def test_what_a_root_documents_is_meant(docstring: str) -> None:
    text = (
        f'def f(c: ContainerRegistryClient):\n    """{docstring}"""\n    c.delete_tag("a", "b")\n'
    )
    assert _told(text) == []


@pytest.mark.parametrize(
    "docstring", ["Do it.", ":raises ResourceNotFoundError: if not there", ":raises ValueError: no"]
)
def test_what_a_docstring_does_not_cover_is_told(docstring: str) -> None:
    text = (
        f'def f(c: ContainerRegistryClient):\n    """{docstring}"""\n    c.delete_tag("a", "b")\n'
    )
    assert _told(text) == ["ACR301 delete_tag"]


def test_only_the_root_decides() -> None:
    text = '''
        def low(c: ContainerRegistryClient):
            """:raises HttpResponseError: always"""
            c.delete_tag("a", "b")
        def high(c: ContainerRegistryClient):
            low(c)
    '''
    assert _told(text) == ["ACR301 delete_tag"]


def test_a_class_may_document_its_constructor() -> None:
    text = '''
        class A:
            """:raises HttpResponseError: always"""
            def __init__(self, c: ContainerRegistryClient):
                c.delete_tag("a", "b")
    '''
    assert _told(text) == []


def test_groups_need_except_star() -> None:
    text = """
        async def f(c: AsyncClient):
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(c.delete_tag("a", "b"))
            except HttpResponseError:
                pass
    """
    (message,) = _messages(text)
    assert "ExceptionGroup" in message and "`except*`" in message


@pytest.mark.parametrize(
    "call",
    ["threading.Thread(target=c.delete_tag, args=('a', 'b'))", "threading.Timer(9, c.delete_tag)"],
)
def test_what_a_thread_is_given_is_not_caught_where_it_is_given(call: str) -> None:
    text = f"""
        import threading
        def f(c: ContainerRegistryClient):
            {call}.start()
    """
    files = {"example.py": _PRELUDE + textwrap.dedent(text)}
    (finding,) = findings(files, _FAMILY)
    assert finding.message.startswith(f"`delete_tag`, which `{call.partition('(')[0]}` is given,")
    assert not list(finding.fixes)
