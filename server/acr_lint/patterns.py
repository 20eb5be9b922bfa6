"""File patterns as .gitignore writes them.

A pattern without a slash before its end names a file or folder at any depth below the folder that
the pattern belongs to; one with such a slash is anchored there. A trailing slash matches folders
only, a leading `!` takes back what an earlier pattern matched, and the last match decides. What
lies below a matched folder is matched with it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from acr_lint.text.record import NamedTuple

_CLASSES = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": " \\t",
    "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9",
    "graph": "\\x21-\\x7e",
    "lower": "a-z",
    "print": "\\x20-\\x7e",
    "punct": "\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e",
    "space": " \\t\\n\\r\\f\\v",
    "upper": "A-Z",
    "xdigit": "0-9a-fA-F",
}
_NEVER = "(?!)"
_WILD = frozenset("*?[\\")


class Pattern(NamedTuple):
    """One line: does it take back, is it for folders only, and the expressions for a path and for
    the last name in it, which may match more than is taken."""

    negated: bool
    only_folders: bool
    expression: str
    last_name: str


class Patterns:
    """The patterns of a list of lines; paths are given relative to its folder, with forward
    slashes."""

    __slots__ = ("_last_names", "_runs", "lines")

    def __init__(self, lines: tuple[str, ...]) -> None:
        self.lines = lines
        self._last_names: re.Pattern[str] | None = None
        runs: list[tuple[bool, list[str], list[str]]] = []
        for line in lines:
            pattern = parse_pattern(line)
            if pattern is None:
                continue
            if not runs or runs[-1][0] != pattern.negated:
                runs.append((pattern.negated, [], []))
            runs[-1][2].append(pattern.expression)
            if not pattern.only_folders:
                runs[-1][1].append(pattern.expression)
        self._runs = tuple(
            (not negated, _compile(files), _compile(folders))
            for negated, files, folders in reversed(runs)
        )

    def __bool__(self) -> bool:
        return bool(self._runs)

    def decide(self, path: str, is_folder: bool) -> bool | None:
        """Whether the last pattern that matches `path` itself takes it; None if none matches."""
        for takes, files, folders in self._runs:
            if (folders if is_folder else files).match(path):
                return takes
        return None

    def may_take_one(self, names: str) -> bool:
        """Whether a file of one of these names may be taken somewhere: a quick answer that errs on
        the side of yes. There is a slash before and behind each name."""
        if self._last_names is None:
            patterns = [one for one in map(parse_pattern, self.lines) if one is not None]
            taking = [one for one in patterns if not (one.negated or one.only_folders)]
            either = "|".join([one.last_name for one in taking]) if taking else _NEVER
            self._last_names = re.compile(f"/(?:{either})(?=/)")
        return self._last_names.search(names) is not None

    def match(self, path: str) -> bool:
        """Whether the file at `path` is taken, by itself or with a folder that it lies in."""
        end = path.find("/")
        while end >= 0:
            if self.decide(path[:end], is_folder=True):
                return True
            end = path.find("/", end + 1)
        return bool(self.decide(path, is_folder=False))


@lru_cache(maxsize=256)
def compiled(lines: tuple[str, ...]) -> Patterns:
    """The patterns of these lines; the same lines are compiled once."""
    return Patterns(lines)


def may_match(line: str, path: str) -> bool:
    """Whether a line may match a path, for the path has the longest text that the line spells out:
    a quick answer that errs on the side of yes."""
    if "[" in line or "\\" in line:
        return True
    texts = line.rstrip().removeprefix("!").replace("?", "*").replace("/", "*").split("*")
    return max(texts, key=len) in path


def parse_pattern(line: str) -> Pattern | None:
    """The pattern that a line holds; None for blank lines and comments."""
    line = line.rstrip("\r\n")
    if not line or line.startswith("#"):
        return None
    line = _without_trailing_blanks(line)
    negated = line.startswith("!")
    if negated:
        line = line[1:]
    only_folders = line.endswith("/")
    if only_folders:
        line = line[:-1]
    if not line:
        return None
    anchored = "/" in line
    body = _expression(line.removeprefix("/"), anchored)
    if not anchored:
        return Pattern(negated, only_folders, f"(?:.*/)?{body}", body)
    simple = line.removeprefix("**/")
    is_simple = "**" not in simple and "[" not in simple and "\\" not in simple
    last_name = _expression(simple.rpartition("/")[2], False) if is_simple else "[^/]*"
    return Pattern(negated, only_folders, body, last_name)


def _without_trailing_blanks(line: str) -> str:
    """The line up to its last character that isn't a blank, or is an escaped one."""
    end = len(line)
    while end and line[end - 1] == " ":
        backslashes = len(line[: end - 1]) - len(line[: end - 1].rstrip("\\"))
        if backslashes % 2:
            break
        end -= 1
    return line[:end]


def _compile(expressions: list[str]) -> re.Pattern[str]:
    if not expressions:
        return re.compile(_NEVER)
    return re.compile("(?s:" + "|".join(expressions) + r")\Z")


def _expression(glob: str, anchored: bool) -> str:
    """The regular expression of a glob in which `*` and `?` stop at slashes and `**` does not.

    `**` has this meaning between slashes, and, as git takes off first what comes before all
    wildcards of an anchored glob, also where it is the first of those.
    """
    out: list[str] = []
    at, end = 0, len(glob)
    first = next((index for index, char in enumerate(glob) if char in _WILD), 0) * anchored
    while at < end:
        char = glob[at]
        if char == "*":
            stars = at
            while stars < end and glob[stars] == "*":
                stars += 1
            before = at == first or glob[at - 1] == "/"
            if stars - at > 1 and before and stars < end and glob[stars] == "/":
                out.append("(?:.*/)?")
                at = stars + 1
                continue
            if stars - at > 1 and before and stars == end:
                out.append(".*" if at == first else ".+")
            else:
                out.append("[^/]*")
            at = stars
        elif char == "?":
            out.append("[^/]")
            at += 1
        elif char == "[":
            text, at = _bracket(glob, at)
            out.append(text)
        elif char == "\\":
            if at + 1 == end:
                return _NEVER
            out.append(re.escape(glob[at + 1]))
            at += 2
        else:
            out.append(re.escape(char))
            at += 1
    return "".join(out)


def _bracket(glob: str, at: int) -> tuple[str, int]:
    """The expression of the bracket that opens at `at`, and where it ends; unclosed, it never
    matches, as in git."""
    start, end = at + 1, len(glob)
    negated = start < end and glob[start] in "!^"
    here = start + negated
    items: list[str] = []
    first = True
    while here < end and (first or glob[here] != "]"):
        first = False
        if glob.startswith("[:", here) and (close := glob.find(":]", here)) >= 0:
            items.append(_CLASSES.get(glob[here + 2 : close], ""))
            here = close + 2
            continue
        low, here = _member(glob, here)
        if here + 1 < end and glob[here] == "-" and glob[here + 1] != "]":
            high, here = _member(glob, here + 1)
            if low <= high:
                items.append(f"{re.escape(low)}-{re.escape(high)}")
        else:
            items.append(re.escape(low))
    if here >= end:
        return _NEVER, end
    inside = "".join(items)
    if negated:
        return f"[^/{inside}]", here + 1
    return (f"(?!/)[{inside}]" if inside else _NEVER), here + 1


def _member(glob: str, at: int) -> tuple[str, int]:
    """The character that a bracket names at `at`, and what follows it."""
    if glob[at] == "\\" and at + 1 < len(glob):
        return glob[at + 1], at + 2
    return glob[at], at + 1
