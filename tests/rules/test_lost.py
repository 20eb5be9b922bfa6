"""ACR309: errors that wait in tasks, futures and results at which nobody looks."""

from __future__ import annotations

import textwrap

import pytest

from acr_lint.rules.registry import rules
from tests.rules.harness import findings, read, shown

_RULES = tuple(each for each in rules() if each.code == "ACR309")
_PRELUDE = """\
import asyncio
from concurrent.futures import ThreadPoolExecutor, as_completed, wait
from azure.containerregistry import ContainerRegistryClient as Client
from azure.containerregistry.aio import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError
from opaque import anything

async def work(c: ContainerRegistryClient, tag):
    await c.delete_tag("a", tag)

async def careful(c: ContainerRegistryClient, tag):
    try:
        await c.delete_tag("a", tag)
    except HttpResponseError as error:
        print(error.message)

def start(c: ContainerRegistryClient):
    return asyncio.create_task(work(c, "b"))
"""


def _found(text: str) -> tuple[object, object]:
    files, expected = read(_PRELUDE + textwrap.dedent(text))
    return shown(files, findings(files, _RULES)), expected


@pytest.mark.parametrize(
    "text",
    [
        """
        async def f(c: ContainerRegistryClient):
            asyncio.ensure_future(work(c, "b"))
            #       ^^^^^^^^^^^^^ ACR309
        """,
        """
        async def f(c: ContainerRegistryClient, loop):
            task = loop.create_task(work(c, "b"))
            #           ^^^^^^^^^^^ ACR309
            await asyncio.sleep(1)
        """,
        """
        async def f(c: ContainerRegistryClient):
            start(c)
          # ^^^^^ ACR309
        """,
        """
        async def f(c: ContainerRegistryClient):
            tasks = []
            for tag in ("v1", "v2"):
                tasks.append(asyncio.create_task(work(c, tag)))
                #                    ^^^^^^^^^^^ ACR309
        """,
        """
        def f(c: Client):
            with ThreadPoolExecutor() as pool:
                futures = [pool.submit(c.delete_tag, "a", tag) for tag in ("v1", "v2")]
                #               ^^^^^^ ACR309
            print("done")
        """,
        """
        def f(c: Client):
            with ThreadPoolExecutor() as pool:
                futures = {pool.submit(c.delete_tag, "a", tag): tag for tag in ("v1", "v2")}
                #               ^^^^^^ ACR309
        """,
        """
        def f(c: Client):
            def retire(tag):
                c.delete_tag("a", tag)
            with ThreadPoolExecutor() as pool:
                pool.map(retire, ("v1", "v2"))
                #    ^^^ ACR309
        """,
        """
        def f(c: Client):
            with ThreadPoolExecutor() as pool:
                futures = [pool.submit(c.delete_tag, "a", tag) for tag in ("v1", "v2")]
                #               ^^^^^^ ACR309
                wait(futures)
        """,
        """
        async def f(c: ContainerRegistryClient):
            tasks = [asyncio.create_task(work(c, tag)) for tag in ("v1", "v2")]
            #                ^^^^^^^^^^^ ACR309
            await asyncio.wait(tasks, timeout=5)
        """,
        """
        async def f(c: ContainerRegistryClient, tags):
            tasks = []
            for tag in tags:
                tasks.append(asyncio.create_task(c.delete_tag("a", tag)))
                #                    ^^^^^^^^^^^ ACR309
            if tasks:
                await asyncio.wait(tasks)
        """,
        """
        async def f(c: Client):
            asyncio.get_running_loop().run_in_executor(None, c.delete_tag, "a", "b")
            #                          ^^^^^^^^^^^^^^^ ACR309
        """,
        """
        async def f(c: ContainerRegistryClient):
            results = await asyncio.gather(work(c, "a"), work(c, "b"), return_exceptions=True)
            #                       ^^^^^^ ACR309
            print("done")
        """,
        """
        async def f(c: ContainerRegistryClient):
            done = 0
            for _ in await asyncio.gather(work(c, "a"), return_exceptions=True):
                #                  ^^^^^^ ACR309
                done += 1
            print(done)
        """,
        """
        async def f(c: ContainerRegistryClient, tags):
            results = await asyncio.gather(*(work(c, t) for t in tags), return_exceptions=True)
            #                       ^^^^^^ ACR309
            for tag, result in zip(tags, results):
                print(f"{tag} is gone")
            for number, _ in enumerate(results):
                print(number)
            print(f"{len(results)} of {sum(1 for result in results)}")
        """,
        """
        def f(c: Client):
            with ThreadPoolExecutor() as pool:
                futures = [pool.submit(c.delete_tag, "a", tag) for tag in ("v1", "v2")]
                #               ^^^^^^ ACR309
                for _ in as_completed(futures):
                    print("one more")
        """,
    ],
)
def test_what_nobody_looks_at_is_told(text: str) -> None:
    found, expected = _found(text)
    assert found == expected
    assert expected


