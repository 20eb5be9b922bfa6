"""However many processes read a project, and whatever becomes of them, the answer is the same."""

from __future__ import annotations

import marshal
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from acr_lint.project import crew as module
from acr_lint.project import question, sweep
from acr_lint.project import run as running
from acr_lint.project.crew import Crew, _Line, _work
from acr_lint.project.importers import Importers
from acr_lint.project.page import Page
from acr_lint.project.run import Options, run
from acr_lint.project.tree import Tree
from acr_lint.project.walk import walked
from acr_lint.settings import DEFAULT
from tests.project.keeping import TICK
from tests.project.sweeping import folders_of, made, shown, swept

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks here")
SECONDS = 60


@pytest.fixture(autouse=True)
def _ends(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """No test waits for ever, and after each the processes that it forked have ended, and were
    looked at."""

    def give_up(*_: object) -> None:
        raise TimeoutError

    fork = os.fork
    forked: list[int] = []

    def noted() -> int:
        process = fork()
        forked.append(process)
        return process

    monkeypatch.setattr(os, "fork", noted)
    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(SECONDS)
    yield forked
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)
    for process in forked:
        with pytest.raises(ChildProcessError):
            os.waitpid(process, os.WNOHANG)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of many files, of which a process takes few at a time."""
    monkeypatch.setattr(sweep, "MANY", 10)
    monkeypatch.setattr(module, "_FILES", 3)
    return made(tmp_path)


def _descriptors() -> int:
    return len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0


@pytest.mark.parametrize("jobs", [0, 2, 3, 50])
def test_processes_find_what_one_finds(project: Path, jobs: int, _ends: list[int]) -> None:
    expected = swept(project, 1)
    assert not _ends
    open_ = _descriptors()
    assert swept(project, jobs) == expected
    assert swept(project, jobs, note_all=False) == expected
    assert len(_ends) == 2 * (jobs - 1) or jobs == 0
    assert _descriptors() == open_


@pytest.mark.parametrize("jobs", [2, 5])
def test_reports_are_the_same(project: Path, jobs: int, _ends: list[int]) -> None:
    def found(options: Options) -> object:
        result = run([str(project)], options)
        texts = {path: source.text for path, source in result.sources.items()}
        return [one.report for one in result.reports], texts, result.checked, result.problems

    expected = found(Options())
    assert found(Options(jobs=jobs)) == expected
    assert str(expected).count("ACR101") > 10
    assert len(_ends) == jobs - 1


def test_the_crew_looks_into_files_while_others_are_found(project: Path) -> None:
    ahead = sweep.Ahead(2, lambda: None)
    folders = folders_of(project)
    ahead.meet(folders[0])
    assert ahead.crew is None
    for folder in folders[1:]:
        ahead.meet(folder)
    assert ahead.crew
    deadline = time.monotonic() + SECONDS
    while not ahead.crew._line.is_marked and time.monotonic() < deadline:
        time.sleep(0.001)
    assert ahead.crew._line.is_marked, "the other process has found nothing by itself"
    importers = Importers()
    assert shown(project, ahead.crew.found(importers), importers) == swept(project, 1)


@pytest.mark.parametrize("mentions", [True, False])
def test_the_leader_prepares_where_the_sdk_is_mentioned(project: Path, mentions: bool) -> None:
    prepared: list[int] = []
    crew = Crew(1, lambda: prepared.append(1))
    for folder in folders_of(project)[:5]:
        if not mentions:
            for name in folder.names:
                (project / folder.path / name).write_text("import os\n")
        crew.take(folder)
    assert bool(crew.found(Importers()).mentioning) is mentions
    crew.end()
    assert prepared == [1] * mentions


def _dies(*_: object) -> None:
    os._exit(9)


def _raises(*_: object) -> None:
    raise MemoryError


def _dies_with_a_batch(line: _Line, *_: object) -> None:
    line.next()
    line.next()
    os._exit(9)


def _dies_in_its_answer(line: _Line, _: object, __: int, answer: int) -> None:
    following = line.next()
    os.write(answer, marshal.dumps(([following and following[0]], {"a": b"b"}, {}))[:-2])


def _says_nonsense(_: object, __: object, ___: int, answer: int) -> None:
    os.write(answer, marshal.dumps(7))


def _dies_before_a_question(line: _Line, page: Page, asked: int, answer: int) -> None:
    _work(line, page, os.open(os.devnull, os.O_RDONLY), answer)


def _dies_in_a_question(line: _Line, page: Page, asked: int, answer: int) -> None:
    vars(module)["Sought"] = None  # in this process only
    _work(line, page, asked, answer)


@pytest.mark.parametrize(
    "fails",
    [
        _dies,
        _raises,
        _dies_with_a_batch,
        _dies_in_its_answer,
        _says_nonsense,
        _dies_before_a_question,
        _dies_in_a_question,
    ],
)
def test_what_a_process_took_that_fails_is_read_here(
    project: Path, monkeypatch: pytest.MonkeyPatch, fails: Callable[..., None]
) -> None:
    expected = swept(project, 1)
    monkeypatch.setattr(module, "_work", fails)
    assert swept(project, 3) == expected


@pytest.mark.parametrize("allowed", [0, 1])
def test_where_no_more_processes_can_be_started_the_others_read_all(
    project: Path, monkeypatch: pytest.MonkeyPatch, allowed: int
) -> None:
    fork = os.fork
    started: list[int] = []

    def refuses() -> int:
        if len(started) == allowed:
            raise OSError("no more processes")
        started.append(1)
        return fork()

    expected = swept(project, 1)
    open_ = _descriptors()
    monkeypatch.setattr(os, "fork", refuses)
    assert swept(project, 3) == expected
    assert _descriptors() == open_


def test_where_there_is_no_shared_memory_one_process_reads_all(
    project: Path, monkeypatch: pytest.MonkeyPatch, _ends: list[int]
) -> None:
    def refuses(*_: int) -> None:
        raise OSError("no memory")

    expected = swept(project, 1)
    monkeypatch.setattr(module, "mmap", refuses)
    assert swept(project, 3) == expected
    assert not _ends


def test_what_finds_no_room_in_the_line_is_read_here(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = swept(project, 1)
    for room in (1, 500):
        monkeypatch.setattr(module, "_ROOM", room)
        assert swept(project, 2) == expected


def test_a_line_that_is_full_takes_no_more_and_waits_for_nobody() -> None:
    line = _Line()
    for number in range(20_000):
        line.put(number, [(f"/folder{number}", ["a.py"])])
    line.close()
    taken = []
    while (following := line.next()) is not None:
        taken.append(following)
    line.end()
    assert 100 < len(taken) < 20_000
    assert taken == [(number, [(f"/folder{number}", ["a.py"])]) for number in range(len(taken))]


def test_a_run_that_breaks_off_leaves_no_process(
    project: Path, monkeypatch: pytest.MonkeyPatch, _ends: list[int]
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    for owner, name in ((Tree, "__init__"), (Crew, "found"), (running, "_answer")):
        with monkeypatch.context() as patched:
            patched.setattr(owner, name, breaks)
            with pytest.raises(KeyboardInterrupt):
                run([str(project)], Options(jobs=2))
    assert len(_ends) == 3
    with pytest.raises(KeyboardInterrupt):
        walked(str(project), lambda folder: DEFAULT, meet=breaks)


def test_processes_of_which_the_system_keeps_no_account_may_end(project: Path) -> None:
    expected = swept(project, 1)
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert swept(project, 3) == expected
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_nobody_begins_to_read_where_an_answer_may_be_known(
    project: Path, monkeypatch: pytest.MonkeyPatch, _ends: list[int]
) -> None:
    monkeypatch.setattr(question, "SETTLED", int(TICK * 1e9))
    time.sleep(2 * TICK)
    options = Options(jobs=2, cached=True, cache_dir=str(project.parent / "kept"))
    first = run([str(project)], options)
    assert len(_ends) == 1
    assert "kept for the next time" in first.remarks[0]
    second = run([str(project)], options)
    assert [one.report for one in second.reports] == [one.report for one in first.reports]
    assert len(_ends) == 1
    (project / "pkg7" / "clients.py").write_text("")
    third = run([str(project)], options)
    assert [one.report for one in third.reports] != [one.report for one in first.reports]
    assert len(_ends) == 2


def test_few_files_are_read_in_one_process(
    project: Path, monkeypatch: pytest.MonkeyPatch, _ends: list[int]
) -> None:
    monkeypatch.setattr(sweep, "MANY", 1000)
    assert swept(project, 0) == swept(project, 1)
    assert not _ends
