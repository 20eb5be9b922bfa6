"""The outline of a file: its top-level statements, what each binds, names and imports.

It is read from the text by expressions, a good deal faster than by parsing, and may only err by
saying too much: a word in a string counts as a name, a keyword argument as a binding. It decides
which files are analysed, never what is said about them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_NOISE = re.compile(
    r"\"(?<![fF]\")(?<![fF][rR]\")\"\"[^\\\"]*(?:(?:\\.|\"(?!\"\"))[^\\\"]*)*\"\"\""
    r"|'(?<![fF]')(?<![fF][rR]')''[^\\']*(?:(?:\\.|'(?!''))[^\\']*)*'''"
    r"|(?P<text>\"\"\"[^\\\"]*(?:(?:\\.|\"(?!\"\"))[^\\\"]*)*\"\"\""
    r"|'''[^\\']*(?:(?:\\.|'(?!''))[^\\']*)*'''"
    r"|\"[^\"\\\n]*(?:\\.[^\"\\\n]*)*\"|'[^'\\\n]*(?:\\.[^'\\\n]*)*')"
    r"|#[^\n]*",
    re.DOTALL,
)
_STATEMENT = re.compile(r"\n(?=[^\s)\]}#])")
_CONTINUES = re.compile(r"(?:else|elif|except|finally)\b")
_DEFINITION = re.compile(r"(?:async\s+)?(?:def|class)\s+(\w+)")
_NESTED = re.compile(r"\b(?:def|class)\s+(\w+)")
_TARGETS = re.compile(r"(?m)(?:^|(?<=[;:=]))[ \t]*([\w.,*()\[\] \t]+?)(?::[^=\n]+)?=(?!=)")
_AS = re.compile(r"\bas\s+(\w+)|\bfor\s+([\w, ()]+?)\s+in\b|(\w+)\s*:=")
_GLOBAL = re.compile(r"\bglobal\s+([\w, \t]+)")
_NAME = re.compile(r"(?<![\w.])[^\W\d]\w*")
_WORD = re.compile(r"[^\W\d]\w*")
_IMPORT = re.compile(
    r"from(?<![\w.]from)[ \t]*([.\w \t]*?)[ \t]*\bimport\b[ \t]*(\([^)]*\)|[^\n;]*)"
    r"|import(?<![\w.]import)[ \t]+([^\n;]+)"
)


class Import(NamedTuple):
    """One imported name.

    `from {level dots}{module} import {name} as {local}`; `name` is None for `import {module}`,
    which binds `local` to the module itself or, without `as`, to its first package.
    """

    module: str
    level: int
    name: str | None
    local: str


class Statement(NamedTuple):
    """One top-level statement: the names it binds in its module, the names in it, its imports.

    An import has no names: what it binds doesn't depend on what else it binds. `is_definition`
    says that it is a function or class: its imports bind nothing outside of it.
    """

    text: str
    binds: frozenset[str]
    names: frozenset[str]
    imports: tuple[Import, ...]
    is_definition: bool


def outline(text: str) -> tuple[Statement, ...]:
    """The top-level statements of a file."""
    pieces: list[str] = []
    decorated = False
    for piece in _STATEMENT.split(_clean(text)):
        if pieces and (decorated or _CONTINUES.match(piece)):
            pieces[-1] += "\n" + piece
        else:
            pieces.append(piece)
        decorated = piece.startswith("@")
    return tuple(_statement(piece) for piece in pieces if not piece.isspace())


def imports_of(text: str) -> tuple[Import, ...]:
    """The imports in a file, at any depth."""
    return _imports(_clean(text))


def _clean(text: str) -> str:
    """The text without comments and long strings, each statement's lines as one where they can."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _NOISE.sub(r"\g<text>", text)
    return text.replace("\\\n", " ") if "\\\n" in text else text


def _imports(text: str) -> tuple[Import, ...]:
    """The imports in a cleaned text."""
    found: list[Import] = []
    for match in _IMPORT.finditer(text):
        source, names, modules = match.groups()
        if modules is not None:
            for module, local in _aliases(modules):
                found.append(Import(module, 0, None, local or module.partition(".")[0]))
        else:
            target = "".join(source.split())
            module = target.lstrip(".")
            level = len(target) - len(module)
            if "*" in names:
                found.append(Import(module, level, "*", "*"))
            for name, local in _aliases(names.strip("()")):
                found.append(Import(module, level, name, local or name))
    return tuple(found)


def _statement(text: str) -> Statement:
    imports = _imports(text) if "import" in text else ()
    is_import = text.startswith(("import ", "from "))
    names: frozenset[str] = frozenset(() if is_import else _NAME.findall(text))
    body = text
    while body.startswith("@"):
        body = body.partition("\n")[2]
    definition = _DEFINITION.match(body)
    globals_ = {word for match in _GLOBAL.findall(text) for word in _WORD.findall(match)}
    if definition:
        return Statement(text, frozenset({definition[1], *globals_}), names, imports, True)
    binds = {*_NESTED.findall(text), *globals_}
    for targets in _TARGETS.findall(text):
        binds.update(_NAME.findall(targets))
    for groups in _AS.findall(text):
        binds.update(word for group in groups for word in _WORD.findall(group))
    binds.update(one.local for one in imports)
    return Statement(text, frozenset(binds), names, imports, False)


def _aliases(text: str) -> list[tuple[str, str]]:
    """The names of an import list, each with its alias or ""."""
    found: list[tuple[str, str]] = []
    for part in text.split(","):
        words = part.split()
        if words and _WORD.match(words[0]):
            found.append((words[0], words[2] if len(words) > 2 and words[1] == "as" else ""))
    return found
