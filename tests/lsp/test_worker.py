from __future__ import annotations

import asyncio
import sys
import threading

import pytest

from acr_lint.lsp.worker import Worker


def test_work_is_done_in_order_and_its_errors_come_back() -> None:
    async def scenario() -> None:
        worker = Worker(asyncio.get_running_loop())
        done: list[int] = []
        futures = [worker.submit(lambda n=n: done.append(n)) for n in range(5)]  # type: ignore[misc]  # a default
        failing = worker.submit(lambda: 1 // 0)
        await asyncio.gather(*futures)
        assert done == [0, 1, 2, 3, 4]
        with pytest.raises(ZeroDivisionError):
            await failing
        assert await worker.submit(lambda: "next") == "next"

    asyncio.run(scenario())


def test_a_superseded_job_ends_at_once_and_the_next_one_runs() -> None:
    async def scenario() -> None:
        worker = Worker(asyncio.get_running_loop())
        started = threading.Event()
        swallowed: list[str] = []

        def endless() -> None:
            started.set()
            while True:
                try:
                    sum(range(1000))
                except Exception:
                    swallowed.append("swallowed")

        running, waiting = worker.submit(endless), worker.submit(lambda: "never")
        await asyncio.to_thread(started.wait, 10)
        worker.supersede(waiting)
        worker.supersede(running)
        assert await worker.submit(lambda: "next") == "next"
        assert running.cancelled() and waiting.cancelled()
        assert not swallowed

    asyncio.run(scenario())


def test_jobs_may_be_superseded_at_any_moment() -> None:
    async def scenario() -> None:
        worker = Worker(asyncio.get_running_loop())
        for round_ in range(300):
            future = worker.submit(lambda: sum(range(2000)))
            if round_ % 3:
                await asyncio.sleep(0)
            if round_ % 2:
                await asyncio.sleep(0.0001)
            worker.supersede(future)
        assert await worker.submit(lambda: "alive") == "alive"

    asyncio.run(scenario())


def test_the_stack_is_deep() -> None:
    def deep(depth: int) -> int:
        return 0 if depth == 0 else 1 + deep(depth - 1)

    async def scenario() -> None:
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(30_000)
        try:
            worker = Worker(asyncio.get_running_loop())
            assert await worker.submit(lambda: deep(20_000)) == 20_000
        finally:
            sys.setrecursionlimit(limit)

    asyncio.run(scenario())
