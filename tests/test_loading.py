"""Our own modules load quickly, and are the same modules: their code is that of their source."""

from __future__ import annotations

import os
import py_compile
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "server" / "acr_lint"
_RUN = """\
import sys
from acr_lint.loading import load_quickly
load_quickly()
from _frozen_importlib_external import SourceFileLoader
slowly, usual = [], SourceFileLoader.get_code
def get_code(self, name):
    slowly.append(name)
    return usual(self, name)
SourceFileLoader.get_code = get_code
from acr_lint import probe
from acr_lint.below import inner
assert inner.NAME == "acr_lint.below.inner" and inner.__package__ == "acr_lint.below"
assert probe.__spec__.cached == probe.__cached__, probe.__spec__
assert probe.__file__ == probe.__spec__.origin == probe.answer.__code__.co_filename
print(probe.answer(), probe.__file__, probe.__loader__.get_source("acr_lint.probe") is not None)
print(*(name for name in slowly if name.startswith("acr_lint.")))
"""


ALL = ["acr_lint.probe", "acr_lint.below", "acr_lint.below.inner"]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package of that name with some modules."""
    package = tmp_path / "here" / "acr_lint"
    (package / "below").mkdir(parents=True)
    for name in ("__init__.py", "loading.py"):
        (package / name).write_text((PACKAGE / name).read_text())
    (package / "below" / "__init__.py").write_text("")
    (package / "below" / "inner.py").write_text("NAME = __name__\n")
    _write(package, 1)
    return package


def test_bytecode_is_made_once_and_loaded_from_then_on(package: Path) -> None:
    told = f"1 {package / 'probe.py'} True"
    assert _run(package) == (told, ALL)
    assert _run(package) == (told, [])


def test_a_source_that_has_changed_is_read_again(package: Path) -> None:
    _run(package)
    _write(package, 2)
    assert _answer(package) == ("2", ["acr_lint.probe"])
    assert _answer(package) == ("2", [])


def test_bytecode_that_is_cut_off_or_of_another_version_is_made_again(package: Path) -> None:
    _run(package)
    (cached,) = (package / "__pycache__").glob("probe.*.pyc")
    whole = cached.read_bytes()
    for broken in (b"", whole[:10], b"\0\0\0\0" + whole[4:]):
        cached.write_bytes(broken)
        assert _answer(package) == ("1", ["acr_lint.probe"])
        assert cached.read_bytes() == whole


def test_bytecode_that_is_checked_by_a_hash_is_left_to_python(package: Path) -> None:
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    _run(package)
    py_compile.compile(str(package / "probe.py"), doraise=True, invalidation_mode=mode)
    _write(package, 2)
    assert _answer(package) == ("1", ["acr_lint.probe"])


def test_a_package_that_was_moved_with_its_bytecode_knows_its_new_place(package: Path) -> None:
    _run(package)
    moved = package.parent.parent / "there"
    package.parent.rename(moved)
    assert _run(moved / "acr_lint")[0] == f"1 {moved / 'acr_lint' / 'probe.py'} True"


@pytest.mark.parametrize(
    ("options", "variables"), [(["-O"], {}), ([], {"PYTHONPYCACHEPREFIX": "elsewhere"})]
)
def test_bytecode_that_lies_elsewhere_is_left_to_python(
    package: Path, options: list[str], variables: dict[str, str]
) -> None:
    _run(package)
    (package / "__pycache__").joinpath(f"probe.{sys.implementation.cache_tag}.pyc").write_bytes(b"")
    for _ in range(2):
        assert _answer(package, *options, **variables) == (
            "1",
            ALL,
        )


def _write(package: Path, answer: int) -> None:
    """Write a module that answers this; each answer has a time of its own."""
    file = package / "probe.py"
    file.write_text(f"def answer():\n    return {answer}\n")
    os.utime(file, (1e9 + answer, 1e9 + answer))


def _answer(package: Path, *options: str, **variables: str) -> tuple[str, list[str]]:
    told, slowly = _run(package, *options, **variables)
    return told.split()[0], slowly


def _run(package: Path, *options: str, **variables: str) -> tuple[str, list[str]]:
    """What the module says of itself, and which modules Python had to load."""
    environment = {**os.environ, "PYTHONPATH": str(package.parent), **variables}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    process = subprocess.run(
        [sys.executable, *options, "-c", _RUN],
        cwd=package.parent.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not process.returncode, process.stderr
    told, slowly = process.stdout.splitlines()
    return told, slowly.split()
