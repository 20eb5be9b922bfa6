"""Running the examples of pages with the real SDK against a registry on this machine.

All functions of an example are called in their order, with arguments by the names of their
parameters; what is a client afterwards is asked for a tag.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import inspect
import io
import logging
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import azure.containerregistry
import azure.containerregistry.aio
import azure.identity
import azure.identity.aio
import pytest

from tests.registry.exchange import Request
from tests.registry.fake import FakeRegistry

TRACE = "azure.core.pipeline.policies._universal"
REPOSITORY = "hello-world"
_EXAMPLE_HOST = ("example.azurecr.io", "example.azurecr.cn")


class Outcome(NamedTuple):
    """What an example did: the last error that left one of its functions, what it printed, and
    what it logged and sent until then."""

    text: str
    error: BaseException | None
    printed: str
    logged: tuple[logging.LogRecord, ...]
    requests: tuple[Request, ...]
    documented: bool

    @property
    def traced(self) -> str:
        """All that was traced of requests and answers."""
        return "\n".join(each.getMessage() for each in self.logged if each.name == TRACE)

    def sent(self, method: str) -> list[Request]:
        """The requests of that method, with a token."""
        return [each for each in self.requests if each.method == method and each.authorized]


def run(
    text: str,
    registry: FakeRegistry,
    monkeypatch: pytest.MonkeyPatch,
    debug_first: bool = False,
    again: Callable[[], None] | None = None,
) -> Outcome:
    """Run one example.

    DEBUG is switched on for `azure` once a function has returned, or before it is called, with
    `debug_first`. With `again`, that and then all functions are called once more.
    """
    _point_to(registry, monkeypatch)
    printed = io.StringIO()
    with _recorded() as records, contextlib.redirect_stdout(printed):
        module = types.ModuleType("example")
        error: BaseException | None = None
        documented = False
        try:
            exec(compile(text, "example.py", "exec"), module.__dict__)
            if debug_first:
                logging.getLogger("azure").setLevel(logging.DEBUG)
            functions = _functions(module)
            for function in functions:
                documented = ":raises" in (function.__doc__ or "")
                asyncio.run(_call(function, registry))
                documented = False
            for function in functions if again else ():
                assert again
                again()
                asyncio.run(_call(function, registry))
        except (Exception, SystemExit) as raised:
            error = raised
            error.__traceback__ = None
        finally:
            gc.collect()
            logging.getLogger("azure").setLevel(logging.NOTSET)
    return Outcome(
        text, error, printed.getvalue(), tuple(records), tuple(registry.seen), documented
    )


async def _call(function: Callable[..., Any], registry: FakeRegistry) -> None:
    """Call a function, await what it returns, and use it where it is a client."""
    values: dict[str, Any] = {
        "endpoint": registry.endpoint,
        "signed_in": False,
        "trace": True,
        "tag": "v1",
        "tenant": "t",
        "application": "a",
        "repository": REPOSITORY,
        "options": {"retry_total": 0},
    }
    for name, parameter in inspect.signature(function, eval_str=True).parameters.items():
        if name == "client":
            aio = ".aio" in parameter.annotation.__mro__[1].__module__
            values[name] = parameter.annotation(registry.endpoint, registry.credential(aio=aio))
    names = inspect.signature(function).parameters
    if set(names) - set(values):
        return
    arguments = {name: values[name] for name in names}
    result = function(**{**arguments, **arguments.pop("options", {})})
    if inspect.isawaitable(result):
        result = await result
    logging.getLogger("azure").setLevel(logging.DEBUG)
    if isinstance(result, azure.containerregistry.ContainerRegistryClient):
        result.get_tag_properties(REPOSITORY, "v1")
    if isinstance(result, azure.containerregistry.aio.ContainerRegistryClient):
        async with result:
            pass
    await asyncio.sleep(0.05)
    client = values.get("client")
    if hasattr(client, "__aexit__"):
        await client.__aexit__()


def _functions(module: types.ModuleType) -> list[Callable[..., Any]]:
    return [
        each
        for each in module.__dict__.values()
        if inspect.isfunction(each) and each.__code__.co_filename == "example.py"
    ]


@contextlib.contextmanager
def _recorded() -> Iterator[list[logging.LogRecord]]:
    records: list[logging.LogRecord] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record)

    handler = Handler(logging.DEBUG)
    logging.getLogger().addHandler(handler)
    try:
        yield records
    finally:
        logging.getLogger().removeHandler(handler)


def _point_to(registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what the example imports talk to the registry, and to nothing else."""
    from tests.registry.credentials import FakeCredential

    for module, credential in (
        (azure.identity, FakeCredential),
        (azure.identity.aio, _credential_with_session()),
    ):
        for name in ("DefaultAzureCredential", "ClientSecretCredential"):
            monkeypatch.setattr(module, name, _named(name, credential))
    for package in (azure.containerregistry, azure.containerregistry.aio):
        client = package.ContainerRegistryClient
        monkeypatch.setattr(package, "ContainerRegistryClient", _trusting(client, registry))
    manager = types.ModuleType("azure.mgmt.containerregistry")
    manager.ContainerRegistryManagementClient = object  # type: ignore[attr-defined]  # a stand-in
    monkeypatch.setitem(sys.modules, "azure.mgmt", types.ModuleType("azure.mgmt"))
    monkeypatch.setitem(sys.modules, "azure.mgmt.containerregistry", manager)


def _credential_with_session() -> type:
    """An aio credential that has an HTTP session from its first token on, as the real ones do."""
    import aiohttp

    from tests.registry.credentials import FakeAsyncCredential

    class WithSession(FakeAsyncCredential):
        session: aiohttp.ClientSession | None = None

        async def get_token(self, *scopes: str, **options: Any) -> Any:
            self.session = self.session or aiohttp.ClientSession()
            return await super().get_token(*scopes, **options)

        async def close(self) -> None:
            if self.session:
                await self.session.close()
            await super().close()

    return WithSession


def _named(name: str, credential: type) -> type:
    def start(self: Any, *arguments: object, **options: object) -> None:
        credential.__init__(self)  # type: ignore[misc]  # the fake's own

    return type(name, (credential,), {"__init__": start})


def _trusting(client: Any, registry: FakeRegistry) -> Any:
    """The client, with trust in the registry's certificate and without pauses."""

    class ContainerRegistryClient(client):  # type: ignore[misc]  # of either flavour
        def __init__(self, endpoint: str, *arguments: object, **options: object) -> None:
            for host in _EXAMPLE_HOST:
                endpoint = endpoint and endpoint.replace(host, registry.host)
            options = {
                "connection_verify": registry.ca_file,
                "retry_backoff_factor": 0,
                **options,
            }
            super().__init__(endpoint, *arguments, **options)

    return ContainerRegistryClient