@pytest.mark.parametrize(
    "text",
    [
        "async def f(c: ContainerRegistryClient):\n"
        "    async with asyncio.TaskGroup() as group:\n"
        "        group.create_task(c.delete_tag('a', 'b'))\n"
        "        group.create_task(work(c, 'b'))\n",
        "async def f(c: ContainerRegistryClient):\n    asyncio.create_task(careful(c, 'b'))\n",
        "async def f(c: ContainerRegistryClient):\n    asyncio.create_task(anything(c))\n",
        "async def f(c: ContainerRegistryClient):\n"
        "    task = asyncio.create_task(work(c, 'b'))\n"
        "    task.add_done_callback(anything)\n",
        "async def f(c: ContainerRegistryClient):\n"
        "    asyncio.create_task(work(c, 'b')).add_done_callback(anything)\n",
        "async def f(c: ContainerRegistryClient, tasks):\n"
        "    tasks.append(asyncio.create_task(work(c, 'b')))\n",
        "async def f(c: ContainerRegistryClient):\n"
        "    tasks = anything\n"
        "    tasks.add(asyncio.create_task(work(c, 'b')))\n",
        "TASKS = []\n"
        "async def f(c: ContainerRegistryClient):\n"
        "    TASKS.append(asyncio.create_task(work(c, 'b')))\n",
        "async def f(c: ContainerRegistryClient):\n"
        "    global task\n"
        "    task = asyncio.create_task(work(c, 'b'))\n",
        "class A:\n"
        "    async def f(self, c: ContainerRegistryClient):\n"
        "        self.task = asyncio.create_task(work(c, 'b'))\n",
        "async def f(c: ContainerRegistryClient):\n"
        "    asyncio.get_running_loop().set_exception_handler(anything)\n"
        "    asyncio.create_task(work(c, 'b'))\n",
        "async def f(c: ContainerRegistryClient):\n    return start(c)\n",
        "async def f(c: ContainerRegistryClient):\n    await start(c)\n",
        "async def f(c: ContainerRegistryClient):\n"
        "    task = asyncio.create_task(work(c, 'b'))\n"
        "    async def later():\n"
        "        await task\n"
        "    return later\n",
        "def f(c: Client):\n"
        "    with ThreadPoolExecutor() as pool:\n"
        "        futures = [pool.submit(c.delete_tag, 'a', tag) for tag in ('v1', 'v2')]\n"
        "        for future in as_completed(futures): future.result()\n",
        "def f(c: Client):\n"
        "    with ThreadPoolExecutor() as pool:\n"
        "        pool.submit(c.delete_tag, 'a', 'b').result()\n",
        "def f(c: Client):\n"
        "    with ThreadPoolExecutor() as pool:\n"
        "        return [each for each in pool.map(c.list_tag_properties, ('v1', 'v2'))]\n",
        "def f(c: Client):\n"
        "    def retire(tag):\n"
        "        try: c.delete_tag('a', tag)\n"
        "        except HttpResponseError: raise SystemExit(1)\n"
        "    with ThreadPoolExecutor() as pool: pool.submit(retire, 'b')\n",
        "async def f(c: ContainerRegistryClient):\n"
        "    await asyncio.gather(work(c, 'a'), work(c, 'b'))\n",
        "async def f(c: ContainerRegistryClient):\n"
        "    results = await asyncio.gather(work(c, 'a'), return_exceptions=True)\n"
        "    for each in results: print(each)\n",
        *(
            "async def f(c: ContainerRegistryClient, tags):\n"
            "    results = await asyncio.gather(work(c, 'a'), return_exceptions=True)\n"
            f"    {use}\n"
            for use in (
                "for tag, result in zip(tags, results): print(result)",
                "for tag, *rest in zip(tags, results): print(rest)",
                "for result, tag in zip(results, tags): print([result, tag])",
                "for pair in zip(tags, results): print(pair)",
                "for i, _ in enumerate(results): print(results[i])",
                "for _ in results: print(_)",
                "print(sum(1 for result in results if result))",
                "print(list(results))",
                "for tags[0] in results: pass",
                "for _ in filter(None, results): pass",
            )
        ),
        "async def f(c: ContainerRegistryClient):\n"
        "    for result in await asyncio.gather(work(c, 'a'), return_exceptions=True):\n"
        "        assert result is None\n",
        "async def f(c: ContainerRegistryClient):\n"
        "    return await asyncio.gather(work(c, 'a'), return_exceptions=True)\n",
        "async def f(c: ContainerRegistryClient):\n"
        "    await asyncio.gather(careful(c, 'a'), careful(c, 'b'), return_exceptions=True)\n",
        "def f(c: Client):\n"
        "    with ThreadPoolExecutor() as pool:\n"
        "        futures = [pool.submit(c.delete_tag, 'a', tag) for tag in ('v1', 'v2')]\n"
        "        done, _ = wait(futures)\n"
        "    for future in done: future.result()\n",
        "async def f(c: ContainerRegistryClient):\n"
        "    tasks = [asyncio.create_task(work(c, tag)) for tag in ('v1', 'v2')]\n"
        "    await asyncio.wait(tasks)\n"
        "    for task in tasks: print(task.exception())\n",
        "async def f(c: ContainerRegistryClient, wait):\n"
        "    tasks = [asyncio.create_task(work(c, tag)) for tag in ('v1', 'v2')]\n"
        "    await wait(tasks)\n",
        "async def f(c: ContainerRegistryClient, loud):\n"
        "    await asyncio.gather(work(c, 'a'), return_exceptions=False)\n",
    ],
)
def test_what_somebody_may_look_at_is_not_told(text: str) -> None:
    assert _found(text)[0] == set()
