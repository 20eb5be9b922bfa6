"""What other libraries call, hold or expect of a program, and objects that nothing is known of."""

from __future__ import annotations

import pytest

from tests.model.programs import assert_flow

PROGRAMS = {
    "click group caught": """
        import click
        client = ContainerRegistryClient("e", cred)
        @click.group()
        def cli():
            pass
        @click.command()
        @click.option("--name", default="x")
        def crawl(name):
            client.delete_tag(name, "1")
        cli.add_command(crawl)
        @cli.command("other")
        @click.argument("name")
        def other(name):
            for tag in client.list_tag_properties(name): print(tag)
        if __name__ == "__main__":
            try:
                cli()
            except BaseException as error:
                print(error)
    """,
    "click group that nothing here calls": """
        import click
        client = ContainerRegistryClient("e", cred)
        @click.group
        @click.pass_context
        def cli(ctx):
            ctx.ensure_object(dict)
        @cli.command()
        def crawl(name):
            client.delete_tag(name, "1")  # escapes
    """,
    "click groups in each other": """
        import click
        @click.group(invoke_without_command=True)
        def cli():
            pass
        @cli.group()
        def tags():
            pass
        @tags.command()
        def crawl(name):
            client = ContainerRegistryClient("e")
            client.delete_tag(name, "1")  # anonymous: always, escapes
        cli(obj={})
    """,
    "click context object": """
        import click
        @click.group()
        @click.pass_context
        def cli(ctx):
            ctx.obj = ContainerRegistryClient("e", cred)
        @cli.command()
        @click.pass_obj
        def crawl(client, name):
            client.delete_tag(name, "1")
        try:
            cli()
        except Exception:
            pass
    """,
    "typer": """
        import typer
        app = typer.Typer()
        sub = typer.Typer()
        app.add_typer(sub, name="sub")
        client = ContainerRegistryClient("e", cred)
        @app.command()
        def one(name: str):
            client.delete_tag(name, "1")
        @sub.command("two")
        def two(name: str):
            client.delete_tag(name, "1")
        def main():
            try:
                app()
            except HttpResponseError as error:
                raise typer.Exit(1)
    """,
    "typer run": """
        import typer
        def one(name: str):
            ContainerRegistryClient("e", cred).delete_tag(name, "1")
        def two(name: str):
            ContainerRegistryClient("e", cred).delete_tag(name, "1")  # escapes
        try:
            typer.run(one)
        except AzureError:
            pass
        typer.run(two)
    """,
    "pytest raises": """
        import pytest
        client = ContainerRegistryClient("e")
        with pytest.raises(ClientAuthenticationError):
            client.delete_tag("a", "b")
        with pytest.raises(HttpResponseError) as info:
            client.delete_tag("a", "b")
    """,
    "unittest raises": """
        import unittest
        class T(unittest.TestCase):
            def test(self):
                client = ContainerRegistryClient("e")
                with self.assertRaises(HttpResponseError):
                    client.delete_tag("a", "b")
                with self.assertRaisesRegex(HttpResponseError, "x") as caught:
                    client.delete_repository("a")
    """,
    "class that is imported for type checkers alone": """
        from typing import TYPE_CHECKING
        from opaque import load
        if TYPE_CHECKING:
            from azure.containerregistry import ContainerRegistryClient as Client
        Client = load("azure.containerregistry").ContainerRegistryClient
        def run():
            Client("e").delete_tag("a", "b")  # anonymous: always, escapes
    """,
    "model of pydantic in a tuple's annotation": """
        from pydantic import BaseModel
        class Registry(BaseModel):
            url: str
            def tags(self):
                client = ContainerRegistryClient(self.url, cred)
                return [tag.name for tag in client.list_tag_properties("a")]
        def load(path) -> tuple[dict[str, int], Registry]:
            return {}, Registry.model_validate(path)
        def main():
            counts, registry = load("x")
            print(registry.tags())
        try:
            main()
        except Exception as error:
            print(error)
    """,
    "methods called on what nothing is known of": """
        from opaque import registries
        class Registry:
            def __init__(self, url):
                self.client = ContainerRegistryClient(url, cred)
            def tags(self, name):
                return list(self.client.list_tag_properties(name))
            def purge(self, name):
                self.client.delete_tag(name, "1")  # escapes
            def all(self):
                return list(self.client.list_repository_names())  # escapes
        def main():
            for registry in registries():
                try:
                    registry.tags("a")
                except HttpResponseError:
                    pass
                registry.purge("a")
                try:
                    registry.all("too", "many")
                except HttpResponseError:
                    pass
    """,
    "attributes of other objects": """
        from opaque import Config
        config = Config()
        if config.dry_run:
            print("would")
        else:
            ContainerRegistryClient("e", cred).delete_tag("a", "b")  # escapes
        if config.credential is None:
            ContainerRegistryClient("e", cred).delete_tag("a", "c")  # escapes
    """,
    "progress bars": """
        import click
        from rich.progress import track
        from tqdm import tqdm
        client = ContainerRegistryClient("e", cred)
        bar = tqdm(client.list_tag_properties("a"), desc="tags")
        try:
            for tag in bar:
                print(tag)
        except HttpResponseError:
            pass
        for tag in track(client.list_tag_properties("b")):  # escapes
            print(tag)
        with click.progressbar(client.list_tag_properties("c")) as tags:
            for tag in tags:  # escapes
                print(tag)
    """,
    "attempts of tenacity": """
        from tenacity import AsyncRetrying, Retrying, stop_after_attempt
        client = ContainerRegistryClient("e", cred)
        for attempt in Retrying(stop=stop_after_attempt(2)):
            with attempt:
                client.delete_tag("a", "1")
        for attempt in Retrying(stop=stop_after_attempt(2), reraise=True):
            with attempt:
                client.delete_tag("a", "2")  # escapes
        Retrying(stop=stop_after_attempt(2))(client.delete_tag, "a", "3")
        Retrying(stop=stop_after_attempt(2), reraise=True)(client.delete_tag, "a", "4")  # escapes
        Retrying(reraise=True)(client.delete_tag, "a", "for ever")
        async def work(client: AsyncClient):
            async for attempt in AsyncRetrying(stop=stop_after_attempt(2)):
                with attempt:
                    await client.delete_tag("a", "5")
    """,
    "object of click's context": """
        import click
        @click.group()
        @click.pass_context
        def main(context):
            context.obj = ContainerRegistryClient("e")
        @main.command()
        @click.pass_obj
        def drop(client):
            client.delete_tag("a", "1")  # anonymous: always, escapes
        @main.command()
        @click.pass_context
        def lock(context):
            try:
                context.obj.update_tag_properties("a", "2", can_write=False)  # anonymous: always
            except HttpResponseError as error:
                raise click.ClickException(str(error))
        main()
    """,
    "object that click makes": """
        import click
        class Kept:
            client = None
        pass_kept = click.make_pass_decorator(Kept, ensure=True)
        @click.group()
        @pass_kept
        def main(kept):
            kept.client = ContainerRegistryClient("e")
        @main.command()
        @pass_kept
        def drop(kept):
            kept.client.delete_tag("a", "1")  # anonymous: always, escapes
        main()
    """,
    "dict in click's context": """
        import click
        @click.group()
        @click.pass_context
        def main(context):
            context.ensure_object(dict)
            context.obj["client"] = ContainerRegistryClient("e")
        @main.command()
        @click.pass_obj
        def drop(kept):
            kept["client"].delete_tag("a", "1")  # anonymous: always, escapes
        if __name__ == "__main__":
            main()
    """,
    "context of typer": """
        import typer
        app = typer.Typer()
        @app.command()
        def drop(context: typer.Context):
            context.obj.delete_tag("a", "1")  # anonymous: always, escapes
        @app.callback()
        def start(context: typer.Context):
            context.obj = ContainerRegistryClient("e")
        app()
    """,
    "what tenacity retries": """
        from tenacity import (
            retry, retry_if_exception_type, retry_if_not_exception_type, retry_if_result,
            stop_after_attempt,
        )
        client = ContainerRegistryClient("e", cred)
        some = stop_after_attempt(2)
        @retry(stop=some, retry=retry_if_exception_type(HttpResponseError))
        def every():
            client.delete_tag("a", "1")
        @retry(stop=some, retry=retry_if_exception_type((ConnectionError, TimeoutError)))
        def others():
            client.delete_tag("a", "2")  # escapes
        @retry(stop=some, retry=retry_if_not_exception_type(ClientAuthenticationError))
        def all_but_one():
            client.delete_tag("a", "3")  # escapes
        @retry(stop=some, retry=retry_if_result(bool))
        async def results(client: AsyncClient):
            await client.delete_tag("a", "4")  # escapes
        @retry(stop=some, reraise=True, retry_error_callback=print)
        def called_back():
            client.delete_tag("a", "5")
        @retry(reraise=True)
        def for_ever():
            client.delete_tag("a", "6")
    """,
    "backoff that gives up": """
        import backoff
        client = ContainerRegistryClient("e", cred)
        @backoff.on_exception(backoff.expo, HttpResponseError, max_tries=2)
        def raises():
            client.delete_tag("a", "1")  # escapes
        @backoff.on_exception(backoff.expo, HttpResponseError, raise_on_giveup=False)
        def drops():
            client.delete_tag("a", "2")
        @backoff.on_exception(backoff.expo, ResourceNotFoundError, raise_on_giveup=False)
        def drops_one():
            client.get_tag_properties("a", "3")  # escapes
        @backoff.on_exception(backoff.expo, AzureError, raise_on_giveup=False)
        async def awaited(client: AsyncClient):
            await client.delete_tag("a", "4")
    """,
    "pools of multiprocessing": """
        from multiprocessing.pool import ThreadPool
        client = ContainerRegistryClient("e", cred)
        with ThreadPool(2) as pool:
            try:
                pool.map(client.delete_repository, ["1"])
                asked = pool.apply_async(client.delete_tag, ("a", "2"))
            except HttpResponseError:
                pass
            pool.starmap(client.delete_tag, [("a", "3")])  # escapes
            asked.get()  # escapes
            later = pool.imap(client.delete_repository, ["4"])
            for _ in later:  # escapes
                pass
    """,
    "group of anyio": """
        import anyio
        async def main():
            async with AsyncClient("e", cred) as client:
                try:
                    async with anyio.create_task_group() as group:
                        group.start_soon(client.delete_tag, "a", "1")
                except ExceptionGroup:
                    pass
                async with anyio.create_task_group() as group:  # escapes
                    group.start_soon(client.delete_tag, "a", "2")
        anyio.run(main)
    """,
    "hook of threads": """
        import threading
        def report(args):
            print(args.exc_value)
        threading.excepthook = report
        client = ContainerRegistryClient("e", cred)
        threading.Thread(target=client.delete_tag, args=("a", "1")).start()
        class Purge(threading.Thread):
            def run(self):
                client.delete_tag("a", "2")
        Purge().start()
        client.delete_tag("a", "3")  # escapes
    """,
    "queue of calls": """
        import queue, threading
        client, jobs = ContainerRegistryClient("e", cred), queue.Queue()
        def worker():
            while (job := jobs.get()) is not None:
                try:
                    job()
                except HttpResponseError as error:
                    print(error)
        def second():
            client.delete_tag("a", "2")
        thread = threading.Thread(target=worker)
        thread.start()
        jobs.put(lambda: client.delete_tag("a", "1"))
        jobs.put(second)
        jobs.put(None)
    """,
    "subclasses of an exit stack": """
        class Cleanup(contextlib.ExitStack):
            def add(self, function, *args):
                self.callback(function, *args)  # anonymous: always
        def remove(client):
            client.delete_tag("a", "1")  # anonymous: always, escapes
        def run():
            client = ContainerRegistryClient("e")
            with Cleanup() as cleanup:  # escapes
                cleanup.callback(remove, client)
                cleanup.add(client.delete_tag, "a", "2")
                entered = cleanup.enter_context(ContainerRegistryClient("e2"))
                entered.delete_tag("a", "3")  # anonymous: always, escapes
        run()
        class Quiet(contextlib.ExitStack):
            def __enter__(self):
                super().__enter__()
                self.enter_context(contextlib.suppress(HttpResponseError))
                return self
        def quiet():
            with Quiet():
                ContainerRegistryClient("e").delete_tag("a", "4")  # anonymous: always
        quiet()
        def by_hand():
            client = ContainerRegistryClient("e")
            with Cleanup() as cleanup:
                cleanup.enter_context(contextlib.suppress(HttpResponseError))
                client.delete_tag("a", "5")  # anonymous: always
        by_hand()
    """,
    "joblib": """
        from joblib import Parallel, delayed
        def purge(client, tag):
            client.delete_tag("a", tag)  # anonymous: always, escapes
        client = ContainerRegistryClient("e")
        Parallel(n_jobs=2)(delayed(purge)(client, tag) for tag in ("1", "2"))
        def caught(client, tag):
            client.delete_tag("a", tag)  # anonymous: always
        def run():
            with Parallel(n_jobs=2, prefer="threads") as parallel:
                try:
                    parallel([delayed(caught)(client, tag=tag) for tag in ("1", "2")])
                except HttpResponseError:
                    pass
        run()
        def listed(client):
            return client.list_repository_names()
        for names in Parallel()(map(delayed(listed), [client])):
            print(list(names))  # escapes
        delayed(purge)(client, "3")
    """,
    "queues that hold clients, and what they list": """
        import queue
        pool = queue.LifoQueue()
        pool.put(ContainerRegistryClient("e"))
        pool.get(timeout=1).delete_tag("a", "1")  # anonymous: always, escapes
        async def crawl(names, client: AsyncClient):
            try:
                await names.put(client.list_tag_properties("a"))
            except HttpResponseError:
                return
            async for tag in await names.get():  # escapes
                print(tag)
        asyncio.run(crawl(asyncio.Queue(), AsyncClient("e", cred)))
    """,
    "names for annotations": """
        from typing import Annotated, Optional
        from fastapi import Depends
        from opaque import connect
        Injected = Annotated[ContainerRegistryClient, Depends(connect)]
        Given = Optional[ContainerRegistryClient]
        def tags(client: Injected):
            return list(client.list_tag_properties("a"))  # escapes
        def purge(client: Given = None):
            if client is not None:
                client.delete_tag("a", "b")  # escapes
    """,
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_flow(name: str) -> None:
    assert_flow(PROGRAMS[name])


def test_each_root_has_some_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """However much the rest of a program costs."""
    monkeypatch.setattr("acr_lint.model.world._RUNS_OF_ANY", 0)
    monkeypatch.setattr("acr_lint.model.world._RUNS_A_LINE", 0)
    assert_flow(PROGRAMS["names for annotations"])


def test_so_have_the_statements_of_a_script(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acr_lint.model.world._RUNS_OF_ANY", 0)
    monkeypatch.setattr("acr_lint.model.world._RUNS_A_LINE", 0)
    assert_flow("""
        def connect():
            return ContainerRegistryClient("https://a.azurecr.io")
        def main():
            connect().delete_tag("a", "b")  # anonymous: always, escapes
        if __name__ == "__main__":
            main()
    """)
