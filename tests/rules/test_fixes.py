"""Every fix of every finding: it ends its finding and breaks nothing, alone and with all others.

It is tried on what the rules' pages show, in several layouts, and on random programs.
"""

from __future__ import annotations

import ast
import io
import tokenize
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import pytest

from acr_lint.findings import Finding, Fix, Safety
from acr_lint.fixes.applying import chosen, with_line_ends
from acr_lint.rules.registry import rules
from acr_lint.text.source import Edit, Source, apply_edits
from tests.oracle.generate import generate
from tests.rules.harness import examples, findings, read
from tests.rules.layouts import LAYOUTS

_ON = tuple(each for each in rules() if each.default)
_APPLIED = frozenset((Safety.SAFE, Safety.UNSAFE))
_MOST_ROUNDS = 20
_UNCAUGHT = ("ACR302", "ACR303", "ACR305")
# What did nothing does something from now on, and may fail.
_STARTS = ("ACR309", "ACR401", "ACR402", "ACR403", "ACR406", "ACR407", "ACR408")
# A handler that is reached from now on may be one that says nothing.
_REACHES = ("ACR302", *_STARTS)
# A fix takes away an argument, a handler or a comment, and the comments that belong to it.
_REMOVES = ("ACR105", "ACR203", "ACR304", "ACR309", "ACR408", "ACR901", "ACR902")
Files = dict[str, str]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_examples(layout: str) -> None:
    assert not list(_wrong(_of_pages(LAYOUTS[layout])))


@pytest.mark.parametrize("first", range(0, 40, 10))
def test_some_programs(first: int) -> None:
    assert not list(_wrong(_generated(range(first, first + 10))))


@pytest.mark.long
@pytest.mark.parametrize("first", range(1000, 1500, 50))
def test_many_programs(first: int) -> None:
    assert not list(_wrong(_generated(range(first, first + 50))))


@pytest.mark.long
@pytest.mark.parametrize("layout", LAYOUTS)
def test_programs_laid_out(layout: str) -> None:
    assert not list(_wrong(_generated(range(3000, 3040), LAYOUTS[layout])))


def _of_pages(laid_out: Callable[[str], str]) -> Iterator[tuple[str, Files]]:
    for rule in rules():
        for number, example in enumerate(examples(rule.page)):
            files = {path: laid_out(text) for path, text in read(example.text)[0].items()}
            yield f"{rule.code} {number}", files


def _generated(
    seeds: Iterable[int], laid_out: Callable[[str], str] = str
) -> Iterator[tuple[str, Files]]:
    for seed in seeds:
        program = generate(seed).program.files
        yield f"seed {seed}", {path: laid_out(text) for path, text in program.items()}


def _wrong(programs: Iterable[tuple[str, Files]]) -> Iterator[str]:
    """What is wrong with the fixes of the programs."""
    for name, files in programs:
        before = findings(files, _ON)
        for finding in before:
            for fix in finding.fixes:
                problem = _problem(files, before, finding, fix)
                if problem:
                    yield f"{name}: {finding.code} {fix.title}: {problem}"
        problem = _problem_together(files, before)
        if problem:
            yield f"{name}: {problem}"


def _problem(files: Files, before: list[Finding], finding: Finding, fix: Fix) -> str:
    """What is wrong with one fix, alone."""
    after = _edited(files, finding.path, fix.edits)
    text = after[finding.path]
    found = _found(after)
    if isinstance(found, str):
        return f"{found}\n{text}"
    if _counted(found)[_key(finding)] >= _counted(before)[_key(finding)]:
        return f"the finding stays\n{text}"
    new = _new(before, found, [finding])
    if new:
        return f"new: {new}\n{text}"
    lost = _comments(files[finding.path]) - _comments(text)
    if lost and finding.code not in _REMOVES:
        return f"lost: {lost}\n{text}"
    return _mixed(files, after)


def _problem_together(files: Files, before: list[Finding]) -> str:
    """What is wrong with all fixes that `--fix --unsafe-fixes` applies, round after round."""
    after, found = files, before
    for _ in range(_MOST_ROUNDS):
        edits = {
            path: chosen(
                Source(path, text), [each for each in found if each.path == path], _APPLIED
            )
            for path, text in after.items()
        }
        if not any(edits.values()):
            new = _new(before, found, before)
            return f"new: {new}\n{after}" if new else _mixed(files, after)
        for path, more in edits.items():
            after = _edited(after, path, more)
        again = _found(after)
        if isinstance(again, str):
            return f"{again}\n{after}"
        found = again
    return f"fixes never end\n{after}"


def _edited(files: Files, path: str, edits: tuple[Edit, ...]) -> Files:
    return {**files, path: apply_edits(files[path], with_line_ends(files[path], edits))}


def _found(files: Files) -> list[Finding] | str:
    """What is found in the files; why one can't be read."""
    try:
        for path, text in files.items():
            ast.parse(text.removeprefix("\ufeff"), path)
    except SyntaxError as error:
        return str(error)
    return findings(files, _ON)


def _new(before: list[Finding], after: list[Finding], mended: list[Finding]) -> list[object]:
    """The findings that weren't there, but for what the mended ones have kept from happening."""
    codes = {each.code for each in mended}
    expected = {_family("ACR301")} if codes & {*_STARTS} else set()
    expected |= {"ACR306"} if codes & {*_REACHES} else set()
    return [key for key in _counted(after) - _counted(before) if key[1] not in expected]


def _mixed(before: Files, after: Files) -> str:
    """Whether a file has line ends that it didn't have."""
    for path, text in after.items():
        if "\r\n" in before[path] and "\n" in text.replace("\r\n", ""):
            return f"mixed line ends\n{text!r}"
    return ""


def _comments(text: str) -> Counter[str]:
    """The comments of a text; from Python 3.12 on `tokenize` takes a lone CR for no line end."""
    lines = io.StringIO(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    tokens = tokenize.generate_tokens(lines.readline)
    return Counter(token.string for token in tokens if token.type == tokenize.COMMENT)


def _key(finding: Finding) -> tuple[str, str]:
    return finding.path, _family(finding.code)


def _counted(found: list[Finding]) -> Counter[tuple[str, str]]:
    return Counter(map(_key, found))


def _family(code: str) -> str:
    """The code; one for all that an uncaught error can be."""
    return "ACR301" if code in _UNCAUGHT else code
