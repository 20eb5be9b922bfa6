"""Which files of a project the analysis needs: those through which a client can flow.

A statement *touches* the SDK where it mentions it, names something bound by a statement that
touches it, in its own file or through an import, or has an operation's name behind a dot in a file
that is relevant for another reason. A file with such a statement is relevant. So is each file that
defines what such a statement names, for it may be given a client, wrap it, or catch its errors, and
each that such a definition names in turn, up to three files away, the nearer ones first, and as
long as they are of some thousand lines: what is further away has an unknown value.

Why no finding is missed: a finding needs a client. A client is made by a name of the SDK, so in a
file that mentions it; it leaves that file as the value of a name, which its importers spell, or as
an argument of a function, which the caller names. The first step is followed until nothing new is
found, the second as far as said. The SDK and importers are looked for among all files of the
project, whichever files are to be checked, so that a file's findings are the same however it is
reached. What isn't followed: modules imported by a computed name, and objects that only code
outside of the program hands on, for which the interpreter knows no value either.

Why it is cheap: importers are first looked for by the bytes of import statements. Only files that
spell a module's name there are decoded, and only those whose imports then mean a relevant name are
added.
"""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache, partial

from acr_lint.layout import Layout
from acr_lint.project.importers import Sought, sought_of
from acr_lint.project.imports import Imports, Taken, is_sdk
from acr_lint.project.outline import (
    KEPT,
    STAR,
    Import,
    Outline,
    Statement,
    blanked,
    imports_of,
    outline,
    statements_of,
)
from acr_lint.sdk.operations import CLIENT_NAMES, OPERATIONS, Sends
from acr_lint.text.record import NamedTuple

_MENTION = re.compile(r"\bazure\s*\.\s*containerregistry\b")
_SENDING = frozenset(name for name, it in OPERATIONS.items() if it.sends is not Sends.NEVER)
_ATTRIBUTE = re.compile(r"\.\s*(\w+)")
_CLIENTS = tuple({name.rpartition(".")[2] for name in CLIENT_NAMES})
_FARTHEST = 3
_MOST_LINES = 3000


class Files(NamedTuple):
    """What relevance asks of a project's files; all paths are absolute, with forward slashes.

    `has` says whether there is a file, `text` gives its text, None where it has none. `importing`
    gives the files that may import one of some modules, with texts. `outline` gives the outline of
    a file with that text.
    """

    has: Callable[[str], bool]
    text: Callable[[str], str | None]
    importing: Callable[[Collection[Sought]], Iterable[tuple[str, str]]]
    outline: Callable[[str, str], Outline] = lambda _, text: outline(text)


def relevant(seeds: Iterable[tuple[str, str]], files: Files, layout: Layout) -> Relevant:
    """The relevant files of a project; `seeds` are those that mention the SDK, with their texts."""
    closure = Relevant(files, layout)
    for path, text in seeds:
        if not is_sdk(layout.name(path)):
            closure.add(path, text, is_seed=True)
    closure.grow()
    return closure


class _Member:
    """A relevant file: its statements, and what of it is known to matter.

    `touching` are the names through which the SDK can be reached; `reached` are the statements
    that touch it or are named by one that does, and how many files away from that. The rest is of
    the file's outline.
    """

    __slots__ = (
        "_text",
        "binding",
        "imports",
        "naming",
        "path",
        "reached",
        "rows",
        "stars",
        "statements",
        "touched",
        "touching",
    )

    def __init__(self, path: str, text: str, known: Outline) -> None:
        self.path = path
        self._text = text
        self.statements = known.statements
        self.rows = known.rows
        self.imports = known.imports
        self.stars = known.stars
        self.binding = known.binding
        self.naming = known.naming
        self.touching: set[str] = set()
        self.touched: set[int] = set()
        self.reached: dict[int, int] = {}

    def relevant_text(self) -> str:
        """The file's text, without the definitions that can't matter."""
        if self.touching:
            return self._text
        return blanked(
            self._text,
            (
                (row, statement)
                for index, (row, statement) in enumerate(
                    zip(self.rows, self.statements, strict=True)
                )
                if statement.is_definition and index not in self.reached
            ),
        )


