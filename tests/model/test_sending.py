"""When requests are sent: pagers, streams, generators, coroutines, tasks, threads."""

from __future__ import annotations

import pytest

from tests.model.programs import assert_flow

SYNC = {
    "a pager is sent where it is advanced": """
        client = ContainerRegistryClient("e", cred)
        pager = client.list_tag_properties("a")
        for tag in pager:  # escapes
            print(tag)
        client.list_tag_properties("a")
        print(client.list_repository_names())
    """,
    "every consumer": """
        client = ContainerRegistryClient("e", cred)
        list(client.list_repository_names())  # escapes
        sorted(client.list_repository_names())  # escapes
        ", ".join(client.list_repository_names())  # escapes
        [name for name in client.list_repository_names()]  # escapes
        {name for name in client.list_repository_names()}  # escapes
        next(client.list_repository_names())  # escapes
        next(iter(client.list_repository_names()))  # escapes
        "a" in client.list_repository_names()  # escapes
        first, second = client.list_repository_names()  # escapes
        print(*client.list_repository_names())  # escapes
        names = []
        names.extend(client.list_repository_names())  # escapes
        sum(1 for _ in client.list_repository_names())  # escapes
        max(client.list_repository_names())  # escapes
        dict.fromkeys(client.list_repository_names())  # escapes
        {*client.list_repository_names()}  # escapes
        unknown(client.list_repository_names())  # escapes
        any(name == "a" for name in client.list_repository_names())  # escapes
    """,
    "both halves of a tee": """
        def run(client):
            left, right = itertools.tee(client.list_repository_names())
            try:
                print(list(left))
            except HttpResponseError:
                raise SystemExit
            print(list(right))
            left, right = itertools.tee(client.list_repository_names())
            for name in map(str, left):  # escapes
                print(name)
            print(sorted(right))
            left, right = itertools.tee(client.list_repository_names())
            try:
                if flag():
                    print(list(left))
                print(next(left))
            except HttpResponseError:
                raise SystemExit
            print(list(right))  # escapes
            left, right = itertools.tee(client.list_repository_names())
            for name in itertools.takewhile(flag, left):  # escapes
                print(name)
            print(list(right))  # escapes
        run(ContainerRegistryClient("e", cred))
        def purge(client):
            left, right = itertools.tee([client])
            for client in left:
                print(client)
            for client in right:
                client.delete_tag("a", "1")  # anonymous: always, escapes
        purge(ContainerRegistryClient("e"))
    """,
    "a generator that waits at its first yield": """
        def connect():
            return ContainerRegistryClient("e")
        def purger(client):
            client.delete_tag("a", "1")  # anonymous: always, escapes
            while True:
                tag = yield
                client.delete_tag("a", tag)  # anonymous: always
        def run():
            sink = purger(connect())
            next(sink)
            try:
                sink.send("v1")
            except HttpResponseError:
                pass
        run()
        def in_parts(client):
            client.delete_tag("a", "2")  # anonymous: always
            yield 1
            client.delete_tag("a", "3")  # anonymous: always, escapes
        def go_on():
            parts = in_parts(connect())
            try:
                next(parts)
            except HttpResponseError:
                raise SystemExit
            for part in parts:
                print(part)
        go_on()
        def over(client):
            yield from client.list_repository_names()  # escapes
            client.delete_tag("a", "4")  # anonymous: always, escapes
        for _ in range(3):
            print(next(over(connect()), None))
        def repeated(client):
            while True:
                client.delete_tag("a", "5")  # anonymous: always, escapes
                yield
        def repeat():
            each = repeated(connect())
            try:
                next(each)
            except HttpResponseError:
                raise SystemExit
            next(each)
        repeat()
        def perhaps(client):
            client.delete_tag("a", "6")  # anonymous: always, escapes
            yield 1
        def go_on_perhaps():
            each = perhaps(connect())
            if flag():
                try:
                    next(each)
                except HttpResponseError:
                    raise SystemExit
            list(each)
        go_on_perhaps()
        def handed(client):
            tag = yield
            client.delete_tag("a", tag)  # anonymous: always, escapes
        def primed():
            sink = handed(connect())
            next(sink)
            return sink
        def only_begun():
            connect().delete_tag("a", "8")  # anonymous: always
            yield 1
        def begin():
            try:
                next(only_begun())
            except HttpResponseError:
                pass
        begin()
        def session():
            with connect() as client:
                yield client
        def use():
            client = next(session())
            client.delete_tag("a", "7")  # anonymous: always, escapes
        use()
    """,
    "lazy wrappers send later": """
        client = ContainerRegistryClient("e", cred)
        pager = client.list_repository_names()
        numbered = enumerate(pager)
        few = itertools.islice(client.list_repository_names(), 3)
        upper = map(str.upper, client.list_repository_names())
        chained = itertools.chain(client.list_repository_names(), [])
        lazy = (name for name in client.list_repository_names())  # escapes
        pages = client.list_repository_names().by_page()
        for number, name in numbered:  # escapes
            print(name)
        list(few)  # escapes
        list(upper)  # escapes
        list(chained)  # escapes
        list(lazy)
        for page in pages:  # escapes
            for name in page:
                print(name)
    """,
    "generators of the program": """
        client = ContainerRegistryClient("e", cred)
        def names():
            for name in client.list_repository_names():  # escapes
                yield name
        def forwarded():
            yield from client.list_repository_names()  # escapes
        def doubled():
            yield from names()
        for name in names():
            print(name)
        for name in forwarded():
            print(name)
        list(doubled())
    """,
    "a generator is caught where it is advanced": """
        client = ContainerRegistryClient("e", cred)
        def names():
            yield from client.list_repository_names()  # escapes
        try:
            for name in names():
                print(name)
        except HttpResponseError:
            pass
        try:
            later = names()
        except HttpResponseError:
            later = []
        for name in later:
            print(name)
    """,
    "streams send at the call and when advanced": """
        client = ContainerRegistryClient("e", cred)
        try:
            stream = client.download_blob("a", "sha256:1")
        except HttpResponseError:
            raise SystemExit(1)
        for chunk in stream:  # escapes
            print(chunk)
    """,
    "map and callbacks": """
        client = ContainerRegistryClient("e", cred)
        list(map(client.delete_repository, ["a"]))  # escapes
        waiting = map(client.delete_repository, ["a"])
        def apply(function, *args):
            return function(*args)  # escapes
        apply(client.delete_tag, "a", "b")
    """,
    "threads": """
        import threading
        from concurrent.futures import ThreadPoolExecutor
        client = ContainerRegistryClient("e", cred)
        def work():
            client.delete_repository("a")  # escapes
        threading.Thread(target=work).start()
        def quiet():
            client.delete_repository("a")
        with ThreadPoolExecutor() as pool:
            future = pool.submit(quiet)
            try:
                future.result()
            except HttpResponseError:
                pass
            other = pool.submit(client.delete_repository, "a")
            other.result()  # escapes
    """,
    "threads that are given nothing, as what is half typed is": """
        from concurrent.futures import ThreadPoolExecutor
        client = ContainerRegistryClient("e", cred)
        async def main():
            asyncio.get_running_loop().run_in_executor()
            asyncio.get_running_loop().run_in_executor(None)
        with ThreadPoolExecutor() as pool:
            pool.submit()
            pool.map()
            asyncio.run(main())
            client.delete_repository("a")  # escapes
    """,
}

