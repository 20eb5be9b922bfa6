"""However many processes read a project, the answer is the same."""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from acr_lint.project import sweep as module
from acr_lint.project.importers import Importers, sought_of
from acr_lint.project.page import Page
from acr_lint.project.run import Options, run
from acr_lint.project.sweep import Keeper, _answer, sweep
from acr_lint.project.walk import Folder, Walk
from acr_lint.settings import DEFAULT

MAKES = "from azure.containerregistry import ContainerRegistryClient\n" \
    "def make(): return ContainerRegistryClient('u')\n"  # fmt: skip
forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks here")


@pytest.fixture(autouse=True)
def _no_process_is_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """After each test the processes that it forked have ended, and were looked at."""
    forked: list[int] = []
    if hasattr(os, "fork"):
        fork = os.fork

        def noted() -> int:
            process = fork()
            forked.append(process)
            return process

        monkeypatch.setattr(os, "fork", noted)
    yield
    for process in forked:
        with pytest.raises(ChildProcessError):
            os.waitpid(process, os.WNOHANG)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Forty folders; one makes a client, which others use through each other; one is ignored."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("ignored_*.py\n")
    for number in range(40):
        folder = tmp_path / f"pkg{number}"
        folder.mkdir()
        (folder / "plain.py").write_text("import os\nfrom pkg7 import clients\n" * (number % 2))
        (folder / f"ignored_{number}.py").write_text(MAKES)
        if number % 3 == 0:
            (folder / "uses.py").write_text(
                "from pkg7.clients import make\ndef run():\n    make().delete_tag('r', 't')\n"
                + (f"from pkg{number - 3} import uses\nuses.run()\n" if number else "")
            )
    (tmp_path / "pkg7" / "clients.py").write_text(MAKES)
    (tmp_path / "pkg8" / "b\udc80.py").write_bytes(MAKES.encode())
    return tmp_path


def _folders(project: Path) -> list[Folder]:
    return [*Walk(str(project), lambda folder: DEFAULT)]


def _swept(
    project: Path, jobs: int, note_all: bool = True, room: int = 0
) -> tuple[dict[str, bytes], list[str]]:
    """The files that mention the SDK, and those that import what makes clients."""
    importers = Importers()
    found = sweep(_folders(project), importers, Keeper(room), jobs, note_all)
    assert not found.unread
    if found.unnoted:
        sweep(found.unnoted, importers, Keeper(room), jobs, note_all=True)
    sought = [*sought_of([f"{project}/pkg7/clients.py"], [str(project)])]
    importing = [*importers.of(sought)]
    importers.note("/other", {"a.py": b"import a"})
    assert [*importers.of(sought)] == importing
    importers.end()
    return found.mentioning, importing


@forks
@pytest.mark.parametrize("note_all", [False, True])
@pytest.mark.parametrize("jobs", [0, 2, 3, 50])
def test_processes_find_what_one_finds(
    project: Path, monkeypatch: pytest.MonkeyPatch, jobs: int, note_all: bool
) -> None:
    expected, importing = _swept(project, 1)
    assert len(expected) == 2
    assert len(importing) == 20 + 14
    monkeypatch.setattr(module, "MANY", 1)
    found, importing_too = _swept(project, jobs, note_all)
    assert (found, importing_too) == (expected, importing)


def test_kept_bytes_change_nothing(project: Path) -> None:
    assert _swept(project, 1, note_all=False, room=300) == _swept(project, 1)
    assert _swept(project, 1, note_all=False, room=1 << 20) == _swept(project, 1)


def test_of_a_project_that_does_not_fit_nothing_is_kept(project: Path) -> None:
    for room, expected in ((300, 0), (1 << 20, 96)):
        keeper = Keeper(room)
        sweep(_folders(project), Importers(), keeper, 1)
        assert keeper.contents
        keeper.settle()
        assert len(keeper.contents) == expected


@forks
@pytest.mark.parametrize("jobs", [2, 5])
def test_reports_are_the_same(project: Path, monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    def found(options: Options) -> object:
        result = run([str(project)], options)
        texts = {path: source.text for path, source in result.sources.items()}
        return [one.report for one in result.reports], texts, result.checked, result.problems

    expected = found(Options())
    monkeypatch.setattr(module, "MANY", 1)
    assert found(Options(jobs=jobs)) == expected
    assert str(expected).count("ACR101") > 10


def _dies(*_: object) -> None:
    os._exit(9)


def _raises(*_: object) -> None:
    raise MemoryError


def _dies_in_its_answer(_: object, __: object, ___: object, asked: int, answer: int) -> None:
    os.write(answer, marshal.dumps(({}, {}, [1, 2, 3]))[:-2])


def _dies_before_a_question(
    share: Sequence[Folder], page: Page, noting: bytearray, asked: int, answer: int
) -> None:
    _answer(share, page, noting, os.open(os.devnull, os.O_RDONLY), answer)


def _dies_in_a_question(
    share: Sequence[Folder], page: Page, noting: bytearray, asked: int, answer: int
) -> None:
    module.Sought = None  # type: ignore[assignment,misc]  # in this process only
    _answer(share, page, noting, asked, answer)


@forks
@pytest.mark.parametrize(
    "fails", [_dies, _raises, _dies_in_its_answer, _dies_before_a_question, _dies_in_a_question]
)
def test_the_share_of_a_process_that_fails_is_read_here(
    project: Path, monkeypatch: pytest.MonkeyPatch, fails: Callable[..., None]
) -> None:
    expected = _swept(project, 1)
    monkeypatch.setattr(module, "MANY", 1)
    monkeypatch.setattr(module, "_answer", fails)
    assert _swept(project, 3) == expected


@forks
def test_where_no_process_can_be_started_all_is_read_here(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses() -> int:
        raise OSError("no more processes")

    expected = _swept(project, 1)
    descriptors = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
    monkeypatch.setattr(module, "MANY", 1)
    monkeypatch.setattr(os, "fork", refuses)
    assert _swept(project, 3) == expected
    if descriptors:
        assert len(os.listdir("/proc/self/fd")) == descriptors


@forks
def test_few_files_are_read_in_one_process(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never() -> int:
        raise AssertionError

    monkeypatch.setattr(os, "fork", never)
    assert _swept(project, 0) == _swept(project, 1)
