"""Patterns are held against git itself: every path of a tree, for one list after another."""

from __future__ import annotations

import itertools
import os
import random
import subprocess
from pathlib import Path

import pytest

from acr_lint.patterns import Patterns, may_match

LISTS = {
    "a name": ["foo.py"],
    "an anchored name": ["/foo.py", "/a/b.py"],
    "a folder": ["a/", "b.py/"],
    "a path": ["a/b", "x/*.py"],
    "stars": ["*.py", "!b*.py"],
    "two stars in front": ["**/foo.py", "**/b/c.py"],
    "two stars behind": ["a/**", "!a/foo.py"],
    "two stars between": ["a/**/c.py"],
    "stars that are no two stars": ["a**/c.py", "**a", "x/***/c.py"],
    "two stars behind the beginning of a name": ["a**/c.py", "x**/**", "!xa.d/", "b**/a/*"],
    "two stars at the end of a name": ["a**", "!a/", "x/a**", "!x/a/"],
    "a question mark": ["?oo.py", "a?b.py"],
    "brackets": ["[fx]oo.py", "[!f]oo.py", "[a-c].py", "[]a].py", "[^/]b.py", "b[[:digit:]].py"],
    "broken brackets": ["[a.py", "[z-a].py", "foo.p[", "b[[:no:]].py"],
    "escapes": ["\\#x.py", "\\!y.py", "f\\oo.py", "b\\", "a\\*b.py"],
    "comments and blanks": ["# foo.py", "", "   ", "foo.py   ", "b\\ ", "x y.py"],
    "negation": ["*", "!a/", "!a/b/", "!a/b/c.py", "!foo.py"],
    "negation below an ignored folder": ["a/", "!a/foo.py"],
    "a lone slash": ["/", "//", "!"],
    "a dot": ["./foo.py", "a/.", "../foo.py"],
    "a trailing tab": ["foo.py\t", "b.py"],
    "carriage returns": ["foo.py\r", "a/\r"],
    "braces and dollars": ["{foo,b}.py", "$x.py", "b+.py", "(b).py"],
    "long stars": ["a/*/c.py", "*/b/*", "*b*"],
}  # fmt: skip
NAMES = (
    "foo.py", "b.py", "c.py", "a*b.py", "aXb.py", "xoo.py", "[a.py", "].py", "b1.py", "#x.py",
    "!y.py", "x y.py", "$x.py", "b+.py", "(b).py", "{foo,b}.py", "xa",
)  # fmt: skip
FOLDERS = ("b.py", "", "a", "a/b", "x", "x/y", "a/x", "x/a", "b", "xa.d")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q", "."], cwd=root, check=True)
    for folder, name in itertools.product(FOLDERS, NAMES):
        (root / folder).mkdir(parents=True, exist_ok=True)
        if not (root / folder / name).is_dir():
            (root / folder / name).touch()
    return root


def ignored_by_git(root: Path, lines: list[str]) -> set[str]:
    (root / ".gitignore").write_bytes("\n".join(lines).encode() + b"\n")
    paths = files(root)
    done = subprocess.run(
        ["git", "-c", "core.excludesFile=", "check-ignore", "-z", "--stdin"],
        cwd=root,
        input="\0".join(paths).encode(),
        stdout=subprocess.PIPE,
    )
    return set(done.stdout.decode().split("\0")) - {""}


def files(root: Path) -> list[str]:
    found = []
    for folder, _, names in os.walk(root):
        if ".git" not in Path(folder).parts:
            found += [os.path.relpath(os.path.join(folder, name), root) for name in names]
    return sorted(found)


@pytest.mark.parametrize("lines", LISTS.values(), ids=LISTS.keys())
def test_same_as_git(repository: Path, lines: list[str]) -> None:
    expected = ignored_by_git(repository, lines)
    patterns = Patterns(tuple(lines))
    assert {path for path in files(repository) if patterns.match(path)} == expected


def test_same_as_git_for_random_patterns(repository: Path) -> None:
    chance = random.Random(20)
    pieces = [
        "a",
        "b",
        "foo",
        "*",
        "**",
        "?",
        "/",
        "/",
        "!",
        "[a-c]",
        "[!x]",
        ".py",
        "\\",
        "x",
        " ",
    ]
    for _ in range(150):
        lines = [
            "".join(chance.choices(pieces, k=chance.randint(1, 6)))
            for _ in range(chance.randint(1, 4))
        ]
        expected = ignored_by_git(repository, lines)
        patterns = Patterns(tuple(lines))
        found = {path for path in files(repository) if patterns.match(path)}
        assert found == expected, lines


def test_a_negation_decides_only_what_it_names() -> None:
    patterns = Patterns(("*.py", "!keep.py"))
    assert patterns.decide("other.py", is_folder=False) is True
    assert patterns.decide("keep.py", is_folder=False) is False
    assert patterns.decide("readme.md", is_folder=False) is None


@pytest.mark.parametrize("line", sorted({line for lines in LISTS.values() for line in lines}))
def test_what_a_line_matches_it_may_match(line: str) -> None:
    paths = [f"{folder}/{name}".lstrip("/") for folder in FOLDERS for name in NAMES]
    matched = [path for path in paths if Patterns((line,)).match(path)]
    assert all(may_match(line, path) for path in matched)


def test_a_path_without_what_a_line_spells_out_is_not_matched() -> None:
    for line in ("test_*.py", "*_test.py", "conftest.py", "tests/", "!a/tests/*"):
        assert not may_match(line, "src/program.py")
