"""What the start left is dropped before a large project is kept, and no answer hangs on it."""

from __future__ import annotations

import ctypes
import gc
import linecache
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from acr_lint.lsp import heap, projects
from acr_lint.lsp.projects import Project
from acr_lint.settings import DEFAULT
from tests.lsp.conftest import CLEANUP


class _Cycle:
    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    """The collector as it was before a test."""
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def test_what_the_start_left_is_collected() -> None:
    linecache.cache["<attrs generated>"] = (1, None, ["def f(): ...\n"], "<attrs generated>")
    garbage = weakref.ref(_Cycle())
    kept = _Cycle()
    heap.tame_collector()
    gc.collect()
    assert garbage()
    heap.clear_start()
    assert garbage() is None
    assert "<attrs generated>" not in linecache.cache
    assert gc.get_freeze_count()
    assert kept.itself is kept


def test_where_the_system_offers_nothing_all_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    for nothing in (OSError, TypeError):

        def refuses(_: object, error: type[Exception] = nothing) -> None:
            raise error

        monkeypatch.setattr(ctypes, "CDLL", refuses)
        heap.share_one_heap()
        heap.clear_start()
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    heap.share_one_heap()
    heap.clear_start()


@pytest.mark.parametrize(("many", "cleared"), [(7, 1), (8, 0)])
def test_only_a_large_project_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int, cleared: int
) -> None:
    (tmp_path / ".git").mkdir()
    for number in range(6):
        (tmp_path / f"other_{number}.py").write_text("import os\n")
    (tmp_path / "cleanup.py").write_text(CLEANUP)
    calls: list[None] = []
    monkeypatch.setattr(projects, "MANY", many)
    monkeypatch.setattr(projects, "clear_start", lambda: calls.append(None))
    results = Project(str(tmp_path), lambda _: DEFAULT, (str(tmp_path),)).analyse({})
    assert [report.report.findings for report in results.reports.values()]
    assert len(calls) == cleared
