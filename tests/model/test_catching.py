"""Where errors are caught, and where they aren't."""

from __future__ import annotations

import sys

import pytest

from tests.model.programs import assert_flow

PROGRAMS = {
    "handlers by their classes": """
        client = ContainerRegistryClient("e", cred)
        try:
            client.delete_tag("a", "1")
        except HttpResponseError:
            pass
        try:
            client.delete_tag("a", "2")
        except AzureError:
            pass
        try:
            client.delete_tag("a", "3")
        except:
            pass
        try:
            client.delete_tag("a", "4")  # escapes
        except ResourceNotFoundError:
            pass
        try:
            client.delete_tag("a", "5")  # escapes
        except (ClientAuthenticationError, ResourceNotFoundError):
            pass
        try:
            client.delete_tag("a", "6")
        except (ClientAuthenticationError, HttpResponseError):
            pass
        try:
            client.delete_tag("a", "7")  # escapes
        except (ValueError, OSError):
            pass
    """,
    "names bound to tuples and aliases": """
        import azure.core.exceptions
        import azure.core.exceptions as exceptions
        from azure.core.exceptions import HttpResponseError as Failed
        ERRORS = (ValueError, HttpResponseError)
        NARROW = (ValueError, ResourceNotFoundError)
        client = ContainerRegistryClient("e", cred)
        try:
            client.delete_tag("a", "1")
        except ERRORS:
            pass
        try:
            client.delete_tag("a", "2")  # escapes
        except NARROW:
            pass
        try:
            client.delete_tag("a", "3")
        except azure.core.exceptions.HttpResponseError:
            pass
        try:
            client.delete_tag("a", "4")
        except exceptions.AzureError:
            pass
        try:
            client.delete_tag("a", "5")
        except Failed:
            pass
        try:
            client.delete_tag("a", "6")
        except NARROW + (AzureError,):
            pass
    """,
    "only the body is covered": """
        client = ContainerRegistryClient("e", cred)
        try:
            client.delete_tag("a", "1")
        except HttpResponseError:
            client.delete_tag("a", "2")  # escapes
        else:
            client.delete_tag("a", "3")  # escapes
        finally:
            client.delete_tag("a", "4")  # escapes
        try:
            def later():
                client.delete_tag("a", "5")  # escapes
        except HttpResponseError:
            pass
        later()
    """,
    "nested": """
        client = ContainerRegistryClient("e", cred)
        try:
            try:
                client.delete_tag("a", "1")
            except ResourceNotFoundError:
                pass
        except HttpResponseError:
            pass
        try:
            try:
                client.delete_tag("a", "1")
            finally:
                print("done")
        except HttpResponseError:
            client.delete_tag("a", "2")  # escapes
    """,
    "re-raising is decided on purpose": """
        client = ContainerRegistryClient("e", cred)
        def one():
            try:
                client.delete_tag("a", "1")
            except HttpResponseError:
                raise
        def two():
            try:
                client.delete_tag("a", "1")
            except HttpResponseError as error:
                raise RuntimeError("no") from error
        def three():
            try:
                client.delete_tag("a", "1")
            except Exception as error:
                print(error)
                raise error
    """,
    "finally with return": """
        client = ContainerRegistryClient("e", cred)
        def swallow():
            try:
                client.delete_tag("a", "1")
            finally:
                return None
        def loses():
            try:
                client.delete_tag("a", "1")  # escapes
            finally:
                print("done")
        swallow()
        loses()
    """,
    "suppress": """
        client = ContainerRegistryClient("e", cred)
        with contextlib.suppress(HttpResponseError):
            client.delete_tag("a", "1")
        with contextlib.suppress(ClientAuthenticationError, ResourceNotFoundError):
            client.delete_tag("a", "2")  # escapes
        with contextlib.suppress(AzureError), open("x"):
            client.delete_tag("a", "3")
        with contextlib.ExitStack() as stack:
            stack.enter_context(contextlib.suppress(HttpResponseError))
            client.delete_tag("a", "4")
        with contextlib.ExitStack() as stack:
            client.delete_tag("a", "5")  # escapes
            stack.enter_context(contextlib.suppress(ResourceNotFoundError))
            client.delete_tag("a", "6")  # escapes
            stack.enter_context(contextlib.suppress(HttpResponseError))
            client.delete_tag("a", "7")
        with contextlib.ExitStack() as stack:
            if flag:
                stack.enter_context(contextlib.suppress(HttpResponseError))
                client.delete_tag("a", "8")
            client.delete_tag("a", "9")  # escapes
        with contextlib.ExitStack() as stack:
            stack.callback(client.delete_tag, "a", "10")
            stack.enter_context(contextlib.suppress(HttpResponseError))
            later = stack.pop_all()
            client.delete_tag("a", "11")  # escapes
        with contextlib.suppress(HttpResponseError):
            later.close()
        for name in ("a", "b"):
            with contextlib.ExitStack() as stack:
                client.delete_repository(name)  # escapes
                stack.enter_context(contextlib.suppress(HttpResponseError))
        with contextlib.ExitStack() as outer:
            inner = outer.enter_context(contextlib.ExitStack())
            inner.enter_context(contextlib.suppress(HttpResponseError))
            client.delete_tag("a", "12")
        with contextlib.ExitStack() as outer:  # escapes
            inner = contextlib.ExitStack()
            inner.callback(client.delete_tag, "a", "13")
            outer.push(inner)
            client.delete_repository("a")  # escapes
            outer.push(outer)
            outer.push(contextlib.suppress(ResourceNotFoundError))
        outer = contextlib.ExitStack()
        outer.enter_context(inner)
        outer.close()
        def stop_early():
            with contextlib.ExitStack() as stack:
                stack.enter_context(client)
                for tag in client.list_tag_properties("a"):  # escapes
                    stack.enter_context(contextlib.suppress(AzureError))
                    client.delete_tag("a", tag.name)
                    return
        stop_early()
    """,
    "managers of the program": """
        class Swallow:
            def __enter__(self): return self
            def __exit__(self, kind, value, trace):
                return kind is not None and issubclass(kind, HttpResponseError)
        class Always:
            def __enter__(self): return self
            def __exit__(self, *args):
                return True
        class Never:
            def __enter__(self): return self
            def __exit__(self, *args):
                print(args)
        @contextlib.contextmanager
        def guarded():
            try:
                yield
            except HttpResponseError as error:
                print(error)
        @contextlib.contextmanager
        def unguarded():
            try:
                yield
            finally:
                print("done")
        client = ContainerRegistryClient("e", cred)
        with Swallow():
            client.delete_tag("a", "1")
        with Always():
            client.delete_tag("a", "2")
        with Never():
            client.delete_tag("a", "3")  # escapes
        with guarded():
            client.delete_tag("a", "4")
        with unguarded():
            client.delete_tag("a", "5")  # escapes
    """,
    "decorators of the program": """
        def handled(function):
            @functools.wraps(function)
            def inner(*args, **kwargs):
                try:
                    return function(*args, **kwargs)
                except HttpResponseError:
                    return None
            return inner
        def logged(function):
            def inner(*args, **kwargs):
                print("called")
                return function(*args, **kwargs)
            return inner
        def retried(times):
            def decorate(function):
                def inner(*args):
                    for _ in range(times):
                        try:
                            return function(*args)
                        except AzureError:
                            continue
                return inner
            return decorate
        client = ContainerRegistryClient("e", cred)
        @handled
        def one():
            client.delete_tag("a", "1")
        @logged
        def two():
            client.delete_tag("a", "2")  # escapes
        @retried(3)
        def three():
            client.delete_tag("a", "3")
        @handled
        def uncalled():
            client.delete_tag("a", "4")
        one(); two(); three()
    """,
    "retry loops": """
        import time
        client = ContainerRegistryClient("e", cred)
        def again():
            for attempt in range(3):
                try:
                    return client.get_manifest("a", "b")
                except HttpResponseError:
                    time.sleep(1)
            return client.get_manifest("a", "b")  # escapes
        while True:
            try:
                client.delete_tag("a", "b")
                break
            except HttpResponseError:
                continue
        again()
    """,
    "tenacity": """
        import tenacity
        from tenacity import retry, stop_after_attempt
        client = ContainerRegistryClient("e", cred)
        @retry(stop=stop_after_attempt(3))
        def one():
            client.delete_tag("a", "1")
        @retry(stop=stop_after_attempt(3), reraise=True)
        def two():
            client.delete_tag("a", "2")  # escapes
        @tenacity.retry
        def three():
            client.delete_tag("a", "3")
        one(); two(); three()
    """,
    "callers": """
        client = ContainerRegistryClient("e", cred)
        def inner():
            client.delete_tag("a", "1")
        def middle():
            inner()
        def good():
            try:
                middle()
            except HttpResponseError:
                pass
        def shared():
            client.delete_tag("a", "2")  # escapes
        def also_good():
            try:
                shared()
            except HttpResponseError:
                pass
        def bad():
            shared()
    """,
    "roots": """
        client = ContainerRegistryClient("e", cred)
        def alone():
            client.delete_tag("a", "1")  # escapes
        def even(n):
            client.delete_tag("a", "2")  # escapes
            odd(n)
        def odd(n):
            even(n)
        class Service:
            def run(self):
                self._step()
            def _step(self):
                client.delete_tag("a", "3")  # escapes
            def safe(self):
                try:
                    self._other()
                except HttpResponseError:
                    pass
            def _other(self):
                client.delete_tag("a", "4")
    """,
    "own classes": """
        class RegistryError(HttpResponseError): pass
        class Broad(Exception): pass
        client = ContainerRegistryClient("e", cred)
        try:
            client.delete_tag("a", "1")  # escapes
        except RegistryError:
            pass
        try:
            client.delete_tag("a", "2")  # escapes
        except Broad:
            pass
    """,
    "frameworks register functions": """
        from flask import Flask
        import click
        app = Flask("x")
        client = ContainerRegistryClient("e", cred)
        @app.route("/")
        def index():
            client.delete_tag("a", "1")  # escapes
        @click.command()
        def main():
            client.delete_tag("a", "2")  # escapes
        app.add_url_rule("/x", view_func=lambda: client.delete_tag("a", "3"))  # escapes
        if __name__ == "__main__":
            main()
    """,
    "given to unknown code": """
        from somewhere import schedule
        client = ContainerRegistryClient("e", cred)
        def job():
            client.delete_tag("a", "1")  # escapes
        try:
            schedule(job)
        except HttpResponseError:
            pass
    """,
    "loops and break": """
        client = ContainerRegistryClient("e", cred)
        def purge():
            for tag in ("a", "b"):
                try:
                    client.delete_tag("a", tag)
                except HttpResponseError:
                    break
            else:
                client.delete_tag("a", "2")  # escapes
        purge()
    """,
    "after sys.exit nothing is reached": """
        import sys
        client = ContainerRegistryClient("e", cred)
        def main():
            if flag(1):
                sys.exit(1)
                client.delete_tag("a", "1")
            client.delete_tag("a", "2")  # escapes
        main()
    """,
    "the handler fills a value": """
        client = None
        try:
            client = ContainerRegistryClient("e")
        except ValueError:
            client = ContainerRegistryClient("e", cred)
        client.delete_tag("a", "b")  # anonymous: sometimes, escapes
    """,
    "subclass of suppress": """
        class quiet(contextlib.suppress):
            def __init__(self, *more):
                super().__init__(HttpResponseError, *more)
        class forgiving(contextlib.suppress):
            pass
        class logged(contextlib.suppress):
            def __exit__(self, kind, error, trace):
                if super().__exit__(kind, error, trace):
                    print(error)
                    return True
                return False
        client = ContainerRegistryClient("e", cred)
        with quiet(OSError):
            client.delete_tag("a", "1")
        with forgiving(AzureError):
            client.delete_tag("a", "2")
        with forgiving(ResourceNotFoundError):
            client.get_tag_properties("a", "3")  # escapes
        with logged(HttpResponseError):
            client.delete_tag("a", "4")
        with logged(ClientAuthenticationError):
            client.delete_tag("a", "5")  # escapes
    """,
    "exit of a base that swallows nothing": """
        class Registry(ContainerRegistryClient):
            def __exit__(self, *error):
                return super().__exit__(*error)
        class Session:
            def __init__(self):
                self.client = ContainerRegistryClient("e", cred)
            def __enter__(self):
                return self.client.__enter__()
            def __exit__(self, *error):
                return self.client.__exit__(*error)
        with Registry("e", cred) as client:
            client.delete_tag("a", "1")  # escapes
        with Session() as client:
            client.delete_tag("a", "2")  # escapes
    """,
    "manager that decorates a coroutine's function": """
        @contextlib.asynccontextmanager
        async def quiet():
            try:
                yield
            except HttpResponseError:
                print("denied")
        class forgiving(contextlib.AsyncContextDecorator):
            async def __aenter__(self):
                return self
            async def __aexit__(self, kind, error, trace):
                return kind is not None
        @contextlib.contextmanager
        def made():
            try:
                yield
            except HttpResponseError:
                print("denied")
        @quiet()
        async def first(client):
            await client.delete_tag("a", "1")
        @forgiving()
        async def second(client):
            await client.delete_tag("a", "2")
        @made()
        async def third(client):
            await client.delete_tag("a", "3")  # escapes
        async def main():
            async with AsyncClient("e", cred) as client:
                await first(client)
                await second(client)
                await third(client)
        asyncio.run(main())
    """,
}

