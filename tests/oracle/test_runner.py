"""The truth of programs whose truth is known."""

from __future__ import annotations

import sys

import pytest

from tests.oracle import notes
from tests.oracle.runner import truth

PRELUDE = """\
import asyncio
import contextlib
import functools
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from azure.containerregistry import ContainerRegistryClient
from azure.containerregistry.aio import ContainerRegistryClient as AioClient
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError
from azure.identity import DefaultAzureCredential
from azure.identity.aio import DefaultAzureCredential as AioCredential
from opaque import consume, flag, with_client
URL = "https://example.azurecr.io"
DIGEST = "sha256:0c8dbbfd31add5a41ecb1f5ec600a00bb2b707901038ce7dcefdccd1edd00b63"
client = ContainerRegistryClient(URL, DefaultAzureCredential())
"""

SYNC = {
    "an eager operation": """
client.delete_tag("app", "v1")  # escapes
""",
    "handled": """
try:
    client.delete_tag("app", "v1")
except HttpResponseError:
    pass
""",
    "a handler that is too narrow": """
try:
    client.delete_tag("app", "v1")  # escapes
except ClientAuthenticationError:
    pass
""",
    "an operation in a handler, after one in its try": """
try:
    client.delete_tag("app", "v1")
except HttpResponseError:
    client.delete_repository("app")  # escapes
""",
    "operations in handlers of other errors": """
from azure.core.exceptions import ServiceRequestError
try:
    client.get_tag_properties("app", "v1")
except ClientAuthenticationError:
    client.delete_repository("app")  # escapes
except ServiceRequestError:
    client.delete_blob("app", DIGEST)  # escapes
except HttpResponseError as error:
    if error.status_code == 404:
        client.delete_tag("app", "v1")  # escapes
""",
    "two ways to one helper, one of them after an error": """
def purge():
    client.delete_tag("app", "v1")  # escapes
fine = True
try:
    client.get_tag_properties("app", "v1")
except HttpResponseError:
    fine = False
if fine:
    with contextlib.suppress(HttpResponseError):
        purge()
else:
    purge()
""",
    "raised again": """
try:
    client.delete_tag("app", "v1")  # escapes on purpose
except HttpResponseError as error:
    if flag():
        raise
    raise error
""",
    "raised as another": """
try:
    client.delete_tag("app", "v1")
except HttpResponseError as error:
    raise RuntimeError("denied") from error
""",
    "a pager advanced outside": """
try:
    tags = client.list_tag_properties("app")
except HttpResponseError:
    raise SystemExit(1)
for tag in tags:  # escapes
    print(tag)
""",
    "a pager advanced by a callee that is not seen": """
consume(client.list_tag_properties("app"))  # escapes
""",
    "only the second page is asked for outside": """
pages = iter(client.list_tag_properties("app"))
try:
    next(pages)
except HttpResponseError:
    pass
next(pages)  # escapes
""",
    "a pager that is never advanced": """
tags = client.list_tag_properties("app")
print(bool(tags))
""",
    "a stream": """
try:
    stream = client.download_blob("app", DIGEST)
except HttpResponseError:
    raise SystemExit(1)
for chunk in stream:  # escapes
    print(chunk)
""",
    "suppressed": """
with contextlib.suppress(HttpResponseError):
    client.delete_tag("app", "v1")
""",
    "returned over": """
def purge():
    try:
        client.delete_tag("app", "v1")
    finally:
        return
purge()
""",
    "the second call of a helper": """
def purge():
    client.delete_tag("app", "v1")  # escapes
try:
    purge()
except HttpResponseError:
    raise SystemExit(1)
purge()
""",
    "a generator's body runs where it is advanced": """
def tags():
    for tag in client.list_tag_properties("app"):  # escapes
        yield tag
try:
    found = tags()
except HttpResponseError:
    raise SystemExit(1)
print(next(found))
""",
    "a generator consumed inside": """
def tags():
    for tag in client.list_tag_properties("app"):
        yield tag
try:
    print(list(tags()))
except HttpResponseError:
    pass
""",
    "a generator expression": """
names = (tag.name for tag in client.list_tag_properties("app"))  # escapes
try:
    print(1)
except HttpResponseError:
    pass
print(next(names))
""",
    "a context manager of the program": """
@contextlib.contextmanager
def handled():
    try:
        yield
    except HttpResponseError:
        print("denied")
with handled():
    client.delete_tag("app", "v1")
@contextlib.contextmanager
def registry():
    yield client
with registry() as other:
    other.delete_tag("app", "v1")  # escapes
""",
    "an __exit__ that swallows": """
class Quiet:
    def __enter__(self):
        return self
    def __exit__(self, kind, error, trace):
        return True
with Quiet():
    client.delete_tag("app", "v1")
""",
    "a thread is a root": """
def work():
    client.delete_tag("app", "v1")  # escapes
try:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
except HttpResponseError:
    pass
""",
    "a thread whose target is the operation": """
thread = threading.Thread(target=client.delete_tag, args=("app", "v1"))  # escapes
thread.start()
thread.join()
""",
    "a future's result": """
with ThreadPoolExecutor() as pool:
    future = pool.submit(client.delete_tag, "app", "v1")
    future.result()  # escapes
""",
    "a future's result, handled": """
with ThreadPoolExecutor() as pool:
    future = pool.submit(client.delete_tag, "app", "v1")
    try:
        future.result()
    except HttpResponseError:
        pass
""",
    "a future that nobody looks at": """
with ThreadPoolExecutor() as pool:
    pool.submit(client.delete_tag, "app", "v1")  # lost
""",
    "futures as they complete": """
with ThreadPoolExecutor() as pool:
    futures = [pool.submit(client.delete_tag, "app", tag) for tag in ("v1", "v2")]
    for future in as_completed(futures):
        future.result()  # escapes
""",
    "map over a bound method": """
done = map(client.delete_repository, ["app", "tools"])
list(done)  # escapes
""",
    "the row that names a write says whether it is anonymous": """
other = ContainerRegistryClient(URL)
with ThreadPoolExecutor() as pool:
    future = pool.submit(other.delete_tag, "app", "v1")  # anonymous: always
    future.result()  # escapes
delete = functools.partial(other.delete_tag, "app")  # anonymous: always
delete("v1")  # escapes
class Registry(ContainerRegistryClient):
    def delete_tag(self, repository, tag):
        super().delete_tag(repository, tag)  # escapes, anonymous: sometimes
def purge(registry):
    registry.delete_tag("app", "v1")
if flag():
    purge(Registry(URL))
else:
    purge(Registry(URL, DefaultAzureCredential()))
""",
    "choices are taken both ways": """
credential = None
if flag(1):
    credential = DefaultAzureCredential()
other = ContainerRegistryClient(URL, credential)
if flag(2):
    other.delete_tag("app", "v1")  # escapes, anonymous: sometimes
else:
    ContainerRegistryClient(URL).delete_tag("app", "v1")  # escapes, anonymous: always
if credential is None:
    other.delete_repository("app")  # anonymous: always, escapes
""",
    "a retry loop": """
for attempt in range(3):
    try:
        client.delete_tag("app", "v1")
        break
    except HttpResponseError:
        continue
""",
    "a retry loop that ends by a choice": """
while True:
    try:
        client.delete_tag("app", "v1")
        break
    except HttpResponseError:
        if flag():
            break
""",
    "a function that unseen code calls": """
def work(client):
    client.delete_tag("app", "v1")  # escapes
try:
    with_client(work)
except HttpResponseError:
    pass
""",
}

