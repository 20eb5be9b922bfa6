from __future__ import annotations

import random
import sysconfig
from collections.abc import Sequence
from pathlib import Path

import pytest

from acr_lint.project import importers as module
from acr_lint.project.importers import (
    Importers,
    Sought,
    extract_of,
    extracts,
    sought_of,
    statements_of,
)
from acr_lint.project.outline import imports_of
from acr_lint.project.search import spells

LIBRARY = sorted(Path(sysconfig.get_path("stdlib")).glob("*.py"))


def statements(text: str) -> list[bytes]:
    return [*statements_of(text.encode())]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import a", "import a"),
        ("x = 1\n    import a  # why\ny", "import a  # why"),
        (
            "from a import (\n    b,  # (one)\n    c,\n)\nd",
            "from a import (\n    b,  # (one)\n    c,\n",
        ),
        ("from a \\\n  import b, \\\n  c\nd", "from a \\\n  import b, \\\n  c"),
        ("import a \\\n  , b, (\n", "import a \\\n  , b, ("),
        ("from a import \\\n (b,\n c)\n", "from a import \\\n (b,\n c"),
        ("x = 1; from a import b; f(import_)", "x = 1; from a import b; f(import_)"),
        ("from a import (b", "from a import (b"),
        ("import a\\", "import a\\"),
        ("from a import (  # (one)\n  b,\n)\n", "from a import (  # (one)\n  b,\n"),
        ("from a import (  # see c)\n  b,  # (\n)\n", "from a import (  # see c)\n  b,  # (\n"),
    ],
)
def test_statements(text: str, expected: str, end: str) -> None:
    (found,) = statements(text.replace("\n", end))
    assert found.strip() == expected.replace("\n", end).strip().encode()


def test_a_file_in_one_line_keeps_its_words() -> None:
    found = extract_of(b'{"source": "from . import alpha", "image": "' + b"A" * 5000 + b'"}')
    assert spells(found, b"alpha")
    assert b"from . import" in found
    assert len(found) < 200


def test_what_lies_far_from_imports_is_not_kept() -> None:
    body = b"".join(b"x = %d\n" % number for number in range(1000))
    lazy = b"def f():\n    from a import (\n        b,\n        importer,\n    )\n"
    content = b"import first\n" + body + lazy + body + b"import last\n" + body
    found = extract_of(content)
    assert {*statements_of(content)} == {one.rstrip(b"\n)") for one in statements_of(found)}
    assert len(found) < 200


def test_the_extracts_of_files_behind_each_other_are_those_of_each() -> None:
    parts = [
        "import a\n",
        "\n",
        "x = 1\n" * 200,
        "from b import (\n  c,\n)",
        "import d\\\n, e",
        "\0",
    ]
    parts += [
        "# from f import (g\r\n",
        "from h import \\\r\n i\r\n",
        "import j\\",
        "from .. import k",
    ]
    chance = random.Random(5)
    for _ in range(500):
        files = [
            "".join(chance.choices(parts, k=chance.randint(0, 5))).encode()
            for _ in range(chance.randint(1, 6))
        ]
        content = b"\n".join(files)
        ends = [sum(map(len, files[:number])) + number - 1 for number in range(1, len(files) + 1)]
        found = extracts(content, ends, content.find).split(b"\0")
        assert len(found) == len(files)
        for one, file in zip(found, files, strict=True):
            lines = {line for piece in statements_of(one) for line in piece.splitlines()}
            alone = {
                line for piece in statements_of(extract_of(file)) for line in piece.splitlines()
            }
            assert alone - {b""} <= lines


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.name)
def test_no_import_of_the_standard_library_is_missed(path: Path) -> None:
    content = path.read_bytes()
    found = [*statements_of(extract_of(content))]
    for one in imports_of(content.decode("utf-8", "replace")):
        words = [word.encode() for word in (*one.module.split("."), one.name or "") if word]
        words = [word for word in words if word != b"*"]
        assert any(all(spells(each, word) for word in words) for each in found), one


def importers(files: dict[str, str], *sought: str, roots: tuple[str, ...] = ("/p",)) -> set[str]:
    index = Importers()
    for path, text in files.items():
        folder, _, name = f"/p/{path}".rpartition("/")
        index.note(folder, {name: text.encode()})
    modules = sought_of([f"/p/{path}" for path in sought], roots)
    return {path[3:] for path in index.of([*modules])}


def test_a_module_in_a_root_is_spelled_by_its_name() -> None:
    files = {"a.py": "import work\n", "deep/er/b.py": "from work import f\n", "c.py": "work = 1\n"}
    assert importers(files, "work.py") == {"a.py", "deep/er/b.py"}


