"""ACR405 for credentials: which nothing closes, and the `async with` that their fix puts them
into."""

from __future__ import annotations

import textwrap

import pytest

from acr_lint.rules.registry import rules
from tests.rules.harness import findings, fixed, read, shown

_RULES = tuple(each for each in rules() if each.code == "ACR405")
_ALL = tuple(each for each in rules() if each.default)
_PRELUDE = """\
from contextlib import AsyncExitStack
from azure.containerregistry.aio import ContainerRegistryClient
from azure.identity.aio import AzureCliCredential, ChainedTokenCredential, ClientSecretCredential
from azure.identity.aio import DefaultAzureCredential
"""


def _found(text: str) -> tuple[object, object]:
    files, expected = read(_PRELUDE + textwrap.dedent(text))
    return shown(files, findings(files, _RULES)), expected


@pytest.mark.parametrize(
    "text",
    [
        """
        async def f(endpoint):
            credential = DefaultAzureCredential()
            #            ^^^^^^^^^^^^^^^^^^^^^^ ACR405
            async with ContainerRegistryClient(endpoint, credential=credential) as client:
                await client.get_tag_properties("a", "b")
        """,
        """
        async def f(endpoint):
            client = ContainerRegistryClient(endpoint, ClientSecretCredential("t", "c", "s"))
            #                                          ^^^^^^^^^^^^^^^^^^^^^^ ACR405
            async with client:
                await client.get_tag_properties("a", "b")
        """,
        """
        async def f(one, other):
            credential = ChainedTokenCredential(DefaultAzureCredential(), AzureCliCredential())
            #            ^^^^^^^^^^^^^^^^^^^^^^ ACR405
            async with ContainerRegistryClient(one, credential) as a:
                async with ContainerRegistryClient(other, credential) as b:
                    await a.get_tag_properties("a", "b")
                    await b.get_tag_properties("a", "b")
        """,
        """
        class Registry:
            def __init__(self, endpoint):
                self.client = ContainerRegistryClient(endpoint, DefaultAzureCredential())
                #                                               ^^^^^^^^^^^^^^^^^^^^^^ ACR405
            async def digest(self):
                async with self.client as client:
                    return (await client.get_tag_properties("a", "b")).digest
        """,
        # an object that is closed, and forgets it
        """
        class Registry:
            def __init__(self, endpoint):
                self.credential = DefaultAzureCredential()
                #                 ^^^^^^^^^^^^^^^^^^^^^^ ACR405
                self.client = ContainerRegistryClient(endpoint, self.credential)
            async def close(self):
                await self.client.close()
        """,
        """
        class Registry:
            def __init__(self, end):
                self._client = ContainerRegistryClient(end, credential=DefaultAzureCredential())
                #                                                      ^^^^^^^^^^^^^^^^^^^^^^ ACR405
            async def __aenter__(self):
                await self._client.__aenter__()
                return self
            async def __aexit__(self, *error):
                await self._client.__aexit__(*error)
        """,
        """
        class Registry:
            def __init__(self):
                self._credential = DefaultAzureCredential()
                #                  ^^^^^^^^^^^^^^^^^^^^^^ ACR405
            async def digest(self, endpoint):
                async with ContainerRegistryClient(endpoint, self._credential) as client:
                    return (await client.get_tag_properties("a", "b")).digest
            async def aclose(self):
                print("closed")
        """,
    ],
)
def test_what_nothing_closes_is_told(text: str) -> None:
    found, expected = _found(text)
    assert found == expected
    assert expected