AIO = {
    "awaited": """
await client.delete_tag("app", "v1")  # escapes
""",
    "awaited outside": """
try:
    pending = client.delete_tag("app", "v1")
except HttpResponseError:
    return
await pending  # escapes
""",
    "a pager": """
async for tag in client.list_tag_properties("app"):  # escapes
    print(tag)
""",
    "a stream": """
try:
    stream = await client.download_blob("app", DIGEST)
except HttpResponseError:
    return
async for chunk in stream:  # escapes
    print(chunk)
""",
    "gather": """
await asyncio.gather(asyncio.sleep(1), client.delete_tag("app", "v1"))  # escapes
""",
    "gather of stored coroutines": """
pending = [client.delete_tag("app", tag) for tag in ("v1", "v2")]
await asyncio.gather(*pending)  # escapes
""",
    "gather that collects": """
found = await asyncio.gather(client.delete_tag("app", "v1"), return_exceptions=True)
print(len(found))
""",
    "a task": """
task = asyncio.create_task(client.delete_tag("app", "v1"))
try:
    await asyncio.sleep(1)
except HttpResponseError:
    return
await task  # escapes
""",
    "a task of the program's own coroutine": """
async def work():
    await client.delete_tag("app", "v1")  # escapes
task = asyncio.create_task(work())
await task
""",
    "a task that is never awaited": """
async def work():
    await client.delete_tag("app", "v1")  # lost
task = asyncio.create_task(work())
await asyncio.sleep(1)
await asyncio.sleep(1)
await asyncio.sleep(1)
""",
    "a task that is cancelled as the program ends": """
async def work():
    await client.delete_tag("app", "v1")
task = asyncio.create_task(work())
await asyncio.sleep(1)
""",
    "a task, awaited while another error is handled": """
async def wait(task):
    await task  # escapes
try:
    raise ValueError
except ValueError:
    await wait(asyncio.create_task(client.delete_tag("app", "v1")))
""",
    "the second task of a row": """
async def purge():
    task = asyncio.create_task(client.delete_tag("app", "v1"))
    await task  # escapes, escapes on purpose
try:
    for _ in range(2):
        await purge()
except HttpResponseError:
    raise
await purge()
""",
    "wait_for": """
try:
    await asyncio.wait_for(client.delete_tag("app", "v1"), 10)
except HttpResponseError:
    pass
await asyncio.wait_for(client.delete_repository("app"), 10)  # escapes
""",
    "as_completed": """
pending = [client.delete_tag("app", tag) for tag in ("v1", "v2")]
for first in asyncio.as_completed(pending):
    await first  # escapes
""",
    "in a thread": """
sync = ContainerRegistryClient(URL, DefaultAzureCredential())
await asyncio.to_thread(sync.delete_tag, "app", "v1")  # escapes
""",
    "a callback": """
def after(task):
    sync = ContainerRegistryClient(URL, DefaultAzureCredential())
    sync.delete_tag("app", "v1")  # escapes
task = asyncio.create_task(asyncio.sleep(1))
task.add_done_callback(after)
await task
await asyncio.sleep(1)
""",
    "an async generator": """
async def tags():
    async for tag in client.list_tag_properties("app"):  # escapes
        yield tag
found = tags()
async for tag in found:
    print(tag)
""",
    "an async context manager of the program": """
@contextlib.asynccontextmanager
async def handled():
    try:
        yield
    except HttpResponseError:
        print("denied")
async with handled():
    await client.delete_tag("app", "v1")
await client.delete_repository("app")  # escapes
""",
    "anonymous": """
async with AioClient(URL) as other:
    await other.delete_tag("app", "v1")  # escapes, anonymous: always
""",
}

