"""Runs that use what earlier ones kept: whatever changed in between, they tell what runs tell that
keep nothing."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from acr_lint.findings import Severity
from acr_lint.project import question, stamps
from acr_lint.project.cache import Cache
from acr_lint.project.run import Options, run
from tests.project.keeping import (
    ANONYMOUS,
    CATCHES,
    ESCAPES,
    MAKES,
    NOTHING_CHANGED,
    PLAIN,
    TICK,
    begin,
    checked,
    notebook,
    once,
    told,
    was_kept,
    write,
)

PATIENCE = question.SETTLED


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return begin(tmp_path, monkeypatch)


def test_what_was_found_is_told_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = checked()
    assert first.reports and not was_kept(first)
    monkeypatch.setattr("acr_lint.project.run.Tree", None)  # nothing is read, nothing analysed
    again = once(["."], Options())
    assert was_kept(again)
    assert told(again) == told(first)


def test_what_was_kept_holds_no_text(project: Path) -> None:
    write(project, {"secret.py": MAKES + "PASSWORD = 'open sesame'\n"})
    checked()
    kept = [path for path in (project / ".acr_lint_cache").iterdir() if path.suffix == ".acr-lint"]
    assert len(kept) == 1
    assert b"secret.py" in kept[0].read_bytes()
    assert b"sesame" not in kept[0].read_bytes()


def replace_unnoticed(path: Path, old: str, new: str) -> None:
    """Change a file so that neither its size nor its time of writing changes."""
    assert len(old) == len(new)
    before = path.stat()
    path.write_text(path.read_text().replace(old, new))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)


def swap(one: Path, other: Path) -> None:
    """Let two files change their names."""
    kept = one.with_suffix(".kept")
    one.rename(kept)
    other.rename(one)
    kept.rename(other)


Edit = Callable[[Path], object]

EDITS: dict[str, Edit] = {
    "a file grows": lambda root: write(root, {"jobs/hit.py": ANONYMOUS * 2}),
    "a file has as many bytes as before": lambda root: write(
        root, {"jobs/hit.py": ANONYMOUS.replace("client.delete_tag", "client.upload_tag")}
    ),
    "a file has size and time of before": lambda root: replace_unnoticed(
        root / "jobs/hit.py", "delete_tag", "list_tag_x"
    ),
    "a file is renamed": lambda root: (root / "jobs/hit.py").rename(root / "jobs/hot.py"),
    "two files change their names": lambda root: swap(root / "jobs/hit.py", root / "work.py"),
    "a file goes": lambda root: (root / "jobs/hit.py").unlink(),
    "a folder is renamed": lambda root: (root / "jobs").rename(root / "work"),
    "a folder goes": lambda root: shutil.rmtree(root / "jobs"),
    "a file comes that imports": lambda root: write(root, {"main.py": CATCHES}),
    "a file comes that is no program": lambda root: write(root, {"jobs/more.py": "y = 2\n"}),
    "a file comes that isn't text": lambda root: (root / "bad.py").write_bytes(
        b"import azure.containerregistry\xff"
    ),
    "a notebook changes": lambda root: write(root, {"jobs/notes.ipynb": notebook(ANONYMOUS)}),
    "a notebook is none any more": lambda root: write(
        root, {"jobs/notes.ipynb": "azure.containerregistry"}
    ),
    "a finding is silenced": lambda root: write(
        root, {"jobs/hit.py": ANONYMOUS.rstrip() + "  # acr-lint: ignore[ACR101] known\n"}
    ),
    "settings come": lambda root: write(root, {"acr-lint.toml": 'select = ["ACR101"]\n'}),
    "settings come below": lambda root: write(root, {"jobs/acr-lint.toml": 'ignore = ["ALL"]\n'}),
    "broken settings come": lambda root: write(root, {"acr-lint.toml": "selekt = 1\n"}),
    "git ignores a file": lambda root: write(root, {".gitignore": "/jobs/hit.py\n"}),
    "git ignores a folder": lambda root: write(root, {".gitignore": "jobs\n"}),
    "git ignores a file below": lambda root: write(root, {"jobs/.gitignore": "h*.py\n"}),
    "git's own list ignores a file": lambda root: write(root, {".git/info/exclude": "hit.py\n"}),
    "a folder is another repository": lambda root: (root / "jobs/.git").mkdir(),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_whatever_changes_is_seen(project: Path, edit: Edit) -> None:
    before = checked()
    edit(project)
    after = checked()
    assert told(after) != told(before)
    assert was_kept(checked())


AGAIN: dict[str, tuple[dict[str, str], Edit]] = {
    "settings": (
        {"acr-lint.toml": 'select = ["ACR101"]\n'},
        lambda root: write(root, {"acr-lint.toml": 'select = ["ACR301"]\n'}),
    ),
    "settings below": (
        {"jobs/acr-lint.toml": 'select = ["ACR101"]\n'},
        lambda root: write(root, {"jobs/acr-lint.toml": 'select = ["ACR301"]\n'}),
    ),
    "extended settings": (
        {"acr-lint.toml": 'extend = "../base.toml"\n', "../base.toml": 'ignore = ["ACR101"]\n'},
        lambda root: write(root, {"../base.toml": 'ignore = ["ACR301"]\n'}),
    ),
    "what is ignored": (
        {".gitignore": "/jobs/hit.py\n"},
        lambda root: write(root, {".gitignore": "/work.py\n"}),
    ),
    "the folder of what is ignored": (
        {"jobs/.gitignore": "*.py\n"},
        lambda root: (root / "jobs/.gitignore").rename(root / ".gitignore"),
    ),
    "which of two folders has ignored files": (
        {"aa/.gitignore": "hit.py\n", "aa/hit.py": ANONYMOUS, "bb/hit.py": ANONYMOUS},
        lambda root: (root / "aa/.gitignore").rename(root / "bb/.gitignore"),
    ),
    "where modules lie": (
        {
            "lib/tools.py": ESCAPES.replace("clients", "made.clients"),
            "lib/a/made/clients.py": MAKES,
        },
        lambda root: write(root, {"lib/a/setup.cfg": ""}),
    ),
    "a repository that is none any more": (
        {"jobs/.git/HEAD": ""},
        lambda root: shutil.rmtree(root / "jobs/.git"),
    ),
}


@pytest.mark.parametrize(("files", "edit"), AGAIN.values(), ids=AGAIN)
def test_whatever_changes_again_is_seen(project: Path, files: dict[str, str], edit: Edit) -> None:
    write(project, files)
    before = checked()
    edit(project)
    after = checked()
    assert told(after) != told(before)


def test_the_folder_of_what_is_ignored_where_all_is_below(project: Path) -> None:
    for name in ("clients.py", "work.py"):
        (project / name).unlink()
    write(project, {"jobs/.gitignore": "/hit.py\n"})
    before = checked()
    (project / "jobs/.gitignore").rename(project / ".gitignore")
    assert told(checked()) != told(before)


def test_a_file_that_is_only_touched_is_looked_at_again(project: Path) -> None:
    checked()
    (project / "work.py").touch()
    assert not was_kept(checked())
    assert was_kept(checked())


def test_what_a_link_leads_to(project: Path) -> None:
    write(project, {"../elsewhere/one.py": ANONYMOUS, "../elsewhere/two.py": "x = 1\n"})
    (project / "linked.py").symlink_to("../elsewhere/one.py")
    first = checked()
    write(project, {"../elsewhere/one.py": ANONYMOUS * 2})
    second = checked()
    assert told(second) != told(first)
    (project / "linked.py").unlink()
    (project / "linked.py").symlink_to("../elsewhere/two.py")
    assert told(checked()) != told(second)


OPTIONS = {
    "select": Options(select=("ACR101",)),
    "extend-select": Options(extend_select=("ACR107",)),
    "ignore": Options(ignore=("ACR101",)),
    "severity": Options(severity=(("ACR101", Severity.INFO),)),
    "fail-on": Options(select=("ACR201",), fail_on=Severity.INFO),
    "respect-gitignore": Options(respect_gitignore=False),
    "isolated": Options(isolated=True),
    "config": Options(config="other/acr-lint.toml"),
    "baseline": Options(baseline="known.json"),
}


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_options_are_answered_each(project: Path, options: Options) -> None:
    settings = {"acr-lint.toml": 'ignore = ["ACR3"]\n', "other/acr-lint.toml": "select = []\n"}
    reads = ANONYMOUS.replace('delete_tag("app", "old")', 'get_tag_properties("app", "old")')
    write(project, {**settings, ".gitignore": "jobs/hit.py\n", "reads.py": reads})
    run(["."], Options(baseline="known.json", update_baseline=True))
    plain = checked()
    changed = checked(options)
    assert told(changed) != told(plain)
    assert was_kept(checked())
    assert was_kept(checked(options))


def test_excluded_folders_by_force(project: Path) -> None:
    files = {"other/hit.py": ANONYMOUS, "more/one.py": "", "more/two.py": ""}
    write(project, {"acr-lint.toml": 'exclude = ["more"]\n', **files})
    forced = Options(force_exclude=True)
    for paths, count in ((("more", "other"), 3), (("other", "more/one.py"), 2)):
        assert checked(forced, paths).checked == 1
        assert checked(PLAIN, paths).checked == count
        assert was_kept(checked(forced, paths))
        assert not was_kept(checked(PLAIN, paths))  # no walk sees what changes there


def test_each_folder_has_its_answer(project: Path) -> None:
    write(project, {"other/hit.py": ANONYMOUS})
    asked = (("jobs",), ("other",), ("jobs", "other"), ("jobs", "work.py"), (".",))
    first = [told(checked(paths=paths)) for paths in asked]
    assert len({str(each) for each in first}) == len(asked)
    for paths, before in zip(asked, first, strict=True):
        again = checked(paths=paths)
        assert was_kept(again)
        assert told(again) == before


def test_it_is_the_same_from_anywhere(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked()
    monkeypatch.chdir(project / "jobs")
    assert was_kept(checked(paths=("..",)))
    assert was_kept(checked(paths=(str(project),)))


def test_files_that_are_named_alone_are_not_worth_it(project: Path) -> None:
    assert not checked(paths=("work.py",)).remarks
    assert not (project / ".acr_lint_cache").exists()
    once(["."], Options())
    assert not checked(paths=("work.py",)).remarks
    time.sleep(2 * TICK)
    typed = ("jobs/hit.py", "x = 1\n")
    assert told(run([], Options(cached=True), typed)) == told(run([], Options(), typed))


def test_nested_projects_keep_for_themselves(project: Path) -> None:
    (project / "jobs/.git").mkdir()
    before = checked()
    assert (project / "jobs/.acr_lint_cache").is_dir()
    write(project, {"jobs/hit.py": ANONYMOUS * 2})
    after = checked()
    assert told(after) != told(before)
    assert [NOTHING_CHANGED in remark for remark in after.remarks] == [True, False]


@pytest.mark.parametrize("where", ["", "jobs/"])
def test_baselines_are_compared_anew(project: Path, where: str) -> None:
    write(project, {f"{where}acr-lint.toml": 'baseline = "known.json"\n'})
    known = project / f"{where}known.json"
    update = Options(update_baseline=True)
    missing = checked()
    assert missing.problems
    updated = once(["."], update)
    assert was_kept(updated)
    assert told(updated) == told(run(["."], update))
    all_known = checked()
    assert was_kept(all_known)
    assert not all_known.problems
    assert told(all_known) != told(missing)
    less = json.loads(known.read_text())
    less["files"].popitem()
    known.write_text(json.dumps(less))
    some_known = checked()
    assert was_kept(some_known)
    assert told(some_known) != told(all_known)
    write(project, {"jobs/hit.py": "x = 1\n"})
    assert checked().notices
    mended = checked()
    assert was_kept(mended)
    assert mended.notices


def test_another_version_answers_for_itself(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked()
    for place, value in (("__version__", "0.0.9"), ("sys", SimpleNamespace(version="4.0"))):
        with monkeypatch.context() as patched:
            patched.setattr(question, place, value)
            assert not was_kept(checked())
            assert was_kept(checked())
    assert was_kept(checked())


def test_changed_files_of_ours_answer_for_themselves(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"ours/__init__.py": "", "ours/rules/one.py": "x = 1\n"})
    monkeypatch.setattr(question, "_HERE", str(tmp_path / "ours/__init__.py"))
    assert not was_kept(checked())
    assert was_kept(checked())
    write(tmp_path, {"ours/rules/one.py": "x = 2\n"})
    assert not was_kept(checked())
    write(tmp_path, {"ours/rules/two.py": ""})
    assert not was_kept(checked())
    os.utime(tmp_path / "ours/rules/two.py", (2**32, 2**32))  # as if it changed after it was read
    assert "just changed" in checked().remarks[0]
    shutil.rmtree(tmp_path / "ours")  # as in an archive, whose files can't be looked at
    assert not was_kept(checked())
    assert not was_kept(checked())


def test_the_installed_azure_core_counts(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    core = tmp_path / "site/azure/core/exceptions.py"
    header = "class AzureError(Exception):\nclass HttpResponseError(AzureError):\n"
    write(tmp_path, {"site/azure/core/exceptions.py": header})
    elsewhere = [path for path in sys.path if not Path(path, "azure").exists()]
    monkeypatch.setattr(sys, "path", elsewhere)
    write(
        project,
        {
            "narrow.py": ANONYMOUS.replace("client.", "try:\n    client.", 1)
            + "except azure.core.exceptions.ResourceNotFoundError:\n    raise\n"
        },
    )
    checked()
    monkeypatch.setattr(sys, "path", [*elsewhere, str(tmp_path / "site")])
    assert not was_kept(checked())
    assert was_kept(checked())
    core.write_text(header + "\n")
    assert not was_kept(checked())
    os.utime(core, (2**32, 2**32))
    assert "just changed" in checked().remarks[0]


def test_what_has_just_changed_is_not_trusted(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(question, "SETTLED", 3600 * 10**9)
    done = checked()
    assert [remark.partition(":")[0] for remark in done.remarks] == ["not kept for the next time"]
    assert not was_kept(checked())


def without_change(path: str) -> SimpleNamespace:
    """What a file system that notes no time of change, as that of a name, tells of a file."""
    status = os.stat(path)
    times = {"st_mtime_ns": status.st_mtime_ns, "st_ctime_ns": status.st_mtime_ns}
    return SimpleNamespace(st_size=status.st_size, st_ino=status.st_ino, **times)


@pytest.mark.parametrize("name", ["bad/one.py", "bat/hit.py"])
def test_a_new_name_that_leaves_no_trace(
    project: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(stamps, "os", SimpleNamespace(stat=without_change))
    write(project, {"bad/hit.py": ""})
    (project / "bad/hit.py").write_bytes(b"import azure.containerregistry\xff")
    before = checked()
    (project / name).parent.mkdir(exist_ok=True)
    (project / "bad/hit.py").rename(project / name)
    after = checked()
    assert told(after) != told(before)


def test_new_text_that_leaves_no_time(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "os", SimpleNamespace(stat=without_change))
    before = checked()
    write(project, {"jobs/hit.py": ANONYMOUS * 2})
    assert told(checked()) != told(before)


def coarse(path: str) -> SimpleNamespace:
    """What a file system whose clock has two seconds, and no numbers of files, tells of a file."""
    status = os.stat(path)
    two = 2 * 10**9
    return SimpleNamespace(
        st_size=status.st_size,
        st_mtime_ns=status.st_mtime_ns // two * two,
        st_ctime_ns=status.st_ctime_ns // two * two,
        st_ino=0,
    )


def test_a_clock_that_hardly_moves(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(question, "SETTLED", PATIENCE)
    monkeypatch.setattr(stamps, "os", SimpleNamespace(stat=coarse))
    for number in range(4):
        text = ANONYMOUS.replace("\nclient.", "\n#lient." if number % 2 else "\nclient.")
        (project / "jobs/hit.py").write_text(text)
        checked()


@pytest.mark.parametrize("ahead", [-3600, 3600])
def test_the_clock_of_the_file_system_counts(
    project: Path, monkeypatch: pytest.MonkeyPatch, ahead: int
) -> None:
    """Ours may be another, as on a share of the network."""
    monkeypatch.setattr(question, "SETTLED", 60 * 10**9)
    set_clock(monkeypatch, ahead)
    assert "just changed" in checked().remarks[0]


def set_clock(monkeypatch: pytest.MonkeyPatch, ahead: int) -> None:
    """Let our clock be so many seconds ahead."""
    real = time.time_ns
    monkeypatch.setattr(question.time, "time_ns", lambda: real() + ahead * 10**9)


def test_the_clock_of_the_cache_alone_does_not_count(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Cache.write

    def ahead(cache: Cache, *given: object) -> bool:
        *words, may = given
        return real(cache, *words, lambda now: may(now + 3600 * 10**9))  # type: ignore

    monkeypatch.setattr(question, "SETTLED", 60 * 10**9)
    monkeypatch.setattr(Cache, "write", ahead)
    assert "just changed" in checked().remarks[0]


@pytest.mark.parametrize("ahead", [0, 3600])
def test_a_file_that_changes_while_it_is_read(
    project: Path, monkeypatch: pytest.MonkeyPatch, ahead: int
) -> None:
    from acr_lint.project import analysis

    real = analysis.relevant_texts

    def changing(*arguments: object) -> object:
        texts = real(*arguments)  # type: ignore[arg-type]
        write(project, {"jobs/hit.py": "x = 1\n"})
        time.sleep(2 * TICK)
        return texts

    for _ in range(2):  # with stamps taken after the reading, then before it
        with monkeypatch.context() as patched:
            patched.setattr(analysis, "relevant_texts", changing)
            set_clock(patched, ahead)
            assert any("hit.py" in file.source.path for file in once(["."], PLAIN).reports)
        checked()
        write(project, {"jobs/hit.py": ANONYMOUS * 2})


def test_a_file_that_changes_while_it_is_told_of(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from acr_lint.project import kept

    checked()
    real = kept.read

    def changing(path: str) -> bytes:
        if path.endswith("hit.py"):
            write(project, {"jobs/hit.py": "x = 1\n"})
        return real(path)

    monkeypatch.setattr(kept, "read", changing)
    assert not was_kept(once(["."], PLAIN))


def test_a_file_that_could_not_be_read(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from acr_lint.project import search, sweep

    def refusing(path: str) -> bytes:
        if path.endswith("plain.py"):
            raise PermissionError(13, "Permission denied")
        return search.read(path)

    with monkeypatch.context() as patched:
        patched.setattr(sweep, "read", refusing)
        assert checked().problems
    readable = checked()
    assert not was_kept(readable)
    assert not readable.problems


def test_a_crash_is_not_kept(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from acr_lint import check

    with monkeypatch.context() as patched:
        patched.setattr(check, "_report", None)
        assert checked().crashes
    assert not checked().crashes


def test_projects_that_do_not_mention_the_sdk(
    tmp_path: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(project / "jobs")
    write(project, {"clients.py": "", "work.py": "", "more.py": ""})
    assert not checked().remarks
    assert not (project / ".acr_lint_cache").exists()
    monkeypatch.setattr(question, "FEW", 2)
    assert not was_kept(checked())
    assert was_kept(checked())


def test_a_folder_that_is_nobodys_project(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(project))
    assert not checked().remarks
    assert not (project / ".acr_lint_cache").exists()
    elsewhere = Options(cache_dir=str(tmp_path / "kept"))
    checked(elsewhere)
    assert was_kept(checked(elsewhere))


def test_where_it_is_kept(project: Path, tmp_path: Path) -> None:
    write(project, {"acr-lint.toml": 'cache-dir = "build/kept"\n'})
    checked()
    assert was_kept(checked())
    assert list((project / "build/kept").glob("*.acr-lint"))
    elsewhere = Options(cache_dir=str(tmp_path / "kept"))
    assert not was_kept(checked(elsewhere))
    assert was_kept(checked(elsewhere))
    assert not (project / ".acr_lint_cache").exists()


def test_where_nothing_can_be_kept(project: Path, tmp_path: Path) -> None:
    (project / ".acr_lint_cache").write_text("a file")
    for _ in range(2):
        done = checked()
        assert [remark.partition(" in ")[0] for remark in done.remarks] == ["nothing can be kept"]
    assert (project / ".acr_lint_cache").read_text() == "a file"


def test_broken_answers(project: Path) -> None:
    whole_run = told(checked())
    (file,) = (project / ".acr_lint_cache").glob("*.acr-lint")
    whole = file.read_bytes()
    for broken in (b"", whole[:-1], whole[:200], whole.replace(b"ACR101", b"ACR301"), b"\0" * 999):
        file.write_bytes(broken)
        again = checked()
        assert not was_kept(again)
        assert told(again) == whole_run
        assert file.read_bytes() == whole


def test_too_large_an_answer(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(question, "LARGEST", 999)
    assert "too much" in checked().remarks[0]
    assert not (project / ".acr_lint_cache").exists()


def test_a_folder_that_goes_is_made_again(project: Path) -> None:
    checked()
    shutil.rmtree(project / ".acr_lint_cache")
    assert not was_kept(checked())
    assert was_kept(checked())
