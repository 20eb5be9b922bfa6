"""Applying fixes: round after round until nothing is left that can be applied.

A file is written once, when its rounds are over and what came out could be read; between the rounds
its text takes the place of the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from io import FileIO

from acr_lint.cli.arguments import Arguments
from acr_lint.cli.environment import build, current_folder
from acr_lint.cli.output import Unwritable, print_text
from acr_lint.cli.stdin import Stdin, write_stdout
from acr_lint.findings import Safety
from acr_lint.fixes.applying import chosen, with_line_ends
from acr_lint.ignoring import ignoring_all
from acr_lint.project.run import FileReport, Options, Run, run
from acr_lint.report.echo import safe_start
from acr_lint.report.places import active, counted, relative
from acr_lint.text.decoding import decode, encode
from acr_lint.text.record import NamedTuple
from acr_lint.text.source import Edit, apply_edits

_MOST_ROUNDS = 20
_MOST_TRIES = 3
_MOST_NAMED = 10


class Changed(NamedTuple):
    """A file before and after fixing, and how many findings that counted are gone; those that only
    show after a fix are no fewer for that."""

    path: str
    before: str
    after: str
    gone: int


def fix(
    found: Run,
    arguments: Arguments,
    options: Options,
    stdin: Stdin | None,
    environment: Mapping[str, str],
) -> tuple[Run, tuple[Changed, ...]]:
    """Apply what the arguments ask for to the files of a run, or show it as a diff.

    The results are the run after that and the files that changed or would. Raises Unwritable for a
    file that can't be written.
    """
    changes = tuple(
        changed for file in found.reports if (changed := _fixed(file, arguments, options))
    )
    if arguments.diff:
        for changed in changes:
            print_text(_diff(changed, harmless=build(environment) is not None))
        return found, changes
    if stdin is not None:
        after = changes[0].after if changes else stdin.decoded.text
        try:
            write_stdout(stdin, after)
        except ValueError as error:
            raise Unwritable(f"{stdin.path}: {error}") from None
        return run([], options, (stdin.path, after)), changes
    for changed in changes:
        _write(changed)
    return (run(arguments.paths, options) if changes else found), changes


def told(changes: Sequence[Changed], found: Run, arguments: Arguments) -> str:
    """What fixing did, or would do, in one line; "" where the report says that there is nothing."""
    gone = counted(sum(changed.gone for changed in changes), "finding")
    if changes:
        done = "ignored" if arguments.add_ignore is not None else "fixed"
        done = f"would fix {gone}" if arguments.diff else f"{done} {gone}"
        shown = [relative(changed.path, current_folder()) for changed in changes[:_MOST_NAMED]]
        more = f" and {len(changes) - _MOST_NAMED} more" if len(changes) > _MOST_NAMED else ""
        return f"{done} in {', '.join(shown)}{more}"
    if not arguments.diff:
        return ""
    unsafe = sum(
        any(fix.safety is Safety.UNSAFE for fix in placed.finding.fixes) for placed in active(found)
    )
    if arguments.unsafe_fixes or not unsafe:
        return "nothing would be fixed"
    return f"nothing would be fixed; with --unsafe-fixes {counted(unsafe, 'finding')} would be"


def _fixed(file: FileReport, arguments: Arguments, options: Options) -> Changed | None:
    """A file with what can be applied to it; None where that is nothing."""
    path = file.source.path
    before = after = _with(file, ())
    if arguments.add_ignore is not None:
        return _ignored(file, arguments.add_ignore, options)
    safeties = frozenset({Safety.SAFE, *([Safety.UNSAFE] if arguments.unsafe_fixes else [])})
    unread = len(file.report.unread)
    first = left = _codes(file)
    for _ in range(_MOST_ROUNDS):
        edits = chosen(file.source, file.report.findings, safeties)
        if not edits:
            break
        text = _with(file, edits)
        again = _report_of(run([], options, (path, text)), path)
        if again is not None and len(again.report.unread) > unread:
            break
        after = text
        left = _codes(again) if again else Counter()
        if again is None:
            break
        file = again
    return Changed(path, before, after, (first - left).total()) if after != before else None


def _ignored(file: FileReport, reason: str, options: Options) -> Changed | None:
    """A file with comments that silence what is found in it; None where none can."""
    path, before = file.source.path, _codes(file)
    left = Counter(before)
    found = [each for each in file.report.findings if each.suppressed is None]
    for _ in range(_MOST_TRIES):
        edits = ignoring_all(file.source, ((each.span, each.code) for each in found), reason)
        if not edits:
            return None
        text = _with(file, edits)
        again = _report_of(run([], options, (path, text)), path)
        if again is not None and len(again.report.unread) > len(file.report.unread):
            return None
        left = _codes(again) if again else Counter()
        if all(left[each.code] < before[each.code] for each in found):
            break
        found = [each for each in found if left[each.code] < before[each.code]]
    return Changed(path, _with(file, ()), text, before.total() - left.total())


def _codes(file: FileReport) -> Counter[str]:
    """How many findings of each rule count."""
    return Counter(each.code for each in file.report.findings if each.suppressed is None)


def _with(file: FileReport, edits: tuple[Edit, ...]) -> str:
    """The text of a file after edits, which take on its line ends."""
    if file.notebook is not None:
        return file.notebook.edited(edits)
    return apply_edits(file.source.text, with_line_ends(file.source.text, edits))


def _report_of(found: Run, path: str) -> FileReport | None:
    """The report of the file at `path`."""
    return next((file for file in found.reports if file.source.path == path), None)


def _write(changed: Changed) -> None:
    """Write a file in the encoding that it has; one that can't be written, or isn't any more what
    was checked, stays as it is."""
    try:
        with open(changed.path, "r+b", buffering=0) as file:
            before = file.read()
            decoded = decode(before)
            if decoded.text == changed.after:
                return  # the same file by another name
            if decoded.text != changed.before:
                raise Unwritable(f"{changed.path} changed while it was checked: it stays as it is")
            content = encode(changed.after, decoded)
            try:
                _replace(file, content)
            except OSError:
                _replace(file, before)
                raise
    except OSError as error:
        raise Unwritable(f"can't write {changed.path}: {error.strerror or error}") from None
    except ValueError as error:
        raise Unwritable(f"can't write {changed.path}: {error}") from None


def _replace(file: FileIO, content: bytes) -> None:
    """Put a content in place of all that is in a file."""
    file.seek(0)
    left = memoryview(content)
    while left:
        left = left[file.write(left) :]
    file.truncate()


def _diff(changed: Changed, harmless: bool) -> str:
    """A change as a unified diff; a harmless one, for the log of a build, has no commands in it."""
    import difflib

    path = relative(changed.path, current_folder())
    lines = difflib.unified_diff(
        changed.before.splitlines(keepends=True),
        changed.after.splitlines(keepends=True),
        path,
        path,
    )
    whole = "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )
    if harmless:
        return "".join(f"{safe_start(line)}\n" for line in whole.splitlines())
    return whole
