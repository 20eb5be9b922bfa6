"""The outline of a file: its top-level statements, what each binds, names and imports.

It is read from the text by expressions, a good deal faster than by parsing, and may only err by
saying too much: a word in a string counts as a name, a keyword argument as a binding. It decides
which files are analysed, never what is said about them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from acr_lint.text.record import NamedTuple

STAR = "*"
KEPT = 4096  # statements: what an editor's next key press finds as it was
_NOISE = re.compile(
    r"\"\"\"[^\\\"]*(?:(?:\\.|\"(?!\"\"))[^\\\"]*)*\"\"\""
    r"|'''[^\\']*(?:(?:\\.|'(?!''))[^\\']*)*'''"
    r"|(?P<short>\"[^\"\\\n]*(?:\\.[^\"\\\n]*)*\"|'[^'\\\n]*(?:\\.[^'\\\n]*)*')"
    r"|#[^\n]*",
    re.DOTALL,
)
_STATEMENT = re.compile(r"\n(?<!\\\n)(?=[^\s)\]}#])")  # a literal first is found faster
_CONTINUING = ("else", "elif", "except", "finally")
_DEFINITION = re.compile(r"(?m)^(?:async\s+)?(?:def|class)\s+(\w+)")
_NESTED = r"\b(?:def|class)\s+(\w+)"
_TARGETS = re.compile(r"(?m)(?:^|(?<=[;:=]))[ \t]*([\w.,*()\[\] \t]+?)(?::[^=\n]+)?=(?!=)")
_AS = r"\bas\s+(\w+)|\bfor\s+([\w, ()]+?)\s+in\b|\b(\w+)\s*:="
_GLOBAL = r"\bglobal\s+([\w, \t]+)"
_NAME = re.compile(r"(?<![\w.])[^\W\d]\w*")
_WORD = re.compile(r"[^\W\d]\w*")
_LINE = r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+"
_IMPORT = re.compile(
    r"from(?<![\w.]from)([.\w \t\\]{0,999}?(?:\\\n[ \t]*)?)"
    r"\bimport\b[ \t]*(?:\\\n[ \t]*)?"
    r"(\([^()#]*(?:#[^\n]*\n[^()#]*)*\)|(?:[^\n;#\\]|\\\n)*)"
    r"|import(?<![\w.]import)[ \t\\]+((?:[^\n;#\\]|\\\n)+)"
)
_COMMENT = r"#[^\n]*"
_HEADER = r"\bdef\s+\w+\s*(?:\[[^\]]*\])?\("
_PARENTHESIS = r"[()]"
_INDEXED = r"\[[^\[\]]*(?:\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\][^\[\]]*)*\]"
_OF_PARAMETER = rf":(?:[^,()=\[\]]|{_INDEXED})+"
_OF_RESULT = rf"\s*->(?:[^:\[\]]|{_INDEXED})+"
_OF_VARIABLE = (
    rf"(?m)^([ \t]+(?!else\b|try\b|finally\b)[\w.]+[ \t]*):(?:[^\n=(\[\]]|{_INDEXED})+(?=[=\n]|\Z)"
)


class Import(NamedTuple):
    """One imported name.

    `from {level dots}{module} import {name} as {local}`; `name` is None for `import {module}`,
    which binds `local` to the module itself or, without `as`, to its first package; for `import *`
    both are STAR.
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

    @property
    def used(self) -> frozenset[str]:
        """Its names without those that only annotate."""
        used = _used(self.text) if self.is_definition else None
        return self.names if used is None else used

    @property
    def lines(self) -> int:
        """How many lines it has, up to the last that isn't blank or a comment."""
        return self.text.rstrip().count("\n") + 1


class Outline:
    """The statements of a file, each with the row that it starts in; by their numbers those that
    bind a name and those that have it in them; and what the file's own imports bind, with those of
    `*` apart."""

    __slots__ = ("binding", "imports", "naming", "rows", "stars", "statements")

    def __init__(self, statements: Iterable[tuple[int, Statement]]) -> None:
        self.statements: list[Statement] = []
        self.rows: list[int] = []
        for row, statement in statements:
            self.rows.append(row)
            self.statements.append(statement)
        self.imports: dict[str, Import] = {}
        self.stars: list[Import] = []
        self.binding: dict[str, list[int]] = {}
        self.naming: dict[str, list[int]] = {}
        for number, statement in enumerate(self.statements):
            if not statement.is_definition:
                for one in statement.imports:
                    if one.name == STAR:
                        self.stars.append(one)
                    else:
                        self.imports[one.local] = one
            for name in statement.binds:
                self.binding.setdefault(name, []).append(number)
        bound = self.binding.keys()
        for number, statement in enumerate(self.statements):
            for name in statement.names if self.stars else statement.names & bound:
                self.naming.setdefault(name, []).append(number)


def outline(text: str) -> Outline:
    """The outline of a file."""
    return Outline(_statements(_clean(text)))


def outline_of_parts(texts: Iterable[str]) -> Outline:
    """The outline of a file that is cut into these texts, in each of which are whole statements of
    valid code. A text that was met before isn't cleaned again."""
    return Outline(_statements("".join(map(_cleaned, texts))))


def statements_of(texts: Iterable[str]) -> list[Statement]:
    """The statements in these parts of a file, one behind the other, in each of which are whole
    ones of valid code."""
    return [statement for _, statement in _statements("".join(map(_cleaned, texts)))]