def test_a_module_elsewhere_is_spelled_with_its_folder() -> None:
    files = {
        "pkg/same.py": "from .work import f\n",
        "pkg/deep/er.py": "from .. import work\n",
        "out/a.py": "from pkg.work import f\n",
        "out/b.py": "from pkg import (\n    other,\n    work,\n)\n",
        "out/c.py": "import work\nimport pkg\n",
        "out/d.py": "from pkg import network\n",
    }
    expected = {"pkg/same.py", "pkg/deep/er.py", "out/a.py", "out/b.py"}
    assert importers(files, "pkg/work.py") == expected


def test_a_package_is_imported_from_dots_inside_of_it() -> None:
    files = {
        "pkg/a.py": "from . import f\n",
        "pkg/deep/b.py": "from .. import f\n",
        "pkg/c.py": "from .a import f\n",
        "other/d.py": "from . import f\n",
        "e.py": "from pkg import f\n",
    }
    assert importers(files, "pkg/__init__.py") == {"pkg/a.py", "pkg/deep/b.py", "e.py"}


def test_what_is_noted_later_is_found() -> None:
    index = Importers()
    sought = [*sought_of(["/p/work.py"], ("/p",))]
    index.note("/p", {"a.py": b"import work"})
    assert [*index.of(sought)] == ["/p/a.py"]
    index.note("/p", {"b.py": b"import work"})
    index.note("/p", {"c.py": b"from work import x"})
    assert [*index.of(sought)] == ["/p/a.py", "/p/b.py", "/p/c.py"]


NAMES = ["a", "b", "ab", "work", "importer", "pkg"]
SPACES = [" ", "  ", "\t", " \\\n", " \\\r\n  "]
FILLERS = [
    "",
    "x = f(1)\n",
    "# (a) note (\n",
    "y = 'import'\n",
    "z = [\n",
    "\\\n",
    "pass;",
    "if a: ",
]


def some_code(chance: random.Random) -> str:
    """Lines of which some import, near each other or far apart."""
    name = lambda: chance.choice(NAMES)  # noqa: E731
    space = lambda: chance.choice(SPACES)  # noqa: E731
    pieces: list[str] = []
    for _ in range(chance.randint(0, 12)):
        dots = "." * chance.choice([0, 0, 0, 1, 2])
        source = dots + ".".join(name() for _ in range(chance.randint(not dots, 3)))
        names = [name() + chance.choice(["", "", f" as {name()}"]) for _ in range(3)]
        comment = chance.choice(["", "  # (why) a)", "  # from b import ("])
        apart = "    # nothing\n" * chance.choice([0, 0, 0, 40])
        listed = f",{comment}\n{apart}    ".join(names)
        pieces += (
            chance.choice(FILLERS) * chance.choice([0, 1, 1, 20, 70, 300]),
            chance.choice(["", "    ", "try: "]),
            chance.choice(
                [
                    f"import {source.strip('.') or name()}{comment}",
                    f"from {source}{space()}import{space()}{', '.join(names)}{comment}",
                    f"from {source}{space()}import{space()}({comment}\n    {listed}\n)",
                    f"from {source} import (\n    {listed},",
                    "important = 1",
                ]
            ),
            chance.choice(["\n", "\n", "\n", "; ", "\r\n", "", "\\"]),
        )
    return "".join(pieces)


def plainly(texts: dict[str, str], path: str, root: str) -> set[str]:
    """The files with an import that may mean the module at `path`, by all that their texts say."""
    (module,) = sought_of([path], [root])
    found: set[str] = set()
    for importer, text in texts.items():
        for one in imports_of(text):
            words = {word.encode() for word in (*one.module.split("."), one.name or "")}
            near = not module.above or importer.startswith(module.folder + "/")
            if module.name in words and (near or module.above in words):
                found.add(importer)
            if one.level and not one.module and importer.startswith(f"{module.package or None}/"):
                found.add(importer)
    return found


class Elsewhere:
    """An index as it looks from another process."""

    def __init__(self, index: Importers) -> None:
        self._index = index

    def ask(self, sought: Sequence[Sought]) -> None:
        self._sought = sought

    def answer(self) -> list[list[str]]:
        return self._index.each(self._sought)

    def end(self) -> None:
        self._index.end()


@pytest.mark.parametrize("seed", range(40))
def test_the_index_finds_what_a_look_at_every_file_does(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PACKED", 200)
    monkeypatch.setattr(module, "_MANY", seed % 5)
    chance = random.Random(seed)
    folders = ["/p", "/p/pkg", "/p/pkg/work", "/p/a", "/p/a/b", "/p/pkgs"]
    modules = [f"{folder}/{name}.py" for folder in folders for name in (*NAMES, "__init__")]
    files = {path: some_code(chance) for path in chance.sample(modules, 25)}
    index, other = Importers(small=seed % 2 == 0), Importers(small=seed % 3 == 0)
    for path, text in files.items():
        folder, _, name = path.rpartition("/")
        chance.choice([index, other]).note(folder, {name: text.encode()})
    index.add(Elsewhere(other))
    for root in ("/p", "/p/pkg"):
        for path in modules:
            found = {*index.of([*sought_of([path], [root])])}
            assert found >= plainly(files, path, root), path