GROUPS = {
    "a task group": """
try:
    async with asyncio.TaskGroup() as group:  # escapes in a group
        group.create_task(client.delete_tag("app", "v1"))
except HttpResponseError:
    pass
""",
    "a task group of the program's own coroutine": """
async def work():
    await client.delete_tag("app", "v1")  # escapes in a group
async with asyncio.TaskGroup() as group:
    group.create_task(work())
""",
    "a task group in a task that nobody awaits": """
async def work():
    async with asyncio.TaskGroup() as group:  # lost
        group.create_task(client.delete_tag("app", "v1"))
task = asyncio.create_task(work())
for _ in range(9):
    await asyncio.sleep(1)
""",
    "except*": """
try:
    async with asyncio.TaskGroup() as group:
        group.create_task(client.delete_tag("app", "v1"))
except* HttpResponseError:
    pass
""",
    "except* that is too narrow": """
try:
    async with asyncio.TaskGroup() as group:  # escapes in a group
        group.create_task(client.delete_tag("app", "v1"))
except* ClientAuthenticationError:
    pass
""",
}

MODULES = {
    "a package": """\
# file: main.py
from app import make
from app.work import purge
import app.later as later
client = make()
try:
    later.tags = client.list_tag_properties("app")
except Exception:
    pass
purge(client)
later.show()
# file: app/__init__.py
from .clients import make
# file: app/clients.py
from azure.containerregistry import ContainerRegistryClient
def make():
    return ContainerRegistryClient("https://example.azurecr.io")
# file: app/work.py
from __future__ import annotations
from azure.containerregistry import ContainerRegistryClient
def purge(client: ContainerRegistryClient):
    client.delete_tag("app", "v1")  # escapes, anonymous: always
# file: app/later.py
tags = ()
def show():
    print(list(tags))  # escapes
""",
    "a package that is run": """\
# file: app/__main__.py
from . import clients
clients.client.delete_tag("app", "v1")  # escapes, anonymous: always
# file: app/clients.py
from azure.containerregistry import ContainerRegistryClient
client = ContainerRegistryClient("https://example.azurecr.io")
""",
}


@pytest.mark.parametrize("name", SYNC)
def test_sync(name: str) -> None:
    _check(PRELUDE + SYNC[name])


@pytest.mark.parametrize("name", AIO)
def test_aio(name: str) -> None:
    _check(_aio(AIO[name]))


@pytest.mark.skipif(sys.version_info < (3, 11), reason="task groups came with Python 3.11")
@pytest.mark.parametrize("name", GROUPS)
def test_groups(name: str) -> None:
    _check(_aio(GROUPS[name]))


@pytest.mark.parametrize("name", MODULES)
def test_modules(name: str) -> None:
    _check(MODULES[name])


def test_a_run_that_never_ends_is_a_problem() -> None:
    found = truth(notes.parse("while True:\n    pass\n"))
    assert found.problems == ("a run does not end",)


def test_a_broken_program_is_a_problem() -> None:
    found = truth(notes.parse("undefined()\n"))
    assert "NameError" in found.problems[0]


def _aio(body: str) -> str:
    lines = "\n".join("        " + line for line in body.strip().splitlines())
    return (
        f"{PRELUDE}\nasync def main():\n"
        f"    async with AioClient(URL, AioCredential()) as client:\n{lines}\nasyncio.run(main())\n"
    )


def _check(text: str) -> None:
    program = notes.parse(text)
    found = truth(program)
    assert notes.known(found) == notes.noted(program), program.text()
    assert not found.problems
    assert found.complete
