"""Imports lead to the left: text, sdk, syntax, ... cli; and what a start may cost."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "server" / "acr_lint"
MODULES = sorted(PACKAGE.rglob("*.py"))
LAYERS = (
    ("loading", "room"),
    ("text",),
    ("sdk",),
    ("syntax",),
    ("model",),
    ("findings",),
    ("fixes",),
    ("rules",),
    ("patterns", "layout", "versions"),
    ("settings",),
    ("keys",),
    ("suppressions", "baseline"),
    ("salvage", "ignoring"),
    ("check",),
    ("explaining", "diagnosing"),
    ("explain",),
    ("project",),
    ("report", "lsp"),
    ("cli",),
)
RANKS = {name: rank for rank, names in enumerate(LAYERS) for name in names}
NEVER_TOGETHER = ({"cli", "lsp"}, {"report", "lsp"})
READS_AZURE_CORE = "sdk/exceptions.py"
FINDS_AZURE_CORE = "sdk/installation.py"
READ_OUR_OWN = ("loading.py", "rules/registry.py")
FILE_FUNCTIONS = {"open", "isfile", "isdir", "exists", "lexists", "listdir", "scandir"}
MAY_TOUCH_FILES = {"project", "cli", "lsp"}
NEVER_ON_THE_COMMAND_LINE = (
    "asyncio",
    "azure",
    "dataclasses",
    "importlib.metadata",
    "inspect",
    "logging",
    "lsprotocol",
    "pygls",
    "typing",
)


def _relative(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


def _layer(module: Path) -> str:
    """The package or module right below acr_lint; "" for its own two files."""
    first = _relative(module).split("/")[0].removesuffix(".py")
    return "" if first.startswith("__") else first


def _imported(module: Path) -> Iterator[str]:
    """The dotted names that a module imports, wherever in its text."""
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{_relative(module)}: relative import"
            assert node.module
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_module_has_a_layer() -> None:
    assert {_layer(module) for module in MODULES} - set(RANKS) <= {""}


def test_imports_lead_to_the_left() -> None:
    wrong = []
    for module in MODULES:
        layer = _layer(module)
        if not layer:
            continue
        for name in _imported(module):
            parts = name.split(".")
            if parts[0] != "acr_lint" or len(parts) < 2 or parts[1] not in RANKS:
                continue
            target = parts[1]
            if RANKS[target] > RANKS[layer] or {layer, target} in NEVER_TOGETHER:
                wrong.append(f"{_relative(module)} imports {name}")
    assert not wrong


def test_only_the_server_imports_pygls() -> None:
    wrong = [
        f"{_relative(module)} imports {name}"
        for module in MODULES
        for name in _imported(module)
        if name.split(".")[0] in ("pygls", "lsprotocol") and _layer(module) != "lsp"
    ]
    assert not wrong


def test_nothing_imports_the_sdk_it_checks() -> None:
    wrong = [
        f"{_relative(module)} imports {name}"
        for module in MODULES
        for name in _imported(module)
        if name.split(".")[0] == "azure"
    ]
    assert not wrong


def _called(module: Path) -> Iterator[str]:
    """The last names of what a module calls."""
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(name) | ast.Attribute(attr=name):
                    yield name


def test_only_syntax_parses() -> None:
    wrong = []
    for module in MODULES:
        if _layer(module) == "syntax" or _relative(module) == READS_AZURE_CORE:
            continue
        for node in ast.walk(ast.parse(module.read_text())):
            match node:
                case ast.Call(func=ast.Attribute(ast.Name("ast"), "parse") | ast.Name("compile")):
                    wrong.append(f"{_relative(module)}:{node.lineno}")
    assert not wrong


def test_only_the_outer_layers_touch_files() -> None:
    wrong = [
        f"{_relative(module)} calls {name}"
        for module in MODULES
        if _layer(module) not in MAY_TOUCH_FILES
        and _relative(module) not in (READS_AZURE_CORE, FINDS_AZURE_CORE, *READ_OUR_OWN)
        for name in _called(module)
        if name in FILE_FUNCTIONS
    ]
    assert not wrong


_PRINT_MODULES = """
import sys
from acr_lint.cli.main import run
code = run(sys.argv[1:])
print("\\nMODULES", code, *sys.modules)
"""


def _modules_after(*arguments: str, cwd: Path, code: int = 0) -> set[str]:
    """What is imported once the command line has run with these arguments, and ended as said."""
    process = subprocess.run(
        [sys.executable, "-c", _PRINT_MODULES, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=True,
    )
    ended, *modules = process.stdout.split("\nMODULES ")[1].split()
    assert int(ended) == code, process.stderr
    return set(modules)


def _forbidden(modules: set[str], *more: str) -> list[str]:
    return [
        name
        for name in sorted(modules)
        if any(
            name == other or name.startswith(other + ".")
            for other in (*NEVER_ON_THE_COMMAND_LINE, *more)
        )
    ]


def test_the_version_costs_nothing(tmp_path: Path) -> None:
    modules = _modules_after("--version", cwd=tmp_path)
    assert not _forbidden(modules, "argparse", "ast", "re", "json", "acr_lint.project")


def test_a_check_without_a_hit_interprets_nothing(tmp_path: Path) -> None:
    (tmp_path / "plain.py").write_text("import os\nprint(os.name)\n")
    modules = _modules_after("check", "plain.py", cwd=tmp_path)
    assert not _forbidden(modules, "acr_lint.model.build", "json", "difflib", "unicodedata")


_HIT = '''\
from azure.containerregistry import ContainerRegistryClient
client = ContainerRegistryClient('https://a.azurecr.io')
client.delete_tag('a', 'b')
def delete(tag):
    """Delete a tag."""
    client.delete_tag('a', tag)
'''


@pytest.mark.parametrize("output", ["full", "concise", "json"])
def test_a_check_with_a_hit_imports_neither_server_nor_sdk(tmp_path: Path, output: str) -> None:
    (tmp_path / "hit.py").write_text(_HIT)
    modules = _modules_after("check", "hit.py", "--output-format", output, cwd=tmp_path, code=1)
    assert not _forbidden(modules)


def test_a_hook_needs_no_parser_of_arguments(tmp_path: Path) -> None:
    (tmp_path / "hit.py").write_text(_HIT)
    modules = _modules_after("check", "--force-exclude", "hit.py", cwd=tmp_path, code=1)
    assert not _forbidden(modules, "argparse", "copy", "locale", "tokenize", "tomllib")