class Relevant:
    """The relevant files found so far, and what is still to be looked at.

    `_waiting` are the imports, by what they take, that touch the SDK as soon as that does: a name
    bound in a file, or a definition in it. `_dormant` are files that aren't relevant, by what they
    would have to take to be so.
    """

    def __init__(self, files: Files, layout: Layout) -> None:
        self._files = files
        self._layout = layout
        self._imports = Imports(layout, files.has)
        self._members: dict[str, _Member] = {}
        self._stems: set[str | None] = set()
        self._work: list[Callable[[], None]] = []
        self._waiting: dict[Taken, list[tuple[_Member, int | str]]] = {}
        self._dormant: dict[Taken, set[str]] = {}
        self._used: dict[Taken, int] = {}
        self._uses: list[tuple[int, str, str]] = []
        self._lines = 0
        self._unsought: set[str] = set()

    def add(self, path: str, text: str, is_seed: bool) -> _Member:
        """Make the file at `path` relevant."""
        member = self._members[path] = _Member(path, text, self._files.outline(path, text))
        folder, _, file = path.rpartition("/")
        stem = file.rpartition(".")[0]
        self._stems.add(folder.rpartition("/")[2] if stem == "__init__" else stem)
        for index, statement in enumerate(member.statements):
            for one in statement.imports:
                self._wait(member, index if statement.is_definition else one.local, one)
            mentions = is_seed and statement.names and _mentions(statement.text)
            if mentions or (statement.is_definition and _operates(statement.text)):
                self._work.append(partial(self._touch_statement, member, index))
        return member

    def texts(self) -> dict[str, str]:
        """The texts of the relevant files, by path. Of a file through which no client is reached,
        the definitions that nothing relevant names are blanked."""
        return {path: member.relevant_text() for path, member in self._members.items()}

    def allows(self, path: str, before: Iterable[str], after: Iterable[str]) -> bool:
        """Whether the same is relevant, and all of a file at `path` is, where some of its
        statements, of the texts `before`, are replaced by others; the texts are as in
        `statements_of`. It may be denied where it is so."""
        member = self._members.get(path)
        if member is None or not member.touching:
            return False
        old, new = statements_of(before), statements_of(after)
        return len(old) == len(new) and all(map(partial(_is_alike, member), old, new))

    def grow(self) -> None:
        """Follow names and look for importers until nothing new is found."""
        while True:
            while self._work:
                self._work.pop()()
            if self._unsought:
                sought, self._unsought = self._unsought, set()
                self._look_for_importers(sought)
            elif self._uses:
                distance, path, name = self._uses.pop(0)
                if distance <= 1 or self._lines < _MOST_LINES:
                    self._use_of(path, name, distance)
            else:
                return

    # ---- towards those who name what touches the SDK

    def _wait(self, member: _Member, who: int | str, one: Import) -> None:
        """Let `who`, a name or a definition of a file, touch the SDK when its import does."""
        if not one.level and is_sdk(f"{one.module}.{one.name}"):
            for client in _CLIENTS if one.name == STAR else (None,):
                self._touch(member, who, client)
            return
        for taken in self._imports.taken(member.path, one):
            self._waiting.setdefault(taken, []).append((member, who))
            target = self._members.get(taken.path)
            if target is not None:
                for name in target.touching:
                    if taken.name in (None, STAR, name):
                        self._touch(member, who, name)

    def _touch(self, member: _Member, who: int | str, name: str | None) -> None:
        """Let a definition, a name, or, for `*`, the name that it brings, touch the SDK."""
        if isinstance(who, int):
            self._work.append(partial(self._touch_statement, member, who))
        else:
            self._work.append(
                partial(self._touch_name, member, name if who == STAR and name else who)
            )

    def _touch_name(self, member: _Member, name: str) -> None:
        if name in member.touching:
            return
        if not member.touching:
            self._unsought.add(member.path)
            self._follow_unused(member)
        member.touching.add(name)
        for index in member.naming.get(name, ()):
            self._work.append(partial(self._touch_statement, member, index))
        for key in (name, None, STAR):
            taken = Taken(member.path, key)
            for importer, who in self._waiting.get(taken, ()):
                self._touch(importer, who, name)
            for path in self._dormant.pop(taken, ()):
                self._wake(path)

    def _touch_statement(self, member: _Member, index: int) -> None:
        if index not in member.touched:
            member.touched.add(index)
            for name in member.statements[index].binds:
                self._work.append(partial(self._touch_name, member, name))
            self._work.append(partial(self._reach, member, index, 0))

    def _look_for_importers(self, sought: set[str]) -> None:
        """Find the files that import from those sought, and make relevant those that take a name
        that touches the SDK."""
        for path, text in self._files.importing([*sought_of(sought, self._layout.roots)]):
            if path in self._members:
                continue
            imports = (one for one in imports_of(text) if self._may_take(one))
            for taken in {taken for one in imports for taken in self._imports.taken(path, one)}:
                target = self._members.get(taken.path)
                if target is None:
                    continue
                if target.touching and taken.name in (None, STAR, *target.touching):
                    self.add(path, text, is_seed=False)
                    break
                self._dormant.setdefault(taken, set()).add(path)

    def _may_take(self, one: Import) -> bool:
        """Whether an import spells the name of a relevant module, or stands beside one."""
        if one.level and not one.module:
            return True
        return not self._stems.isdisjoint((one.name, *one.module.split(".")))

    def _wake(self, path: str) -> None:
        if path not in self._members:
            text = self._files.text(path)
            if text is not None:
                self.add(path, text, is_seed=False)

    # ---- towards what is named by what touches the SDK

    def _reach(self, member: _Member, index: int, distance: int) -> None:
        """Follow what a statement names to where it is bound; `distance` is how many files away
        from a statement that touches the SDK it is."""
        if member.reached.get(index, _FARTHEST + 1) <= distance:
            return
        statement = member.statements[index]
        if distance and index not in member.reached:
            self._lines += statement.lines
        member.reached[index] = distance
        own = {one.local: one for one in statement.imports}
        stars = [*member.stars, *(one for one in statement.imports if one.name == STAR)]
        for name in statement.used:
            for other in member.binding.get(name, ()):
                self._work.append(partial(self._reach, member, other, distance))
            one = own.get(name) or member.imports.get(name)
            if one is not None:
                self._use(member, one, statement.text, distance + 1)
            elif name not in member.binding:
                for star in stars:
                    for taken in self._imports.taken(member.path, star):
                        self._later(taken.path, name, distance + 1)

    def _follow_unused(self, member: _Member) -> None:
        """Follow the imports of a file that only their effect can be meant for."""
        named: set[str] = set()
        for statement in member.statements:
            if not statement.imports or statement.is_definition:
                named |= statement.names
        for local, one in member.imports.items():
            if local not in named:
                for taken in self._imports.taken(member.path, one):
                    if taken.name is None:
                        self._later(taken.path, STAR, 1)

    def _use(self, member: _Member, one: Import, text: str | None, distance: int) -> None:
        """Follow what a statement of this text uses of one import, all of it where that is None."""
        for taken in self._imports.taken(member.path, one):
            if taken.name is not None:
                self._later(taken.path, taken.name, distance)
            elif text is None:
                self._later(taken.path, STAR, distance)
            else:
                for name in _attributes(one.local, text):
                    self._later(taken.path, name, distance)

    def _later(self, path: str, name: str, distance: int) -> None:
        """Follow a name of the file at `path` when all that is nearer is known."""
        taken = Taken(path, name)
        if self._used.get(taken, _FARTHEST + 1) > distance:
            self._used[taken] = distance
            insort(self._uses, (distance, path, name))

    def _use_of(self, path: str, name: str, distance: int) -> None:
        """Follow a name of the file at `path`, which is relevant by this."""
        member = self._members.get(path)
        if member is None:
            text = self._files.text(path)
            if text is None:
                return
            member = self.add(path, text, is_seed=False)
        self._work.append(partial(self._use_name, member, name, distance))

    def _use_name(self, member: _Member, name: str, distance: int) -> None:
        if name == STAR:
            for index in range(len(member.statements)):
                self._work.append(partial(self._reach, member, index, distance))
        elif name in member.binding:
            for index in member.binding[name]:
                if member.statements[index].imports and name in member.imports:
                    self._use(member, member.imports[name], None, distance)
                self._work.append(partial(self._reach, member, index, distance))
        else:
            for star in member.stars:
                for taken in self._imports.taken(member.path, star):
                    if taken.path != member.path:
                        self._later(taken.path, name, distance)


