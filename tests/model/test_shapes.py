"""Shapes of real code that mix values, sending and catching."""

from __future__ import annotations

import pytest

from tests.model.programs import assert_flow

PROGRAMS = {
    "flask error handler": """
        from flask import Flask
        app = Flask("x")
        client = ContainerRegistryClient("e", cred)
        @app.errorhandler(HttpResponseError)
        def failed(error):
            return "no"
        @app.route("/")
        def index():
            client.delete_tag("a", "1")
    """,
    "fastapi exception handler": """
        from fastapi import FastAPI
        app = FastAPI()
        client = ContainerRegistryClient("e", cred)
        @app.exception_handler(AzureError)
        async def failed(request, error):
            return "no"
        @app.get("/")
        def index():
            client.delete_tag("a", "1")
        def job():
            client.delete_tag("a", "1")  # escapes
    """,
    "add_exception_handler": """
        from fastapi import FastAPI
        app = FastAPI()
        client = ContainerRegistryClient("e", cred)
        async def failed(request, error):
            return "no"
        app.add_exception_handler(HttpResponseError, failed)
        @app.get("/")
        def index():
            client.delete_tag("a", "1")
    """,
    "excepthook": """
        import sys
        client = ContainerRegistryClient("e", cred)
        def hook(kind, value, trace):
            print(value)
        sys.excepthook = hook
        def main():
            client.delete_tag("a", "1")
        main()
    """,
    "class decorators and call": """
        class Retry:
            def __init__(self, function):
                self.function = function
            def __call__(self, *args):
                try:
                    return self.function(*args)
                except HttpResponseError:
                    return None
        client = ContainerRegistryClient("e", cred)
        @Retry
        def one(tag):
            client.delete_tag("a", tag)
        one("x")
        class Op:
            def __call__(self):
                client.delete_tag("a", "1")  # escapes
        Op()()
    """,
    "decorated methods": """
        def handled(function):
            def inner(self, *args):
                try:
                    return function(self, *args)
                except HttpResponseError:
                    return None
            return inner
        class S:
            def __init__(self):
                self.client = ContainerRegistryClient("e")
            @handled
            def one(self):
                self.client.delete_tag("a", "1")  # anonymous: always
            @handled
            def two(self):
                self.client.delete_tag("a", "1")  # anonymous: always
        S().one()
    """,
    "decorator factory with class": """
        def retry(times=3, on=HttpResponseError):
            def outer(f):
                @functools.wraps(f)
                def inner(*a, **k):
                    for i in range(times):
                        try:
                            return f(*a, **k)
                        except on:
                            if i == times - 1:
                                raise
                return inner
            return outer
        client = ContainerRegistryClient("e", cred)
        @retry(times=2)
        def one():
            client.delete_tag("a", "1")
        @retry(on=ResourceNotFoundError)
        def two():
            client.delete_tag("a", "1")  # escapes
        one()
        two()
    """,
    "async decorators": """
        def handled(f):
            @functools.wraps(f)
            async def inner(*a):
                try:
                    return await f(*a)
                except HttpResponseError:
                    return None
            return inner
        @handled
        async def purge(client):
            await client.delete_tag("a", "1")
        @handled
        async def alone(client: AsyncClient):
            await client.delete_tag("a", "1")
        async def main():
            await purge(AsyncClient("e", cred))
        asyncio.run(main())
    """,
    "pagers returned stored chained": """
        client = ContainerRegistryClient("e", cred)
        def tags():
            return client.list_tag_properties("a")
        class Box:
            def __init__(self):
                self.pager = client.list_repository_names()
                self.many = {"a": client.list_repository_names()}
        box = Box()
        try:
            found = tags()
        except HttpResponseError:
            found = []
        for tag in found:  # escapes
            print(tag)
        for name in box.pager:  # escapes
            print(name)
        for name in box.many["a"]:  # escapes
            print(name)
    """,
    "conditional pager": """
        client = ContainerRegistryClient("e", cred)
        pager = client.list_repository_names() if flag(1) else []
        for x in pager:  # escapes
            print(x)
    """,
    "zip two pagers": """
        client = ContainerRegistryClient("e", cred)
        a = client.list_repository_names()
        b = client.list_repository_names()
        for x, y in zip(a, b):  # escapes
            print(x)
    """,
    "while next": """
        client = ContainerRegistryClient("e", cred)
        it = iter(client.list_repository_names())
        while True:
            try:
                name = next(it)  # escapes
            except StopIteration:
                break
            print(name)
    """,
    "while next flagged": """
        client = ContainerRegistryClient("e", cred)
        it = iter(client.list_repository_names())
        while True:
            name = next(it, None)  # escapes
            if name is None:
                break
    """,
    "generator passed around": """
        client = ContainerRegistryClient("e", cred)
        def gen():
            for n in client.list_repository_names():  # escapes
                yield n.upper()
        def consume(items):
            return list(items)
        consume(gen())
    """,
    "generator close semantics": """
        client = ContainerRegistryClient("e", cred)
        def gen():
            yield 1
            client.delete_tag("a", "b")  # escapes
        for x in gen():
            print(x)
        unused = gen()
    """,
    "iterator class": """
        client = ContainerRegistryClient("e", cred)
        class Names:
            def __iter__(self):
                return iter(client.list_repository_names())
        class Steps:
            def __iter__(self):
                return self
            def __next__(self):
                return client.get_manifest("a", "b")  # escapes
        class Gen:
            def __iter__(self):
                for x in client.list_repository_names():  # escapes
                    yield x
        for x in Names():  # escapes
            print(x)
        for y in Steps():
            print(y)
        for z in Gen():
            print(z)
    """,
    "gather star generator": """
        async def main():
            client = AsyncClient("e", cred)
            await asyncio.gather(*(client.delete_tag("a", t) for t in "bc"))  # escapes
            tasks = [asyncio.create_task(client.delete_tag("a", t)) for t in "bc"]
            for t in tasks:
                await t  # escapes
            done, pending = await asyncio.wait([asyncio.create_task(client.delete_tag("a", "b"))])
            for t in done:
                t.result()  # escapes
            results = await asyncio.gather(client.delete_tag("a", "b"), return_exceptions=True)
        asyncio.run(main())
    """,
    "coroutine in tuple and dict": """
        async def main():
            client = AsyncClient("e", cred)
            work = {"x": client.delete_tag("a", "b")}
            try:
                await work["x"]
            except HttpResponseError:
                pass
            for c in (client.delete_tag("a", "b"), client.delete_tag("a", "c")):
                await c  # escapes
        asyncio.run(main())
    """,
    "async methods": """
        class S:
            def __init__(self, credential):
                self._client = AsyncClient("e", credential)
            async def __aenter__(self):
                return self
            async def __aexit__(self, *a):
                await self._client.close()
            async def purge(self):
                await self._client.delete_tag("a", "b")  # anonymous: always, escapes
        async def main():
            async with S(None) as s:
                await s.purge()
        asyncio.run(main())
    """,
    "swallow by aexit": """
        class S:
            async def __aenter__(self):
                return AsyncClient("e", cred)
            async def __aexit__(self, kind, value, trace):
                return isinstance(value, HttpResponseError)
        async def main():
            async with S() as c:
                await c.delete_tag("a", "b")
        asyncio.run(main())
    """,
    "executor map and wait": """
        from concurrent.futures import ThreadPoolExecutor, as_completed
        import concurrent.futures
        client = ContainerRegistryClient("e", cred)
        def work(t):
            client.delete_tag("a", t)  # escapes
        def quiet(t):
            client.delete_tag("a", t)
        with ThreadPoolExecutor() as pool:
            list(pool.map(work, ["a"]))
            pool.map(quiet, ["a"])
            fs = [pool.submit(work, t) for t in "ab"]
            for f in as_completed(fs):
                f.result()
            fs = {pool.submit(quiet, t): t for t in "ab"}
            for f in concurrent.futures.as_completed(fs):
                if f.exception():
                    print("bad")
    """,
    "run_in_executor": """
        client = ContainerRegistryClient("e", cred)
        def work():
            client.delete_tag("a", "b")  # escapes
        async def main():
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(None, work)
        asyncio.run(main())
    """,
    "exception group in except star nested": """
        client = ContainerRegistryClient("e", cred)
        async def one(c):
            await c.delete_tag("a", "b")
        async def main():
            c = AsyncClient("e", cred)
            async with asyncio.TaskGroup() as tg:
                tg.create_task(one(c))
                tg.create_task(c.delete_tag("a", "c"))
        try:
            asyncio.run(main())
        except Exception:
            pass
    """,
    "staticmethod helper on class": """
        class H:
            @staticmethod
            def make(c=None):
                return ContainerRegistryClient("e", c)
            @classmethod
            def delete(cls, c=None):
                cls.make(c).delete_tag("a", "b")  # anonymous: sometimes, escapes
        H.delete()
        H.delete(cred)
    """,
    "kwargs forwarding": """
        def make(*args, **kwargs):
            return ContainerRegistryClient(*args, **kwargs)
        make("e").delete_tag("a", "b")  # anonymous: always, escapes
        make("e", cred).delete_tag("a", "b")  # escapes
        make("e", credential=None).delete_tag("a", "b")  # anonymous: always, escapes
        def wrap(**kw):
            return make("e", **kw)
        wrap(credential=cred).delete_tag("a", "b")  # escapes
        wrap().delete_tag("a", "b")  # anonymous: always, escapes
    """,
    "kwargs of a root": """
        def make(endpoint, **kwargs):
            return ContainerRegistryClient(endpoint, **kwargs)
        def purge(endpoint, **kwargs):
            make(endpoint, **kwargs).delete_tag("a", "b")  # escapes
    """,
    "attribute of config object": """
        class Config:
            credential = None
            endpoint = "e"
        config = Config()
        ContainerRegistryClient(config.endpoint, config.credential).delete_tag("a", "b")  # anonymous: always, escapes
        config.credential = cred
        ContainerRegistryClient(config.endpoint, config.credential).delete_tag("a", "b")  # escapes
    """,
    "try credential fallback": """
        def get():
            try:
                return DefaultAzureCredential()
            except Exception:
                return None
        ContainerRegistryClient("e", get()).delete_tag("a", "b")  # anonymous: sometimes, escapes
    """,
    "loop builds": """
        client = None
        for c in (None, cred):
            client = ContainerRegistryClient("e", c)
            client.delete_tag("a", "a")  # anonymous: sometimes, escapes
        client.delete_tag("a", "b")  # escapes
        for c in (cred, None):
            if flag():
                client = ContainerRegistryClient("e", c)
        client.delete_tag("a", "c")  # anonymous: sometimes, escapes
    """,
    "match that leaves nothing": """
        client = ContainerRegistryClient("e", cred)
        command = ["delete", "a", "b"] if flag() else ["show", "a"]
        match command:
            case ["delete", repository, tag]:
                client.delete_tag(repository, tag)  # escapes
            case ["show", repository]:
                client.get_repository_properties(repository)  # escapes
            case _:
                client.delete_repository("never")
        def run(arguments):
            match arguments:
                case ["drop", *tags] if tags:
                    client.delete_tag("a", tags[0])  # escapes
                case ["drop"]:
                    client.delete_repository("b")  # escapes
                case [first, *_]:
                    client.get_repository_properties(first)  # escapes
        run(["drop", "v1"] if flag() else ["show"])
        run(["drop"])
    """,
    "match that asks for a credential": """
        credential = cred if flag() else None
        client = ContainerRegistryClient("e", credential)
        match credential:
            case None:
                client.delete_tag("a", "1")  # anonymous: always, escapes
            case DefaultAzureCredential():
                client.delete_tag("a", "2")  # escapes
        class Service:
            def __init__(self, credential):
                self.credential = credential
            def run(self):
                match self.credential:
                    case None:
                        return
                client = ContainerRegistryClient("e", self.credential)
                client.delete_tag("a", "3")  # escapes
        Service(cred if flag() else None).run()
    """,
    "handler with isinstance": """
        client = ContainerRegistryClient("e", cred)
        try:
            client.delete_tag("a", "b")
        except Exception as e:
            if isinstance(e, HttpResponseError):
                print(e)
            else:
                raise
    """,
    "dispatch dict of functions": """
        client = ContainerRegistryClient("e")
        def one(): client.delete_tag("a", "1")  # anonymous: always, escapes
        def two(): client.delete_tag("a", "2")  # anonymous: always, escapes
        ops = {"one": one, "two": two}
        ops["one"]()
        for f in ops.values():
            f()
    """,
    "sorted key": """
        client = ContainerRegistryClient("e", cred)
        def key(name):
            return client.get_repository_properties(name).tag_count  # escapes
        print(sorted(["a"], key=key))
    """,
    "functools reduce/lru_cache": """
        @functools.lru_cache(maxsize=None)
        def get_client():
            return ContainerRegistryClient("e")
        get_client().delete_tag("a", "b")  # anonymous: always, escapes
    """,
    "enum branch": """
        MODE = "anon"
        def make():
            if MODE == "anon":
                return ContainerRegistryClient("e")
            return ContainerRegistryClient("e", cred)
        make().delete_tag("a", "b")  # anonymous: always, escapes
    """,
    "argparse": """
        import argparse
        def main():
            p = argparse.ArgumentParser()
            args = p.parse_args()
            credential = None if args.anonymous else DefaultAzureCredential()
            with ContainerRegistryClient(args.endpoint, credential) as client:
                for t in client.list_tag_properties(args.repo):  # escapes
                    client.delete_tag(args.repo, t.name)  # anonymous: sometimes, escapes
        if __name__ == "__main__":
            main()
    """,
    "unittest class methods not tests": """
        class Cleaner:
            def run(self):
                with ContainerRegistryClient("e", cred) as client:
                    self._clean(client)
            def _clean(self, client):
                for r in client.list_repository_names():  # escapes
                    self._repo(client, r)
            def _repo(self, client, r):
                try:
                    client.delete_repository(r)
                except HttpResponseError as e:
                    print(e)
    """,
    "abstract & subclass template": """
        class Base:
            def run(self):
                c = self.make()
                c.delete_tag("a", "b")  # anonymous: always, escapes
            def make(self):
                raise NotImplementedError
        class Sub(Base):
            def make(self):
                return ContainerRegistryClient("e")
        Sub().run()
    """,
    "del and finally close": """
        client = ContainerRegistryClient("e", cred)
        try:
            client.delete_tag("a", "b")  # escapes
        finally:
            client.close()
    """,
    "for else while": """
        client = ContainerRegistryClient("e", cred)
        n = 0
        while n < 3:
            n += 1
            client.delete_tag("a", "b")  # escapes
        else:
            client.delete_tag("a", "c")  # escapes
    """,
    "starred call generator advanced": """
        client = ContainerRegistryClient("e", cred)
        def f(*names):
            return names
        f(*client.list_repository_names())  # escapes
    """,
    "nested comprehension": """
        client = ContainerRegistryClient("e", cred)
        out = [t.name for r in client.list_repository_names() for t in client.list_tag_properties(r)]  # escapes
        d = {r: list(client.list_tag_properties(r)) for r in ["a"]}  # escapes
    """,
    "stack managers": """
        client = ContainerRegistryClient("e", cred)
        @contextlib.contextmanager
        def guarded():
            try:
                yield
            except HttpResponseError as error:
                print(error)
        class Swallow:
            def __enter__(self): return self
            def __exit__(self, kind, value, trace):
                return isinstance(value, HttpResponseError)
        class Not:
            def __enter__(self): return self
            def __exit__(self, kind, value, trace):
                return isinstance(value, ClientAuthenticationError)
        with contextlib.ExitStack() as stack:
            stack.enter_context(guarded())
            client.delete_tag("a", "1")
        with contextlib.ExitStack() as stack:
            stack.enter_context(Swallow())
            client.delete_tag("a", "1")
        with contextlib.ExitStack() as stack:
            stack.enter_context(Not())
            client.delete_tag("a", "1")  # escapes
    """,
    "names of which a part is written": """
        import sys
        client = ContainerRegistryClient("e", cred)
        class Commands:
            def do_clear(self):
                client.delete_tag("a", "1")
            def do_list(self):
                for tag in client.list_tag_properties("a"): print(tag)
            def other(self):
                client.delete_tag("a", "2")  # escapes
            def run(self, name):
                try:
                    getattr(self, f"do_{name}")()
                except HttpResponseError as error:
                    print(error)
        class Any:
            def clear(self):
                client.delete_tag("a", "3")
            def _hidden(self):
                client.delete_tag("a", "4")  # escapes
            def run(self, name):
                found = {each: getattr(self, each) for each in dir(self)}
                try:
                    found[name]()
                except HttpResponseError as error:
                    print(error)
        class Columns:
            def size(self):
                return 1
            def tags(self):
                return [tag.name for tag in client.list_tag_properties("a")]
            def show(self, name):
                return getattr(self, name)()
            def rest(self):
                try:
                    return self.tags()
                except HttpResponseError as error:
                    print(error)
        Columns().show(sys.argv[1])
        Columns().rest()
        class AllUnsafe:
            def clear(self):
                client.delete_tag("a", "3")  # escapes
        getattr(AllUnsafe(), sys.argv[1])()
        def clear_command():
            client.delete_tag("a", "5")
        def list_command():
            client.delete_tag("a", "6")
        def unsafe_command():
            client.delete_tag("a", "7")  # escapes
        def run(name):
            try:
                globals()["clear_" + name]()
                getattr(sys.modules[__name__], f"list_{name}")()
            except HttpResponseError as error:
                print(error)
            globals()["unsafe_" + name]()
        run(flag())
    """,
    "property setter": """
        class Holder:
            @property
            def client(self):
                return self._client
            @client.setter
            def client(self, value):
                self._client = value
        holder = Holder()
        holder.client = ContainerRegistryClient("e")
        holder.client.delete_tag("a", "1")  # anonymous: always, escapes
    """,
    "empty kwargs": """
        def make(**options):
            return ContainerRegistryClient("e", options.get("credential"))
        make().delete_tag("a", "1")  # anonymous: always, escapes
        make(credential=cred).delete_tag("a", "1")  # escapes
    """,
    "replaced records": """
        from typing import NamedTuple
        import dataclasses
        class Pair(NamedTuple):
            name: str
            client: object
        @dataclasses.dataclass
        class Box:
            client: object
            name: str = "x"
        pair = Pair("a", ContainerRegistryClient("e", cred))
        other = pair._replace(client=ContainerRegistryClient("e"))
        other.client.delete_tag("a", "1")  # anonymous: always, escapes
        pair._replace(name="b").client.delete_tag("a", "1")  # escapes
        box = dataclasses.replace(Box(ContainerRegistryClient("e", cred)), client=ContainerRegistryClient("e"))
        box.client.delete_tag("a", "1")  # anonymous: always, escapes
    """,
    "to_thread of an operation": """
        async def main():
            client = ContainerRegistryClient("e")
            await asyncio.to_thread(client.delete_tag, "a", "b")  # anonymous: always, escapes
        asyncio.run(main())
    """,
    "managers as decorators": """
        @contextlib.contextmanager
        def guarded():
            try:
                yield
            except HttpResponseError as error:
                print(error)
        class Handled(contextlib.ContextDecorator):
            def __enter__(self): return self
            def __exit__(self, kind, value, trace):
                return True
        client = ContainerRegistryClient("e")
        @guarded()
        def one():
            client.delete_tag("a", "1")  # anonymous: always
        @Handled()
        def two():
            client.delete_tag("a", "1")  # anonymous: always
        @contextlib.suppress(HttpResponseError)
        def three():
            client.delete_tag("a", "1")  # anonymous: always
        class Service:
            @guarded()
            def run(self):
                client.delete_tag("a", "1")  # anonymous: always
        @guarded()
        def alone():
            client.delete_tag("a", "1")  # anonymous: always
        one(); two(); three(); Service().run()
    """,
    "retries inside class": """
        import time, logging
        log = logging.getLogger(__name__)
        class Mirror:
            def __init__(self, endpoint, credential=None, **kwargs):
                self._endpoint = endpoint
                self._credential = credential or DefaultAzureCredential()
                self._client = None
                self._kwargs = kwargs
            @property
            def client(self):
                if self._client is None:
                    self._client = ContainerRegistryClient(self._endpoint, self._credential, **self._kwargs)
                return self._client
            def __enter__(self):
                return self
            def __exit__(self, *exc):
                self.close()
            def close(self):
                if self._client is not None:
                    self._client.close()
            def _retry(self, function, *args, **kwargs):
                for attempt in range(3):
                    try:
                        return function(*args, **kwargs)
                    except HttpResponseError as error:
                        if error.status_code not in (429, 503):
                            raise
                        time.sleep(2 ** attempt)
                raise RuntimeError("gave up")
            def tags(self, repository):
                return [t.name for t in self.client.list_tag_properties(repository)]  # escapes
            def delete(self, repository, tag):
                return self._retry(self.client.delete_tag, repository, tag)
            def purge(self, repository, keep=3):
                manifests = self.client.list_manifest_properties(repository, order_by="timedesc")
                for index, manifest in enumerate(manifests):  # escapes
                    if index < keep:
                        continue
                    self._retry(self.client.update_manifest_properties, repository, manifest.digest, can_write=True)
                    self._retry(lambda: self.client.delete_manifest(repository, manifest.digest))
        def main():
            with Mirror("e") as mirror:
                for tag in mirror.tags("app"):
                    mirror.delete("app", tag)
                mirror.purge("app")
        if __name__ == "__main__":
            main()
    """,
    "click group with context": """
        import click
        @click.group()
        @click.option("--endpoint")
        @click.pass_context
        def cli(ctx, endpoint):
            ctx.obj = ContainerRegistryClient(endpoint, cred)
        @cli.command()
        @click.pass_obj
        def purge(client: ContainerRegistryClient):
            client.delete_repository("x")  # escapes
        if __name__ == "__main__":
            cli()
    """,
    "typer and azure functions": """
        import typer
        import azure.functions as func
        app = typer.Typer()
        function_app = func.FunctionApp()
        @app.command()
        def purge(endpoint: str, anonymous: bool = False):
            credential = None if anonymous else DefaultAzureCredential()
            with ContainerRegistryClient(endpoint, credential) as client:
                client.delete_repository("x")  # anonymous: sometimes, escapes
        @function_app.timer_trigger(schedule="0 * * * *", arg_name="timer")
        def cleanup(timer):
            client = ContainerRegistryClient("e", DefaultAzureCredential())
            try:
                client.delete_repository("x")
            except HttpResponseError:
                print("failed")
        def legacy(req: func.HttpRequest) -> func.HttpResponse:
            client = ContainerRegistryClient("e", DefaultAzureCredential())
            client.delete_repository("x")  # escapes
            return func.HttpResponse("ok")
        if __name__ == "__main__":
            app()
    """,
    "celery and threads pool": """
        from celery import Celery
        from concurrent.futures import ThreadPoolExecutor
        app = Celery("x")
        @app.task(bind=True, autoretry_for=(HttpResponseError,))
        def purge(self, repo):
            ContainerRegistryClient("e", cred).delete_repository(repo)  # escapes
        def one(repo):
            try:
                ContainerRegistryClient("e", cred).delete_repository(repo)
            except AzureError as e:
                return str(e)
        def everything():
            with ThreadPoolExecutor(max_workers=4) as pool:
                return list(pool.map(one, ["a", "b"]))
    """,
    "factory with env": """
        import os
        def get_credential():
            if os.environ.get("ANON"):
                return None
            return DefaultAzureCredential()
        def get_client():
            endpoint = os.environ["E"]
            return ContainerRegistryClient(endpoint, get_credential())
        def delete():
            with get_client() as client:
                client.delete_tag("a", "b")  # anonymous: sometimes, escapes
        delete()
    """,
    "try in a helper that returns pager": """
        client = ContainerRegistryClient("e", cred)
        def safe_list(repo):
            try:
                return client.list_tag_properties(repo)
            except HttpResponseError:
                return []
        for tag in safe_list("a"):  # escapes
            print(tag.name)
        def safe_all(repo):
            try:
                return list(client.list_tag_properties(repo))
            except HttpResponseError:
                return []
        for tag in safe_all("a"):
            print(tag.name)
    """,
    "async service with semaphore": """
        sem = asyncio.Semaphore(4)
        async def delete_one(client, repo, tag):
            async with sem:
                await client.delete_tag(repo, tag)
        async def purge(client, repo):
            jobs = []
            async for tag in client.list_tag_properties(repo):  # escapes
                jobs.append(delete_one(client, repo, tag.name))
            results = await asyncio.gather(*jobs, return_exceptions=True)
            for r in results:
                if isinstance(r, Exception):
                    print(r)
        async def main():
            async with AsyncClient("e", cred) as client:
                await purge(client, "a")
        asyncio.run(main())
    """,
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_the_flow_is_followed(program: str) -> None:
    assert_flow(program)
