"""Programs about which rules say nothing: what is unknown, forwarded or someone else's is no
finding."""

from __future__ import annotations

import textwrap

import pytest

from acr_lint.rules.registry import rules
from tests.rules.harness import findings

_PRELUDE = """\
import asyncio, functools, logging, os
from azure.containerregistry import ContainerRegistryClient
from azure.containerregistry.aio import ContainerRegistryClient as AsyncClient
from azure.core.exceptions import AzureError, HttpResponseError, ResourceNotFoundError
from azure.identity import DefaultAzureCredential
from azure.identity.aio import DefaultAzureCredential as AsyncCredential
from opaque import anything
TRACE = logging.getLogger("azure").isEnabledFor(logging.DEBUG)
"""


def _codes(text: str, ignored: tuple[str, ...]) -> set[str]:
    files = {"example.py": _PRELUDE + textwrap.dedent(text)}
    return {finding.code for finding in findings(files, rules())} - set(ignored)


_SENT = ("ACR301",)
_NETWORK = ("ACR307",)


@pytest.mark.parametrize(
    ("text", "ignored"),
    [
        # forwarded arguments
        ("def make(*args, **kwargs): return ContainerRegistryClient(*args, **kwargs)", ()),
        ("def make(e, **options): return ContainerRegistryClient(e, anything, **options)", ()),
        (
            "def change(c: ContainerRegistryClient, *args, **kwargs):\n"
            "    return c.update_tag_properties(*args, **kwargs)",
            _SENT,
        ),
        (
            "def change(c: ContainerRegistryClient, **kwargs):\n"
            "    return c.get_tag_properties('a', **kwargs)",
            _SENT,
        ),
        (
            "c = ContainerRegistryClient('e', anything)\n"
            "jobs = [(c.delete_tag, ('a', 'b')), (c.delete_repository, ('a',))]\n"
            "while jobs:\n"
            "    job, given = jobs.pop()\n"
            "    job(*given)",
            (*_SENT, "ACR201"),
        ),
        # known options
        (
            "ContainerRegistryClient('e', anything, logging_enable=TRACE, retry_total=3, "
            "transport=anything, api_version='2021-07-01', http_logging_policy=anything)",
            (),
        ),
        (
            "def f(c: ContainerRegistryClient):\n"
            "    list(c.list_tag_properties('a', order_by=anything, results_per_page=3, last='b'))",
            _SENT,
        ),
        # credentials that may be right
        (
            "ContainerRegistryClient('e', anything(), logging_enable=TRACE).delete_tag('a', 'b')",
            _SENT,
        ),
        (
            "def f(e, credential): ContainerRegistryClient(e, credential, logging_enable=TRACE)"
            ".delete_tag('a', 'b')",
            _SENT,
        ),
        (
            "class Mine:\n    def get_token(self, *scopes, **kwargs): ...\n"
            "ContainerRegistryClient('e', Mine(), logging_enable=TRACE)",
            (),
        ),
        (
            "aio = anything()\n"
            "cls = AsyncClient if aio else ContainerRegistryClient\n"
            "credential = AsyncCredential() if aio else DefaultAzureCredential()\n"
            "cls('e', credential, logging_enable=TRACE)",
            (),
        ),
        ("def f(c: ContainerRegistryClient): c.delete_tag('a', 'b')", _SENT),
        # endpoints that may be right
        ("ContainerRegistryClient('example.azurecr.io', anything, logging_enable=TRACE)", ()),
        ("ContainerRegistryClient(f'{anything}/x', anything, logging_enable=TRACE)", ()),
        (
            "e = os.environ.get('E')\nif not e: raise SystemExit('E is not set')\n"
            "ContainerRegistryClient(e, anything, logging_enable=TRACE)",
            (),
        ),
        ("ContainerRegistryClient(os.environ.get('E', 'x'), anything, logging_enable=TRACE)", ()),
        # clouds that fit, or are not known
        (
            "ContainerRegistryClient('https://a.azurecr.cn', anything, "
            "audience='https://management.chinacloudapi.cn', logging_enable=TRACE)",
            (),
        ),
        (
            "ContainerRegistryClient('https://a.azurecr.cn', anything, "
            "audience='https://containerregistry.azure.net', logging_enable=TRACE)",
            (),
        ),
        (
            "ContainerRegistryClient('https://registry.example', anything, "
            "audience='https://management.azure.com', logging_enable=TRACE)",
            (),
        ),
        # flags that are no texts
        ("ContainerRegistryClient('e', anything, logging_enable=os.getenv('X') == '1')", ()),
        ("ContainerRegistryClient('e', anything, logging_enable=bool(os.getenv('X')))", ()),
        ("ContainerRegistryClient('e', anything, logging_enable=anything.trace)", ()),
        (
            "def f(c: ContainerRegistryClient, on):\n"
            "    c.update_tag_properties('a', 'b', can_write=on, can_read=True)",
            _SENT,
        ),
        # coroutines that are awaited elsewhere
        (
            "async def f(c: AsyncClient):\n"
            "    await asyncio.gather(c.delete_tag('a', 'b'), c.delete_tag('a', 'c'))",
            _SENT,
        ),
        (
            "async def f(c: AsyncClient):\n"
            "    task = asyncio.create_task(c.delete_tag('a', 'b'))\n    await task",
            _SENT,
        ),
        ("def f(c: AsyncClient): return c.delete_tag('a', 'b')", ()),
        ("def f(c: AsyncClient): return asyncio.run(c.delete_tag('a', 'b'))", _SENT),
        (
            "async def f(c: AsyncClient):\n"
            "    todo = []\n    todo.append(c.delete_tag('a', 'b'))\n"
            "    await asyncio.gather(*todo)",
            _SENT,
        ),
        ("def f(c: AsyncClient): anything(c.delete_tag('a', 'b'))", _SENT),
        # pagers that are used as they can be
        (
            "def f(c: ContainerRegistryClient):\n"
            "    for name in c.list_repository_names(): print(name)\n"
            "    print(sorted(c.list_repository_names())[0], next(c.list_repository_names()))\n"
            "    return anything(c.list_repository_names())",
            _SENT,
        ),
        (
            "async def f(c: AsyncClient):\n"
            "    return [name async for name in c.list_repository_names()]",
            _SENT,
        ),
        ("def f(c: AsyncClient): return c.list_repository_names()", ()),
        # errors that are told, passed on, or narrow enough to be ignored
        (
            "def f(c: ContainerRegistryClient):\n    try: c.delete_tag('a', 'b')\n"
            "    except HttpResponseError as error: print(error)",
            ("ACR307",),
        ),
        (
            "def f(c: ContainerRegistryClient):\n    try: c.delete_tag('a', 'b')\n"
            "    except HttpResponseError: raise SystemExit(1)",
            ("ACR307",),
        ),
        # handlers that are reached, or may be
        (
            """
            def f(c: ContainerRegistryClient):
                try:
                    c.delete_tag("a", "b")
                    anything.delete()
                except ResourceNotFoundError:
                    print("gone")
                except HttpResponseError as error:
                    print(error)
            """,
            _NETWORK,
        ),
        (
            """
            def f(c: ContainerRegistryClient):
                try:
                    print(c.get_tag_properties("a", "b").digest)
                except (ResourceNotFoundError, ValueError):
                    print("gone")
                except HttpResponseError as error:
                    print(error)
                except AzureError as error:
                    print(error)
            """,
            (),
        ),
        # errors that are looked at before their details are used
        (
            """
            def f(c: ContainerRegistryClient):
                try:
                    c.delete_tag("a", "b")
                except HttpResponseError as error:
                    print(error.message, error.status_code, error.reason, str(error), error.error)
                    if error.response is not None:
                        print(error.response.status_code)
                    print(error.model.errors if error.model else None)
                    print(error.response and error.response.text())
            """,
            _NETWORK,
        ),
        # results that are looked at before their attributes are used
        (
            """
            def f(c: ContainerRegistryClient):
                for manifest in c.list_manifest_properties("a"):
                    print(manifest.tags, manifest.architecture, manifest.size_in_bytes)
                    if manifest.tags:
                        print(manifest.tags[0], [tag for tag in manifest.tags])
                    for tag in manifest.tags or []:
                        print(tag)
                    if manifest.tags is None:
                        continue
                    for tag in manifest.tags:
                        print(tag)
            """,
            _SENT,
        ),
        # clients that are used while they are open
        (
            """
            def f():
                client = ContainerRegistryClient("e", anything, logging_enable=TRACE)
                try:
                    with client:
                        client.delete_tag("a", "b")
                        tags = list(client.list_tag_properties("a"))
                    print(tags)
                finally:
                    client.close()
                with ContainerRegistryClient("e", anything, logging_enable=TRACE) as client:
                    client.delete_tag("a", "b")
            """,
            _SENT,
        ),
        (
            """
            def f(c: ContainerRegistryClient):
                if anything:
                    c.close()
                c.delete_tag("a", "b")
            """,
            _SENT,
        ),
        # clients that somebody else closes
        ("def f(): return AsyncClient('e', anything, logging_enable=TRACE)", ()),
        ("def f(): anything(AsyncClient('e', anything, logging_enable=TRACE))", ()),
        (
            """
            async def f():
                client = AsyncClient("e", anything, logging_enable=TRACE)
                async with client:
                    await client.delete_tag("a", "b")
            """,
            _SENT,
        ),
        (
            """
            async def f():
                client = AsyncClient("e", anything, logging_enable=TRACE)
                anything.append(client)
                await client.delete_tag("a", "b")
            """,
            _SENT,
        ),
        (
            """
            class Service:
                def __init__(self):
                    self.client = AsyncClient("e", anything, logging_enable=TRACE)
                async def purge(self):
                    await self.client.delete_tag("a", "b")
            """,
            _SENT,
        ),
        # loggers that decide something, or belong to others
        (
            """
            logging.getLogger("azure").setLevel(logging.DEBUG)
            logging.getLogger("azure.identity").setLevel(logging.DEBUG)
            logging.getLogger("azure.core.pipeline.policies").setLevel(logging.DEBUG)
            logging.getLogger("azure.storage").setLevel(logging.DEBUG)
            os.environ["AZURE_CLIENT_ID"] = "x"
            """,
            (),
        ),
        # deleting by digest
        (
            "def f(c: ContainerRegistryClient, reference):\n"
            "    c.delete_manifest('a', 'sha256:1')\n    c.delete_manifest('a', reference)\n"
            "    for manifest in c.list_manifest_properties('a'):\n"
            "        c.delete_manifest('a', manifest.digest)",
            _SENT,
        ),
        # a handler around what others run at its `yield`
        (
            """
            import contextlib
            @contextlib.contextmanager
            def tolerant():
                try:
                    yield
                except ResourceNotFoundError as error:
                    print(error)
            def purge(c: ContainerRegistryClient):
                try:
                    print(c.get_repository_properties("a"))
                except HttpResponseError:
                    logging.error("failed")
                    raise
                c.delete_tag("a", "b")
            def run(c: ContainerRegistryClient):
                with tolerant():
                    purge(c)
            """,
            ("ACR305", *_NETWORK),
        ),
        # what is private, or the object's own
        ("def f(c: ContainerRegistryClient): c._client.close()", ()),
        (
            "class Mine(ContainerRegistryClient):\n    def purge(self): ...\n"
            "def f(c: Mine): c.purge()",
            (),
        ),
    ],
)
def test_nothing_is_said(text: str, ignored: tuple[str, ...]) -> None:
    assert _codes(text, ignored) == set()


