from __future__ import annotations

from pathlib import Path

import pytest

from acr_lint.project.tree import Tree, Wanted
from acr_lint.settings import DEFAULT

FILES = ("a.py", "skip.py", "sub/b.py", "sub/deep/c.py", "sub/skip.py", "subway/d.py", "out/e.py")


@pytest.fixture
def root(tmp_path: Path) -> str:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("skip.py\nout/\n")
    for name in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x = 1\n")
    return tmp_path.as_posix()


@pytest.mark.parametrize(
    ("folders", "named", "expected"),
    [
        ([""], [], ["a.py", "sub/b.py", "sub/deep/c.py", "subway/d.py"]),
        (["/sub"], [], ["sub/b.py", "sub/deep/c.py"]),
        (["/sub/deep", "/sub", "/sub"], ["sub/b.py"], ["sub/b.py", "sub/deep/c.py"]),
        (["/sub/deep"], ["a.py", "sub/skip.py"], ["a.py", "sub/deep/c.py", "sub/skip.py"]),
        (["/out"], [], []),
        ([], ["out/e.py"], ["out/e.py"]),
        ([], [], []),
    ],
)
def test_wanted_files(root: str, folders: list[str], named: list[str], expected: list[str]) -> None:
    tree = Tree(root, lambda folder: DEFAULT, {})
    paths = [f"{root}/{name}" for name in named]
    for path in paths:
        if not tree.has(path):
            tree.add(path)
    wanted = Wanted(tree, [root + folder for folder in folders], paths)
    assert sorted(wanted) == [f"{root}/{name}" for name in expected]
    assert len(wanted) == len(expected)
    for name in FILES:
        assert (f"{root}/{name}" in wanted) is (name in expected)
    wanted.leave_out([f"{root}/{name}" for name in ("sub/b.py", "a.py", "elsewhere.py")])
    left = [name for name in expected if name not in ("sub/b.py", "a.py")]
    assert sorted(wanted) == [f"{root}/{name}" for name in left]
    assert len(wanted) == len(left)
    assert f"{root}/sub/b.py" not in wanted


def test_where_nothing_is_ignored_all_files_are_wanted(root: str) -> None:
    Path(f"{root}/.gitignore").unlink()
    wanted = Wanted(Tree(root, lambda folder: DEFAULT, {}), [root], [])
    assert len(wanted) == len([*wanted]) == len(FILES)