def _is_alike(member: _Member, old: Statement, new: Statement) -> bool:
    """Whether a statement in the place of another one means the same here."""
    if old is new:
        return True
    if (old.binds, old.imports, old.is_definition, old.lines, bool(old.names)) != (
        *(new.binds, new.imports, new.is_definition, new.lines, bool(new.names)),
    ):
        return False
    if _mentions(old.text) != _mentions(new.text) or _operates(old.text) != _operates(new.text):
        return False
    changed = (old.names ^ new.names) | (old.used ^ new.used)
    if changed and (member.stars or any(one.name == STAR for one in new.imports)):
        return False
    own = [one.local for one in new.imports]
    if not changed.isdisjoint((*own, *member.binding, *member.imports)):
        return False
    used = new.used.intersection((*own, *member.imports))
    return all(_attributes(name, old.text) == _attributes(name, new.text) for name in used)


@lru_cache(KEPT)
def _mentions(text: str) -> bool:
    return _MENTION.search(text) is not None


@lru_cache(KEPT)
def _operates(text: str) -> bool:
    return not _SENDING.isdisjoint(_ATTRIBUTE.findall(text))


def _attributes(local: str, text: str) -> set[str]:
    """The names that follow `local` and a dot in a text; those after two dots as well."""
    found: set[str] = set()
    for path in re.findall(rf"(?<![\w.]){re.escape(local)}((?:\s*\.\s*\w+)+)", text):
        found.update(re.findall(r"\w+", path))
    return found