@pytest.mark.parametrize(
    "text",
    [
        """
        from azure.mgmt.containerregistry import ContainerRegistryManagementClient
        client = ContainerRegistryManagementClient(credential, "subscription")
        client.registries.list()
        client.delete_tag("a", "b")
        """,
        """
        import boto3
        client = boto3.client("ecr")
        client.delete_repository(repositoryName="a")
        client.get_manifest("a")
        """,
        """
        class ContainerRegistryClient:
            def delete_tag(self, repository, tag): ...
        client = ContainerRegistryClient()
        client.delete_tag("a", "b")
        """,
        """
        from google.cloud.artifactregistry import ContainerRegistryClient
        ContainerRegistryClient("http://x", "key").delete_tag("a", "b")
        """,
        """
        from mine import ContainerRegistryClient
        client = ContainerRegistryClient("e")
        client.list_tag_properties("a")
        client.delete_tag("a", "b")
        """,
        """
        from azure.containerregistry import ContainerRegistryClient
        def f(client):
            client.delete_tag("a", "b")
        """,
        """
        text = "from azure.containerregistry import ContainerRegistryClient"
        # ContainerRegistryClient("e").delete_tag("a", "b")
        """,
        """
        from azure.containerregistry import ContainerRegistryClient
        ContainerRegistryClient = anything
        ContainerRegistryClient("e").delete_tag("a", "b")
        """,
    ],
)
def test_other_clients_are_nothing(text: str) -> None:
    files = {"example.py": textwrap.dedent(text)}
    assert findings(files, rules()) == []
