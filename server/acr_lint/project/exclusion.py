"""Whether a file may be one that is left out: a cheap answer that errs on the side of yes.

Of an ignore rule only its last telling part is looked at: the rule can take no path in which that
part matches no name. It is told apart from what it can't match by how it begins and how it ends.
"""

from __future__ import annotations

import os

from acr_lint.layout import EXCLUDED

TYPE_CHECKING = False  # typing itself would cost a hook's start more than all of this module
if TYPE_CHECKING:
    _Ends = tuple[str, str]
    Rules = tuple[frozenset[str], tuple[_Ends, ...], bool]
    """Of the ignore files of a folder and those above: names, beginnings and ends of names, and
    whether the folder itself may be left out."""

_ANY = "?"


def may_be_left_out(path: str, project: str, known: dict[str, Rules]) -> bool:
    """Whether git may ignore the file, or the default settings exclude it, or it is reached through
    a link, in the project in the folder `project`. `known` keeps the rules of each folder."""
    folder, _, name = path.rpartition("/")
    rules = _rules(folder, project, known)
    return rules[2] or _takes(rules, name) or os.path.islink(path)


def _rules(folder: str, project: str, known: dict[str, Rules]) -> Rules:
    """The rules that hold in a folder."""
    found = known.get(folder)
    if found is not None:
        return found
    above, _, name = folder.rpartition("/")
    names: frozenset[str] = frozenset(EXCLUDED)
    ends: tuple[_Ends, ...] = ()
    left = False
    git = f"{folder}/.git"
    if os.path.isdir(git):
        lines = _lines(f"{git}/info/exclude")
    else:
        lines = []
        left = os.path.lexists(git)
        if above:
            names, ends, left_above = _rules(above, project, known)
            inside = folder.startswith(project + "/")
            left = left or (
                inside
                and (left_above or _takes((names, ends, left), name) or os.path.islink(folder))
            )
    for line in (*lines, *_lines(f"{folder}/.gitignore")):
        if line.startswith(("#", "!")):
            continue
        rule = _last_part(line.rstrip().rstrip("/"))
        if not rule:
            continue
        if any(character in rule for character in "*?[\\"):
            ends = (*ends, _ends(rule))
        else:
            names |= {rule}
    known[folder] = (names, ends, left)
    return known[folder]


def _lines(path: str) -> list[str]:
    """The lines of a file, none where there is no such file."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return file.read().split("\n")
    except FileNotFoundError:
        return []


def _last_part(rule: str) -> str:
    """The last part of a rule that doesn't match every name; the first one where all do."""
    while True:
        above, _, part = rule.rpartition("/")
        if not above or part.strip("*"):
            return part
        rule = above


def _ends(rule: str) -> _Ends:
    """The characters with which names that a rule matches begin and end, as far as they are sure;
    `?` stands for any. A rule that isn't simple may match every name."""
    if "\\" in rule or "[[" in rule or "[]" in rule or "[!]" in rule or "[^]" in rule:
        return "", ""
    start = ""
    rest = rule
    while "[" in rest:
        before, _, after = rest.partition("[")
        _, closed, rest = after.partition("]")
        if not closed:
            return "", ""
        start += before + _ANY
    whole = start + rest
    first, star, _ = whole.partition("*")
    return (first, whole.rpartition("*")[2]) if star else (whole, whole)


def _takes(rules: Rules, name: str) -> bool:
    """Whether a rule may match a name."""
    return name in rules[0] or any(
        _fits(start, name[: len(start)]) and _fits(end, name[-len(end) :] if end else "")
        for start, end in rules[1]
    )


def _fits(pattern: str, text: str) -> bool:
    """Whether a text is as long as the pattern and has its characters."""
    return len(text) == len(pattern) and all(
        wanted in (_ANY, found) for wanted, found in zip(pattern, text, strict=True)
    )
