"""The walk is held against git: the same files as `git ls-files -co --exclude-standard`."""

from __future__ import annotations

import errno
import os
import random
import subprocess
from pathlib import Path

import pytest

from acr_lint.project.roots import project_of
from acr_lint.project.walk import Walk
from acr_lint.settings import DEFAULT, Paths, Settings

BARE = DEFAULT._replace(exclude=Paths((".git",)))


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-c", "core.excludesFile=", *arguments],
        cwd=folder,
        check=True,
        stdout=subprocess.PIPE,
    )
    return done.stdout.decode()


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def listed_by_git(root: Path) -> set[str]:
    listed = git(root, "ls-files", "-co", "--exclude-standard", "-z").split("\0")
    return {path for path in listed if path.endswith((".py", ".pyi", ".ipynb"))}


def walked(root: Path, settings: Settings = BARE) -> set[str]:
    found = Walk(str(root), lambda folder: settings)
    return {
        f"{folder.path}/{name}"[len(str(root)) + 1 :] for folder in found for name in folder.kept()
    }


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    root.mkdir()
    git(root, "init", "-q", ".")
    return root


def test_nested_negated_and_folder_only_rules(repository: Path) -> None:
    write(
        repository,
        {
            ".gitignore": "out/\n/top.py\n*.gen.py\n!keep.gen.py\ndocs/**/draft.py\n",
            "a/.gitignore": "!x.gen.py\nlocal/\n*.pyi\n!/b/*.pyi\n",
            "a/b/.gitignore": "*\n!*.py\nz*.py\n",
            ".git/info/exclude": "secret.py\n",
            **dict.fromkeys(
                (
                    "top.py", "a/top.py", "x.gen.py", "keep.gen.py", "a/x.gen.py", "out/m.py",
                    "a/out/m.py", "a/out.py", "a/local/m.py", "local/m.py", "a/m.pyi", "a/b/m.pyi",
                    "a/b/zed.py", "a/b/m.py", "a/b/c/m.py", "docs/draft.py", "docs/p/q/draft.py",
                    "docs/final.py", "secret.py", "a/secret.py", "nb.ipynb", "a/b/nb.ipynb",
                ),
                "",
            ),
        },
    )  # fmt: skip
    assert walked(repository) == listed_by_git(repository)


NAMES = ["a", "b", "ab", "lib", "out.d", "A", "[a]", "a b", "#c"]
FILES = ["m.py", "n.py", "a.pyi", "b.py", "M.py", "[a].py", "a b.py", "!x.py", "#c.py", "\\d.py"]
PARTS = [
    *NAMES,
    *FILES,
    *("*", "*", "**", "?", "a*", "*b", "*.py", "*.p*", "?.py", "m.??", "*.d", "***", "a**", "**b"),
    *("[ab]", "[!a]*", "[^m].py", "[a-l]*", "[]a]*", "[[:alpha:]].py", "[a-", "[z-a].py", "[a/b]"),
    *("\\#c", "\\!x.py", "\\*", "\\[a\\]", "m\\.py", "a\\ b", "\\\\d.py", "a\\", "out\\.d"),
]


def pattern(chance: random.Random) -> str:
    """A line of an ignore file."""
    parts = chance.choices(PARTS, k=chance.choice([1, 1, 1, 2, 2, 3]))
    line = "/".join(parts)
    line = chance.choice(["", "", "", "!", "!", "/", "**/", "!/", "! ", " ", "//"]) + line
    return line + chance.choice(
        ["", "", "", "", "/", "/", "/**", "/*", " ", "\\ ", "\t", "\r", "//"]
    )


def differences(root: Path, seed: int) -> set[str]:
    """What is found by one of git and the walk alone, in a random tree with random ignore files."""
    chance = random.Random(seed)
    for _ in range(40):
        parts = chance.choices(NAMES, k=chance.randint(0, 4))
        write(root, {"/".join([*parts, chance.choice(FILES)]): ""})
    for folder in [root, *sorted(root.rglob("*"))]:
        if folder.is_dir() and ".git" not in folder.parts and chance.random() < 0.4:
            lines = [pattern(chance) for _ in range(chance.randint(1, 4))]
            (folder / ".gitignore").write_text("\n".join(lines) + chance.choice(["\n", ""]))
    (root / ".git" / "info" / "exclude").write_text(pattern(chance) + "\n")
    return walked(root) ^ listed_by_git(root)


@pytest.mark.parametrize("seed", range(40))
def test_random_trees(repository: Path, seed: int) -> None:
    assert differences(repository, seed) == set()


@pytest.mark.long
def test_many_random_trees(tmp_path: Path) -> None:
    for seed in range(100, 1000):
        root = tmp_path / str(seed)
        root.mkdir()
        git(root, "init", "-q", ".")
        assert differences(root, seed) == set(), seed


def test_rules_above_the_folder_count(repository: Path) -> None:
    write(repository, {".gitignore": "*_pb2.py\n", "a/.gitignore": "x.py\n", "a/b/x.py": "",
                       "a/b/m_pb2.py": "", "a/b/m.py": ""})  # fmt: skip
    assert walked(repository / "a" / "b") == {"m.py"}