AIO = {
    "sent where it is awaited": """
        async def main():
            client = AsyncClient("e", cred)
            await client.delete_tag("a", "b")  # escapes
            later = client.delete_tag("a", "b")
            client.get_manifest("a", "b")
            await later  # escapes
        asyncio.run(main())
    """,
    "async for": """
        async def main():
            async with AsyncClient("e", cred) as client:
                async for name in client.list_repository_names():  # escapes
                    print(name)
                names = [name async for name in client.list_repository_names()]  # escapes
                stream = await client.download_blob("a", "sha256:1")  # escapes
                async for chunk in stream:  # escapes
                    print(chunk)
        asyncio.run(main())
    """,
    "gather": """
        async def main():
            client = AsyncClient("e", cred)
            await asyncio.gather(client.delete_tag("a", "b"), client.delete_tag("a", "c"))  # escapes
            await asyncio.gather(client.delete_tag("a", "b"), return_exceptions=True)
            try:
                await asyncio.gather(*[client.delete_tag("a", t) for t in "bc"])
            except HttpResponseError:
                pass
            work = [client.delete_tag("a", t) for t in "bc"]
            await asyncio.gather(*work)  # escapes
        asyncio.run(main())
    """,
    "tasks": """
        async def purge(client):
            await client.delete_tag("a", "b")  # escapes
        async def main():
            client = AsyncClient("e", cred)
            try:
                task = asyncio.create_task(purge(client))
            except HttpResponseError:
                return
            await task
            other = asyncio.create_task(client.delete_tag("a", "b"))
            await asyncio.wait_for(other, 3)  # escapes
            forgotten = asyncio.create_task(client.delete_tag("a", "b"))
        asyncio.run(main())
    """,
    "task groups": """
        async def purge(client):
            await client.delete_tag("a", "b")  # escapes
        async def main():
            client = AsyncClient("e", cred)
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(purge(client))
            except HttpResponseError:
                pass
        asyncio.run(main())
    """,
    "coroutines of the program": """
        async def purge(client):
            await client.delete_tag("a", "b")
        async def main():
            client = AsyncClient("e", cred)
            try:
                await purge(client)
            except HttpResponseError:
                pass
            try:
                work = purge(client)
            except HttpResponseError:
                return
        asyncio.run(main())
    """,
    "async generators": """
        async def names(client):
            async for name in client.list_repository_names():  # escapes
                yield name
        async def main():
            client = AsyncClient("e", cred)
            async for name in names(client):
                print(name)
        loop = asyncio.get_event_loop()
        loop.run_until_complete(main())
    """,
    "as_completed": """
        async def main():
            client = AsyncClient("e", cred)
            work = [client.delete_tag("a", t) for t in "bc"]
            for each in asyncio.as_completed(work):
                await each  # escapes
        asyncio.run(main())
    """,
    "an async generator that waits at its first yield": """
        async def parts(client):
            await client.delete_tag("a", "1")  # anonymous: always
            yield 1
            await client.delete_tag("a", "2")  # anonymous: always, escapes
        async def main():
            async with AsyncClient("e") as client:
                each = parts(client)
                try:
                    await anext(each)
                except HttpResponseError:
                    return
                async for part in each:
                    print(part)
        asyncio.run(main())
    """,
    "to_thread": """
        def purge():
            ContainerRegistryClient("e", cred).delete_repository("a")  # escapes
        async def main():
            await asyncio.to_thread(purge)
        asyncio.run(main())
    """,
    "async context manager factory": """
        @contextlib.asynccontextmanager
        async def connected():
            async with AsyncClient("e") as client:
                yield client
        async def main():
            async with connected() as client:
                await client.delete_tag("a", "b")  # anonymous: always, escapes
        asyncio.run(main())
    """,
}


@pytest.mark.parametrize("program", SYNC.values(), ids=SYNC)
def test_sync_requests_are_sent_there(program: str) -> None:
    assert_flow(program)


@pytest.mark.parametrize("program", AIO.values(), ids=AIO)
def test_aio_requests_are_sent_there(program: str) -> None:
    assert_flow(program)
