"""How the cost of the analysis grows with the code: it should grow as the code does."""

from __future__ import annotations

import gc
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from acr_lint.check import Project, check, make_module
from acr_lint.layout import Layout
from acr_lint.model.build import build
from acr_lint.project.run import Run, run
from acr_lint.settings import DEFAULT
from acr_lint.text.source import Source
from tests.bench.programs import files_passing, passing

SIZES = (10, 100, 1000, 10_000)
FILES = (1, 10, 100, 1000)
DOUBLED = (60, 120, 240)
_LINES = 2000
_RUNS = 3

T = TypeVar("T")


def show() -> None:
    """Print the curve over functions that hand a client on, over a long file that doubles, and over
    files that hand a client on."""
    print("\ncurve: functions that hand a client on, ten in a row")
    _curve([passing(size) for size in SIZES], SIZES)
    print("\ncurve: functions that hand a client on, all in one row")
    _curve([passing(size, chain=size) for size in SIZES[:-1]], SIZES[:-1])
    print(f"\ncurve: {_LINES:,} lines with {DOUBLED[0]} functions, doubled")
    filler = next(n for n in range(99) if passing(DOUBLED[0], filler=n).count("\n") >= _LINES)
    _curve([passing(size, filler=filler) for size in DOUBLED], DOUBLED)
    _files()


def _curve(texts: list[str], sizes: tuple[int, ...]) -> None:
    """Print a row for each text: what reading, interpreting and all of a check take.

    The last column is the growth of the check's time divided by that of the size: 1 is linear.
    """
    print(f"{'functions':>9}{'lines':>8}{'read ms':>9}{'model ms':>10}{'check ms':>10}", end="")
    print(f"{'ms a function':>15}{'growth':>8}{'findings':>10}")
    last: tuple[int, float] | None = None
    for text, size in zip(texts, sizes, strict=True):
        layout = Layout("", [], {"program.py"}.__contains__)
        reading, module = _best(partial(make_module, Source("program.py", text), layout))
        program = Project([module], layout)
        modelling, _ = _best(partial(build, program))
        checking, reports = _best(partial(check, program, lambda path: DEFAULT, strict=True))
        growth = "" if last is None else f"{checking / last[1] / (size / last[0]):.2f}"
        print(
            f"{size:9}{text.count(chr(10)):8}{reading * 1e3:9.1f}{modelling * 1e3:10.1f}"
            f"{checking * 1e3:10.1f}{checking * 1e3 / size:15.2f}{growth:>8}"
            f"{sum(len(report.findings) for report in reports):10}"
        )
        last = (size, checking)


def _files() -> None:
    """Print a row for each number of files: what finding them, and all of a run, take."""
    print("\ncurve: files that hand a client on, ten in a row")
    print(
        f"{'files':>9}{'finding ms':>12}{'run ms':>9}{'ms a file':>11}{'growth':>8}{'findings':>10}"
    )
    last: tuple[int, float] | None = None
    for size in FILES:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / ".git").mkdir()
            for name, text in files_passing(size).items():
                (Path(folder) / name).write_text(text)
            stages: dict[str, float] = {}
            running, found = _best(partial(_timed, folder, stages))
        growth = "" if last is None else f"{running / last[1] / (size / last[0]):.2f}"
        findings = sum(len(one.report.findings) for one in found.reports)
        print(
            f"{size:9}{stages['relevant'] * 1e3:12.1f}{running * 1e3:9.1f}"
            f"{running * 1e3 / size:11.2f}{growth:>8}{findings:10}"
        )
        last = (size, running)


def _timed(folder: str, stages: dict[str, float]) -> Run:
    """A run over a folder; `stages` learns what passed until the relevant files were known."""
    started = time.process_time()

    def tell(stage: str) -> None:
        if stage.startswith("reading"):
            stages["relevant"] = time.process_time() - started

    return run([folder], tell=tell)


def _best(work: Callable[[], T]) -> tuple[float, T]:
    """The least processor time of some runs, and what the last gave; long work is run once.

    Nothing searches for garbage meanwhile, as nothing does in a run of the command line.
    """
    best, done = float("inf"), 0.0
    for _ in range(_RUNS):
        gc.collect()
        gc.disable()
        started = time.process_time()
        result = work()
        spent = time.process_time() - started
        gc.enable()
        best, done = min(best, spent), done + spent
        if done > _RUNS:
            break
    return best, result