def test_a_worktree_has_the_exclusions_of_its_repository(repository: Path, tmp_path: Path) -> None:
    write(repository, {"m.py": "", ".git/info/exclude": "hidden.py\n"})
    git(repository, "add", ".")
    git(repository, "-c", "user.name=n", "-c", "user.email=e@x", "commit", "-qm", "start")
    tree = tmp_path / "tree"
    git(repository, "worktree", "add", "-q", str(tree))
    write(tree, {"hidden.py": "", "shown.py": ""})
    assert walked(tree) == {"m.py", "shown.py"}


def test_without_a_repository_ignore_files_still_count(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": "b.py\n", "a.py": "", "b.py": ""})
    assert walked(tmp_path) == {"a.py"}
    assert walked(tmp_path, BARE._replace(respect_gitignore=False)) == {"a.py", "b.py"}


def test_what_the_settings_exclude(tmp_path: Path) -> None:
    write(tmp_path, dict.fromkeys(
        ("m.py", "venv/m.py", "a/venv/m.py", "gen/m.py", "a/gen/m.py", "a/m_pb2.py", "build.py"), ""
    ))  # fmt: skip
    settings = DEFAULT._replace(extend_exclude=(Paths(("/gen", "*_pb2.py"), str(tmp_path)),))
    assert walked(tmp_path, settings) == {"m.py", "a/gen/m.py", "build.py"}


def test_settings_are_asked_for_again_where_a_folder_has_some(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            **dict.fromkeys(("setup.cfg", "m.py", "x.py"), ""),
            **dict.fromkeys(("sub/acr-lint.toml", "sub/x.py", "sub/m.py"), ""),
        },
    )

    def settings_for(folder: str) -> Settings:
        names = ("m.py",) if folder.endswith("/sub") else ("x.py",)
        return DEFAULT._replace(exclude=Paths(names))

    found = Walk(str(tmp_path), settings_for)
    paths = {f"{f.path}/{n}"[len(str(tmp_path)) + 1 :] for f in found for n in f.kept()}
    assert paths == {"m.py", "sub/x.py"}


def test_nested_repositories_are_projects_of_their_own(repository: Path) -> None:
    write(repository, {"m.py": "", "vendored/x.py": "", "vendored/.git": "gitdir: elsewhere"})
    found = Walk(str(repository), lambda folder: BARE)
    assert [folder.names for folder in found] == [["m.py"]]
    assert found.nested == [f"{repository}/vendored"]


def test_loose_files_have_nothing_to_do_with_what_does_not_touch_them(tmp_path: Path) -> None:
    own = ("data/pkg/__init__.py", "jobs/n.py", "jobs/old/o.py", "m.py")
    other = ("data/far/off/y.py", "data/far/on/pkg/__init__.py", "data/tools/x.py", "other/z.py")
    write(tmp_path, dict.fromkeys((*own, *other, "other/pyproject.toml"), ""))
    projects = [f"{tmp_path}/{name}" for name in ("data/far/off", "data/far/on", "data/tools")]
    projects.append(f"{tmp_path}/other")
    for alone in (False, True):
        found = Walk(str(tmp_path), lambda folder: BARE, alone=alone)
        paths = {f"{f.path}/{n}"[len(str(tmp_path)) + 1 :] for f in found for n in f.kept()}
        assert paths == set(own)
        assert found.nested == [path for path in projects if not alone or "far" not in path]
    for path in own:
        assert project_of(str((tmp_path / path).parent)) == str(tmp_path)
    assert sorted({project_of(str((tmp_path / path).parent)) for path in other}) == projects


def test_roots_are_where_build_files_and_sources_are(tmp_path: Path) -> None:
    write(
        tmp_path, {"pyproject.toml": "", "src/m.py": "", "libs/one/setup.py": "", "docs/x.py": ""}
    )
    found = Walk(str(tmp_path), lambda folder: DEFAULT)
    assert list(found)
    assert found.roots == [str(tmp_path), f"{tmp_path}/libs/one", f"{tmp_path}/src"]


def test_links_end(tmp_path: Path) -> None:
    project = tmp_path / "project"
    write(tmp_path, {"project/m.py": "", "project/a/n.py": "", "shared/common.py": ""})
    (project / "a" / "loop").symlink_to(project)
    (project / "self").symlink_to("self")
    (project / "broken.py").symlink_to("nowhere.py")
    (project / "again.py").symlink_to("m.py")
    (project / "common.py").symlink_to(tmp_path / "shared" / "common.py")
    assert walked(project) == {"m.py", "a/n.py", "common.py"}


def test_pipes_and_folders_that_look_like_files_are_none(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    write(tmp_path, {"odd.py/m.py": ""})
    assert walked(tmp_path) == {"odd.py/m.py"}


def test_an_unreadable_folder_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"m.py": "", "closed/n.py": ""})
    scandir = os.scandir

    def guarded(path: str) -> object:
        if path.endswith("/closed"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    found = Walk(str(tmp_path), lambda folder: BARE)
    assert [folder.names for folder in found] == [["m.py"]]
    assert [problem.message for problem in found.problems] == ["can't be read: permission denied"]