@pytest.mark.parametrize(
    "text",
    [
        "async def f(e):\n"
        "    async with DefaultAzureCredential() as credential:\n"
        "        async with ContainerRegistryClient(e, credential) as client: pass\n",
        "async def f(e):\n"
        "    credential = DefaultAzureCredential()\n"
        "    async with credential, ContainerRegistryClient(e, credential) as client: pass\n",
        "async def f(e):\n"
        "    credential = DefaultAzureCredential()\n"
        "    async with ContainerRegistryClient(e, credential) as client: pass\n"
        "    await credential.close()\n",
        "async def f(e):\n"
        "    credential = DefaultAzureCredential()\n"
        "    async with AsyncExitStack() as stack:\n"
        "        await stack.enter_async_context(credential)\n"
        "        await stack.enter_async_context(ContainerRegistryClient(e, credential))\n",
        # others get hold of it
        "async def f(e, close):\n"
        "    credential = DefaultAzureCredential()\n"
        "    async with ContainerRegistryClient(e, credential) as client: pass\n"
        "    await close(credential)\n",
        "class Registry:\n"
        "    def __init__(self, e):\n"
        "        self.credential = DefaultAzureCredential()\n"
        "    async def f(self, e):\n"
        "        async with ContainerRegistryClient(e, self.credential) as client: pass\n",
        *(
            f"class Registry{bases}:\n"
            "    def __init__(self, e):\n"
            "        self._credential = DefaultAzureCredential()\n"
            "        self._client = ContainerRegistryClient(e, self._credential)\n"
            f"    async def close(self):\n        {close}\n{more}\n"
            for bases, close, more in (
                ("", "await self._credential.close()", ""),
                ("", "for each in vars(self).values(): await each.close()", ""),
                ("", "await self.__dict__['_cred' + 'ential'].close()", ""),
                ("", "await close(self, '_credential')", ""),
                ("", "pass", "    def given(self): return self._credential\n"),
                ("", "pass", "async def f(registry): await registry._credential.close()\n"),
                ("(Closing)", "pass", ""),
            )
        ),
        "class Registry:\n"
        "    def __init__(self, e):\n"
        "        self._credential = DefaultAzureCredential()\n"
        "        self._client = ContainerRegistryClient(e, self._credential)\n"
        "    def close(self): pass\n",
        "class Registry:\n"
        "    def __init__(self, e, other):\n"
        "        other._credential = DefaultAzureCredential()\n"
        "        self._client = ContainerRegistryClient(e, other._credential)\n"
        "    async def close(self): pass\n",
        "async def f(e):\n"
        "    async with ContainerRegistryClient(e, credential := DefaultAzureCredential()): pass\n"
        "    await credential.close()\n",
        # without a session of its own
        "async def f(e):\n"
        "    async with ContainerRegistryClient(e, AzureCliCredential()) as client: pass\n",
        "async def f(e, t):\n"
        "    async with ContainerRegistryClient(e, DefaultAzureCredential(transport=t)): pass\n",
        "async def f(e, **options):\n"
        "    async with ContainerRegistryClient(e, DefaultAzureCredential(**options)): pass\n",
        # of a client that lives on, and one that is unknown
        "def f(e): return ContainerRegistryClient(e, DefaultAzureCredential())\n",
        "CLIENT = ContainerRegistryClient('e', DefaultAzureCredential())\n",
        "async def f(e, credential):\n"
        "    async with ContainerRegistryClient(e, credential) as client: pass\n",
    ],
)
def test_what_may_be_closed_is_not_told(text: str) -> None:
    assert _found(text)[0] == set()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "async def f(e):\n"
            "    async with ContainerRegistryClient(e, DefaultAzureCredential()) as c:  # one\n"
            "        pass\n",
            "async def f(e):\n"
            "    async with DefaultAzureCredential() as credential:\n"
            "        async with ContainerRegistryClient(e, credential) as c:  # one\n"
            "            pass\n",
        ),
        (
            "async def f(e):\n"
            "\tcredential = DefaultAzureCredential()\n"
            "\tprint(e)\n"
            "\tasync with log(), ContainerRegistryClient(e, credential) as c: pass\n",
            "async def f(e):\n"
            "\tcredential = DefaultAzureCredential()\n"
            "\tprint(e)\n"
            "\tasync with log(), credential, ContainerRegistryClient(e, credential) as c: pass\n",
        ),
        (
            "async def f(registry_endpoint, credential):\n"
            "  async with ContainerRegistryClient(\n"
            "    registry_endpoint, DefaultAzureCredential(exclude_cli_credential=True), # mine\n"
            "  ) as c:\n"
            "    text = '''\n"
            "  as it is'''\n"
            "\n"
            "    # the end\n"
            "    print(text)\n",
            "async def f(registry_endpoint, credential):\n"
            "  async with DefaultAzureCredential(exclude_cli_credential=True) as aio_credential:\n"
            "    async with ContainerRegistryClient(\n"
            "      registry_endpoint, aio_credential, # mine\n"
            "    ) as c:\n"
            "      text = '''\n"
            "  as it is'''\n"
            "\n"
            "      # the end\n"
            "      print(text)\n",
        ),
    ],
)
def test_the_fix_closes_it(before: str, after: str) -> None:
    files = {"example.py": _PRELUDE + before}
    assert fixed(files, _RULES[0], _RULES) == {"example.py": _PRELUDE + after}
    new = {each.code for each in findings({"example.py": _PRELUDE + after}, _ALL)}
    assert new <= {each.code for each in findings(files, _ALL)} - {"ACR405"}


@pytest.mark.parametrize(
    "text",
    [
        "async def f(endpoints):\n"
        "    credential = DefaultAzureCredential()\n"
        "    for e in endpoints:\n"
        "        async with ContainerRegistryClient(e, credential) as client: pass\n",
        "async def f(one, other):\n"
        "    credential = DefaultAzureCredential()\n"
        "    async with ContainerRegistryClient(one, credential): pass\n"
        "    async with ContainerRegistryClient(other, credential): pass\n",
    ],
)
def test_no_fix_closes_it_too_early(text: str) -> None:
    (finding,) = findings({"example.py": _PRELUDE + text}, _RULES)
    assert not finding.fixes
