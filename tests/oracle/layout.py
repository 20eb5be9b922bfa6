"""Putting a program's chunks into files, and importing what each file needs.

What is imported is written `$Name` in the chunks; each file chooses its own way of importing it.
The chunks of a program that has several files are parted in their order, so that no file needs a
later one while it is loaded. Some functions are then moved to earlier files; they import what they
need when they are called.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tests.oracle.builder import DIGEST, Builder, Chunk, Lines, indent
from tests.oracle.program import Program

_TOKEN = re.compile(r"\$([A-Za-z_]\w*)")
_WORD = re.compile(r"[A-Za-z_]\w*")
_MOVABLE = re.compile(r"(async )?def (apply|first|forward|scene|second|show|work)_\d+\(")
_SDK = "azure.containerregistry"
_AIO = "azure.containerregistry.aio"
_ERRORS = "azure.core.exceptions"
_ORIGINS = {
    "Client": (_SDK, "ContainerRegistryClient"),
    "AioClient": (_AIO, "ContainerRegistryClient"),
    "Credential": ("azure.identity", "DefaultAzureCredential"),
    "AioCredential": ("azure.identity.aio", "DefaultAzureCredential"),
    "HttpResponseError": (_ERRORS, "HttpResponseError"),
    "AzureError": (_ERRORS, "AzureError"),
    "ClientAuthenticationError": (_ERRORS, "ClientAuthenticationError"),
    "ResourceNotFoundError": (_ERRORS, "ResourceNotFoundError"),
    "ResourceExistsError": (_ERRORS, "ResourceExistsError"),
    "ServiceRequestError": (_ERRORS, "ServiceRequestError"),
    "flag": ("opaque", "flag"),
    "use": ("opaque", "use"),
    "consume": ("opaque", "consume"),
    "with_client": ("opaque", "with_client"),
    "with_aio_client": ("opaque", "with_aio_client"),
    "as_completed": ("concurrent.futures", "as_completed"),
}
_LITERALS = {"URL": '"https://example.azurecr.io"', "DIGEST": f'"{DIGEST}"'}
_MODULES = {"futures": "concurrent.futures"}


class _File(NamedTuple):
    path: str
    chunks: list[Chunk]
    body: Lines


class Layout:
    """How one program is put into files; `plain` imports are all of the usual form."""

    def __init__(self, builder: Builder, imports: bool, modules: bool) -> None:
        self._b = builder
        self._imports = imports
        self._modules = modules

    def program(self, body: Lines) -> Program:
        """The program whose entry point ends with `body`."""
        chunks = self._b.chunks
        if self._modules and len(chunks) > 1 and self._b.chance(0.35):
            self._b.used.add("modules")
            return self._many_files(chunks, body)
        return Program({"main.py": self._text(_File("main.py", chunks, body), {}, [])})

    # ---- several files

    def _many_files(self, chunks: list[Chunk], body: Lines) -> Program:
        b = self._b
        package = b.one_of("app", "app", "")
        count = min(b.one_of(1, 2, 2, 3), len(chunks))
        ends = sorted(b.random.sample(range(1, len(chunks) + 1), count))
        names = b.random.sample(("clients", "work", "jobs", "common"), count)
        if package and b.chance(0.3):
            entry = "app/__main__.py"
        else:
            entry = "main.py"
        files: list[_File] = []
        start = 0
        for name, end in zip(names, ends, strict=True):
            path = f"{package}/{name}.py" if package else f"{name}.py"
            files.append(_File(path, chunks[start:end], []))
            start = end
        files.append(_File(entry, chunks[start:], body))
        return Program(self._rendered(files, package), entry)

    def _rendered(self, files: list[_File], package: str) -> dict[str, str]:
        b = self._b
        if b.chance(0.4):
            self._move_back(files)
        homes = {name: file.path for file in files for chunk in file.chunks for name in chunk.names}
        texts: dict[str, str] = {}
        exported: list[str] = []
        starred: dict[str, list[str]] = {}
        before: dict[str, str] = {}
        for file in files:
            extra: Lines = []
            names = [name for chunk in file.chunks for name in chunk.names]
            if names and b.chance(0.25):
                starred[file.path] = names
                extra = [f"__all__ = {names!r}".replace("'", '"')]
            later = {
                name: home
                for name, home in homes.items()
                if name not in before and home != file.path
            }
            chunks = [_importing_later(chunk, later) for chunk in file.chunks]
            texts[file.path] = self._text(
                file._replace(chunks=chunks), dict(before), extra, starred
            )
            before.update(dict.fromkeys(names, file.path))
        if package and b.chance(0.8):
            reexport = b.chance(0.4)
            first = files[0]
            if reexport:
                exported = [chunk.names[0] for chunk in first.chunks]
            stem = _stem(first.path)
            lines = [f"from .{stem} import {name}" for name in exported]
            texts[f"{package}/__init__.py"] = "".join(f"{line}\n" for line in lines)
            if exported and b.chance(0.7):
                self._use_reexports(texts, package, stem, exported, files[-1].path)
        return texts

    def _move_back(self, files: list[_File]) -> None:
        """Move functions to earlier files, so that modules import each other."""
        entry = {name for chunk in files[-1].chunks for name in chunk.names}
        for index, file in enumerate(files[1:], 1):
            for chunk in list(file.chunks):
                words = set(_WORD.findall("\n".join(chunk.lines)))
                alone = len(chunk.names) == 1 and _MOVABLE.match(chunk.lines[0])
                if alone and not words & (entry - {*chunk.names}) and self._b.chance(0.5):
                    file.chunks.remove(chunk)
                    self._b.random.choice(files[:index]).chunks.append(chunk)

    def _use_reexports(
        self, texts: dict[str, str], package: str, stem: str, exported: list[str], path: str
    ) -> None:
        """Let the entry point import from the package what its `__init__` brings."""
        for name in exported:
            for source, target in (
                (f"from {package}.{stem} import {name}\n", f"from {package} import {name}\n"),
                (f"from .{stem} import {name}\n", f"from . import {name}\n"),
            ):
                texts[path] = texts[path].replace(source, target)

    def _text(
        self,
        file: _File,
        homes: dict[str, str],
        extra: Lines,
        starred: dict[str, list[str]] | None = None,
    ) -> str:
        """The file's text: imports, chunks, body."""
        lines = [line for chunk in file.chunks for line in [*chunk.lines, ""]] + file.body
        imports: dict[str, None] = {}
        text = "\n".join(lines)
        text = self._import_own(text, file, homes, imports, starred or {})
        text = self._import_others(text, imports)
        header = [line for line in imports if line]
        future = ["from __future__ import annotations"] if self._b.chance(0.15) else []
        return "\n".join([*future, *header, *extra, "", text]) + "\n"

    def _import_own(
        self,
        text: str,
        file: _File,
        homes: dict[str, str],
        imports: dict[str, None],
        starred: dict[str, list[str]],
    ) -> str:
        """Import the program's own names that the text needs from other files."""
        b = self._b
        for name, home in homes.items():
            if not re.search(rf"\b{name}\b", text):
                continue
            relative = "/" in file.path and "/" in home and b.chance(0.6)
            dotted = home.removesuffix(".py").replace("/", ".")
            folder, _, stem = dotted.rpartition(".")
            origin = f".{stem}" if relative else dotted
            form = b.one_of("name", "name", "name", "alias", "module", "dotted", "star")
            if form == "star" and home in starred:
                imports[f"from {origin} import *"] = None
            elif form == "alias":
                alias = f"{name}_alias"
                imports[f"from {origin} import {name} as {alias}"] = None
                text = re.sub(rf"\b{name}\b", alias, text)
            elif form == "module" and folder:
                parent = "." if relative else folder
                imports[f"from {parent} import {stem} as {stem}_module"] = None
                text = re.sub(rf"\b{name}\b", f"{stem}_module.{name}", text)
            elif form == "dotted" and not relative:
                imports[f"import {dotted}"] = None
                text = re.sub(rf"\b{name}\b", f"{dotted}.{name}", text)
            else:
                imports[f"from {origin} import {name}"] = None
        return text

    def _import_others(self, text: str, imports: dict[str, None]) -> str:
        """Import what `$` marks."""
        forms: dict[str, str] = {}

        def replaced(match: re.Match[str]) -> str:
            name = match[1]
            if name not in forms:
                forms[name] = self._imported(name, imports)
            return forms[name]

        return _TOKEN.sub(replaced, text)

    def _imported(self, name: str, imports: dict[str, None]) -> str:
        """Import what a token stands for; the expression that it becomes."""
        if name in _LITERALS:
            return _LITERALS[name]
        if name not in _ORIGINS:
            return self._module(_MODULES.get(name, name), imports)
        module, original = _ORIGINS[name]
        if not self._imports or name in ("flag", "use", "consume"):
            alias = name if name.startswith("Aio") else original
            return self._from(module, original, alias, imports)
        form = self._b.one_of("from", "from", "from", "alias", "module", "module as", "tried")
        if form != "from":
            self._b.used.add("imports")
        alias = name if name.startswith("Aio") else original
        if form == "alias":
            alias = f"{alias}Alias"
        elif form == "module":
            return f"{self._module(module, imports)}.{original}"
        elif form == "module as":
            short = module.replace(".", "_")
            parent, _, stem = module.rpartition(".")
            line = f"import {module} as {short}"
            if parent and self._b.chance(0.5):
                line = f"from {parent} import {stem} as {short}"
            imports[line] = None
            return f"{short}.{original}"
        elif form == "tried":
            suffix = f" as {alias}" if alias != original else ""
            line = f"from {module} import {original}{suffix}"
            imports["\n".join(["try:", *indent([line]), "except ImportError:", "    raise"])] = None
            return alias
        return self._from(module, original, alias, imports)

    def _from(self, module: str, name: str, alias: str, imports: dict[str, None]) -> str:
        suffix = f" as {alias}" if alias != name else ""
        imports[f"from {module} import {name}{suffix}"] = None
        return alias

    def _module(self, module: str, imports: dict[str, None]) -> str:
        imports[f"import {module}"] = None
        return module


def _importing_later(chunk: Chunk, later: dict[str, str]) -> Chunk:
    """The chunk, a function, with imports in its body of what later files define."""
    words = set(_WORD.findall("\n".join(chunk.lines)))
    imports = [
        f"    from {home.removesuffix('.py').replace('/', '.')} import {name}"
        for name, home in later.items()
        if name in words
    ]
    return chunk._replace(lines=[chunk.lines[0], *imports, *chunk.lines[1:]])


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".py")
