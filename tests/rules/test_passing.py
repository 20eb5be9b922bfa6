"""ACR307 and ACR308: what passes a handler is told where nothing else catches it, callers too."""

from __future__ import annotations

import textwrap

import pytest

from acr_lint.rules.registry import rules
from tests.rules.harness import findings, read, shown

_RULES = tuple(each for each in rules() if each.code in ("ACR307", "ACR308"))
_PRELUDE = """\
import contextlib
from azure.containerregistry import ContainerRegistryClient, DigestValidationError
from azure.containerregistry.aio import ContainerRegistryClient as AsyncClient
from azure.core.exceptions import AzureError, HttpResponseError, ServiceRequestError

def drop(c: ContainerRegistryClient):
    try:
        c.delete_tag("a", "b")
    except HttpResponseError as error:
        print(error.message)
"""
_AT_TOP = """\
    except HttpResponseError as error:
    #      ^^^^^^^^^^^^^^^^^ ACR307
"""


def _told(text: str) -> tuple[object, object]:
    files, expected = read(text)
    return shown(files, findings(files, _RULES)), expected


@pytest.mark.parametrize(
    "caller",
    [
        "",
        "def main(c: ContainerRegistryClient): drop(c)",
        # one of two callers
        "def one(c: ContainerRegistryClient):\n"
        "    try: drop(c)\n    except AzureError: print('no')\n"
        "def other(c: ContainerRegistryClient): drop(c)",
        # others' errors, and those of answers
        "def main(c: ContainerRegistryClient):\n"
        "    try: drop(c)\n    except (ValueError, HttpResponseError): print('no')",
    ],
)
def test_what_no_caller_catches_is_told(caller: str) -> None:
    text = _PRELUDE.replace("    except HttpResponseError as error:\n", _AT_TOP) + caller
    found, expected = _told(text)
    assert found == expected


@pytest.mark.parametrize(
    "caller",
    [
        "def main(c: ContainerRegistryClient):\n"
        "    try: drop(c)\n    except AzureError: print('no')",
        "def main(c: ContainerRegistryClient):\n"
        "    try: drop(c)\n    except Exception as error: raise SystemExit(error)",
        "def main(c: ContainerRegistryClient):\n    with contextlib.suppress(AzureError): drop(c)",
        "def both(c):\n    drop(c)\n"
        "def main(c: ContainerRegistryClient):\n"
        "    try: both(c)\n    except ServiceRequestError: print('no')",
        "class Quiet:\n"
        "    def __enter__(self): return self\n"
        "    def __exit__(self, kind, error, trace): return isinstance(error, AzureError)\n"
        "def main(c: ContainerRegistryClient):\n    with Quiet(): drop(c)",
        'def main(c: ContainerRegistryClient):\n    """:raises AzureError: if it fails"""\n'
        "    drop(c)",
    ],
)
def test_what_every_caller_catches_is_not_told(caller: str) -> None:
    assert _told(_PRELUDE + caller)[0] == set()


def test_a_digest_is_asked_for_where_one_is_checked() -> None:
    text = _PRELUDE + textwrap.dedent(
        """
        def main(c: ContainerRegistryClient):
            try:
                drop(c)
                save(c)
            except AzureError:
                print("no")

        def save(c):
            try:
                print(c.get_manifest("a", "b").manifest)
            except HttpResponseError as error:
                #  ^^^^^^^^^^^^^^^^^ ACR308
                print(error.message)

        async def careful(c: AsyncClient):
            try:
                await load(c)
            except (AzureError, DigestValidationError):
                print("no")

        async def load(c):
            try:
                return [part async for part in await c.download_blob("a", "b")]
            except HttpResponseError as error:
                print(error.message)
        """
    )
    found, expected = _told(text)
    assert found == expected


def test_a_handler_that_answers_nothing_is_not_told() -> None:
    text = (
        "def f(c: ContainerRegistryClient):\n"
        "    try:\n        tags = c.list_tag_properties('a')\n"
        "    except HttpResponseError: print('never')\n"
        "    return list(tags)\n"
    )
    drop = _PRELUDE[_PRELUDE.index("def drop") :]
    assert _told(_PRELUDE.replace(drop, text))[0] == set()
