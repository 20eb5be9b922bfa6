"""How acr-lint's own modules are loaded: from where they are known to lie, without a search.

For each module Python asks several finders, looks into folders, and works out twice where its
bytecode may be. A check loads a hundred and fifty, which took a twentieth of a hook's time. What
isn't as Python itself leaves it by default (no bytecode yet, or an old one, or one that is checked
by a hash, or kept elsewhere) is left to Python.
"""

from __future__ import annotations

import marshal
import os
import sys
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import MAGIC_NUMBER, SourceFileLoader
from types import ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import CodeType

_OURS = f"{__name__.rpartition('.')[0]}."
_SUFFIX = f".{sys.implementation.cache_tag}.pyc"
_PACKAGE = "__init__"
_OPEN = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_MOST = 1 << 16  # bytes of one read: more than any bytecode here has
_DATED = MAGIC_NUMBER + bytes(4)  # bytecode that is good for a source of one time and size


def load_quickly() -> None:
    """Load in this way what is imported of this package from now on, where it lies in files."""
    usual = sys.pycache_prefix is None and not sys.flags.optimize
    in_files = isinstance(getattr(__spec__, "loader", None), SourceFileLoader)
    if usual and in_files and Finder not in sys.meta_path:
        sys.meta_path.insert(0, Finder)


class Finder:
    """Finds the modules of this package."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where a module of the package at `path` lies; None for what is found by others."""
        if path is None or not name.startswith(_OURS):
            return None
        folder, stem = path[0], name.rpartition(".")[2]
        return _at(folder, stem, name) or _at(f"{folder}{os.sep}{stem}", _PACKAGE, name)


class _Loader(SourceFileLoader):
    """Loads a module from its bytecode where that has the head that its source asks for."""

    cached: str
    head: bytes

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """A module that says already where it lies: Python asks it first, and errors take time."""
        module = ModuleType(spec.name)
        vars(module).update(__file__=self.path, __cached__=self.cached)
        return module

    def get_code(self, fullname: str) -> CodeType | None:
        """The code of the module."""
        content = _read(self.cached)
        if content.startswith(self.head):
            code: CodeType = marshal.loads(memoryview(content)[len(self.head) :])
            if code.co_filename == self.path:
                return code
        return super().get_code(fullname)


def _at(folder: str, stem: str, name: str) -> ModuleSpec | None:
    """The module of that name as the file with that stem has it; None where there is none."""
    file = f"{folder}{os.sep}{stem}.py"
    try:
        source = os.stat(file)
    except OSError:
        return None
    loader = _Loader(name, file)
    loader.cached = f"{folder}{os.sep}__pycache__{os.sep}{stem}{_SUFFIX}"
    loader.head = _DATED + _four_bytes(int(source.st_mtime)) + _four_bytes(source.st_size)
    spec = ModuleSpec(name, loader, origin=file)
    if stem == _PACKAGE:
        spec.submodule_search_locations = [folder]
    spec.has_location = True
    return spec


def _four_bytes(number: int) -> bytes:
    return (number & 0xFFFFFFFF).to_bytes(4, "little")


def _read(path: str) -> bytes:
    """The bytes of a file, none where they can't be read at once."""
    try:
        descriptor = os.open(path, _OPEN)
    except OSError:
        return b""
    try:
        content = os.read(descriptor, _MOST)
        return content if len(content) < _MOST else b""
    except OSError:
        return b""
    finally:
        os.close(descriptor)