GROUPS = {
    "groups and exits": """
        class Handled:
            def __enter__(self): return self
            def __exit__(self, kind, error, trace):
                return kind is not None and issubclass(kind, HttpResponseError)
        class Isinstance:
            def __enter__(self): return self
            def __exit__(self, kind, error, trace):
                return isinstance(error, HttpResponseError)
        class Every:
            def __enter__(self): return self
            def __exit__(self, kind, error, trace):
                return isinstance(error, Exception)
        async def main():
            client = AsyncClient("e", cred)
            with Handled():
                async with asyncio.TaskGroup() as group:  # escapes
                    group.create_task(client.delete_blob("app", "1"))
            with Isinstance():
                async with asyncio.TaskGroup() as group:  # escapes
                    group.create_task(client.delete_blob("app", "1"))
            with Every():
                async with asyncio.TaskGroup() as group:
                    group.create_task(client.delete_blob("app", "1"))
        asyncio.run(main())
    """,
    "group in finally": """
        async def run(client):
            try:
                async with asyncio.TaskGroup() as group:  # escapes
                    group.create_task(client.delete_tag("app", "v1"))
            except HttpResponseError:
                print("denied")
            finally:
                await client.delete_tag("app", "v1")
        async def start(client):
            try:
                await run(client)
            except (ClientAuthenticationError, ResourceNotFoundError):
                return
            except AzureError:
                print("denied")
        async def main():
            await start(AsyncClient("e", cred))
        asyncio.run(main())
    """,
    "group without finally": """
        async def run(client):
            try:
                async with asyncio.TaskGroup() as group:  # escapes
                    group.create_task(client.delete_tag("app", "v1"))
            except HttpResponseError:
                print("denied")
        async def start(client):
            try:
                await run(client)
            except AzureError:
                print("denied")
        async def main():
            await start(AsyncClient("e", cred))
        asyncio.run(main())
    """,
    "group whose errors a handler can't take": """
        async def main():
            client = AsyncClient("e", cred)
            while True:
                try:
                    async with asyncio.TaskGroup() as group:  # escapes
                        task = group.create_task(client.delete_tag("a", "1"))
                    break
                except ResourceNotFoundError:
                    break
            print(task.result())
        asyncio.run(main())
    """,
    "except star": """
        client = ContainerRegistryClient("e", cred)
        try:
            client.delete_tag("a", "1")
        except* HttpResponseError:
            pass
        async def purge():
            await AsyncClient("e", cred).delete_tag("a", "2")
        async def main():
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(purge())
            except* HttpResponseError:
                pass
        asyncio.run(main())
        async def other():
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(purge())
            except ExceptionGroup:
                pass
        asyncio.run(other())
    """,
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_an_error_is_caught_where_python_catches_it(program: str) -> None:
    assert_flow(program)


@pytest.mark.skipif(sys.version_info < (3, 11), reason="except* came with Python 3.11")
@pytest.mark.parametrize("program", GROUPS.values(), ids=GROUPS)
def test_groups_are_caught_by_except_star(program: str) -> None:
    assert_flow(program)