def _statements(cleaned: str) -> Iterator[tuple[int, Statement]]:
    """The top-level statements of a file, of which this is the clean text, and their rows."""
    piece, first, row, decorated = "", 1, 1, False
    for part in _STATEMENT.split(cleaned):
        if piece and (decorated or _continues(part)):
            piece += "\n" + part
        else:
            if piece and not piece.isspace():
                yield first, _statement(piece)
            piece, first = part, row
        decorated = part.startswith("@")
        row += part.count("\n") + 1
    if piece and not piece.isspace():
        yield first, _statement(piece)


def _continues(part: str) -> bool:
    """Whether a part of a file belongs to the statement before it."""
    word = _WORD.match(part) if part.startswith(_CONTINUING) else None
    return word is not None and word[0] in _CONTINUING


def imports_of(text: str) -> tuple[Import, ...]:
    """The imports in a file, at any depth."""
    return _imports(_unix(text))


def blanked(text: str, statements: Iterable[tuple[int, Statement]]) -> str:
    """The text of a file with blanks in place of statements, each told with its row; all places
    stay as they are."""
    lines = re.findall(_LINE, text)
    for first, statement in statements:
        for row in range(first - 1, first - 1 + statement.lines):
            line = lines[row]
            content = line.rstrip("\r\n")
            lines[row] = " " * len(content) + line[len(content) :]
    return "".join(lines)


def _clean(text: str) -> str:
    """The text, line for line, without what comments and long strings say."""
    return _NOISE.sub(_kept, _unix(text))


_cleaned = lru_cache(KEPT)(_clean)


def _unix(text: str) -> str:
    """The text with all its lines ending in LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _kept(noise: re.Match[str]) -> str:
    """What is left of a string or comment: short strings, and f-strings, may hold names."""
    short: str | None = noise["short"]
    if short is not None:
        return short
    text, start = noise.group(), noise.start()
    if text[0] == "#":
        return ""
    if noise.string[max(0, start - 2) : start].lower().endswith(("f", "fr")):
        return text
    return "\n" * text.count("\n") + ' ""'


def _imports(text: str) -> tuple[Import, ...]:
    """The imports in a text whose lines end in LF."""
    found: list[Import] = []
    for match in _IMPORT.finditer(text):
        source, names, modules = match.groups()
        if modules is not None:
            for module, local in _aliases(modules):
                found.append(Import(module, 0, None, local or module.partition(".")[0]))
        else:
            target = "".join(source.replace("\\", "").split())
            module = target.lstrip(".")
            level = len(target) - len(module)
            if "*" in names:
                found.append(Import(module, level, STAR, STAR))
            if "#" in names:
                names = re.sub(_COMMENT, "", names)
            for name, local in _aliases(names.strip("()")):
                found.append(Import(module, level, name, local or name))
    return tuple(found)


@lru_cache(KEPT)
def _statement(text: str) -> Statement:
    """The statement of that text."""
    imports = _imports(text) if "import" in text else ()
    is_import = text.startswith(("import ", "from "))
    names: frozenset[str] = frozenset(() if is_import else _NAME.findall(text))
    definition = (_DEFINITION.search if text.startswith("@") else _DEFINITION.match)(text)
    globals_: set[str] = set()
    if "global" in text:
        globals_.update(*map(_WORD.findall, re.findall(_GLOBAL, text)))
    if definition:
        return Statement(text, frozenset({definition[1], *globals_}), names, imports, True)
    binds = globals_
    if "def" in text or "class" in text:
        binds.update(re.findall(_NESTED, text))
    for targets in _TARGETS.findall(text):
        binds.update(_NAME.findall(targets))
    if "as" in text or "for" in text or ":=" in text:
        for groups in re.findall(_AS, text):
            binds.update(word for group in groups for word in _WORD.findall(group))
    binds.update(one.local for one in imports)
    return Statement(text, frozenset(binds), names, imports, False)


@lru_cache(KEPT)
def _used(definition: str) -> frozenset[str] | None:
    """The names of a definition without those that only annotate; None where nothing annotates."""
    rest = _without_annotations(definition)
    return None if rest is definition else frozenset(_NAME.findall(rest))


def _without_annotations(text: str) -> str:
    """A definition without the annotations of parameters, results and variables."""
    if "->" not in text and text.count(":") == text.count(":\n"):
        return text
    pieces: list[str] = []
    done = 0
    for header in re.finditer(_HEADER, text):
        if header.end() < done:
            continue
        depth = 1
        end = header.end()
        for match in re.compile(_PARENTHESIS).finditer(text, end):
            depth += 1 if match.group() == "(" else -1
            end = match.end()
            if not depth:
                break
        result = re.compile(_OF_RESULT).match(text, end)
        parameters = re.sub(_OF_PARAMETER, "", text[header.end() : end])
        pieces += (text[done : header.end()], parameters)
        done = result.end() if result else end
    pieces.append(text[done:])
    return re.sub(_OF_VARIABLE, r"\1", "".join(pieces))


def _aliases(text: str) -> list[tuple[str, str]]:
    """The names of an import list, each with its alias or ""."""
    found: list[tuple[str, str]] = []
    for part in text.replace("\\", "").split(","):
        words = part.split()
        if words and _WORD.match(words[0]):
            found.append((words[0], words[2] if len(words) > 2 and words[1] == "as" else ""))
    return found
