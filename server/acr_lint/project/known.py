"""Baselines of a run: read where the settings name one, compared, and brought up to date."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping

from acr_lint.baseline import (
    Baseline,
    Entry,
    compare,
    entries,
    format_baseline,
    parse_baseline,
    stale,
)
from acr_lint.layout import absolute
from acr_lint.project.search import read
from acr_lint.project.walk import Problem, reason
from acr_lint.settings import Settings
from acr_lint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.project.run import FileReport


class Known(NamedTuple):
    """The reports with known findings silenced, and what there is to say of the baselines."""

    reports: tuple[FileReport, ...]
    problems: tuple[Problem, ...]
    notices: tuple[str, ...]


def with_baselines(
    reports: Iterable[FileReport],
    checked: Collection[str],
    settings_for: Callable[[str], Settings],
    update: bool,
) -> Known:
    """Compare the reports with the baselines of their files; `checked` are the files of the run.

    With `update` each baseline is written anew: with the findings that the checked files have, and
    what it knew of files that were not checked. Raises ValueError where there is none to write.
    """
    by_path = {report.source.path: report for report in reports}
    files: dict[str, list[str]] = {}
    for path in {*checked, *by_path}:
        file = baseline_of(settings_for(path))
        if file is not None:
            files.setdefault(file, []).append(path)
    if update and not files:
        raise ValueError("no baseline to update: give --baseline FILE or the setting `baseline`")
    problems: list[Problem] = []
    notices: list[str] = []
    for file, paths in sorted(files.items()):
        old = _read(file, update, problems)
        if old is None:
            continue
        folder = file.rpartition("/")[0]
        names = {path: os.path.relpath(path, folder).replace(os.sep, "/") for path in paths}
        if update:
            old = _updated(file, old, names, by_path, problems, notices)
        used: dict[Entry, int] = {}
        for path, name in names.items():
            report = by_path.get(path)
            if report is not None:
                compared = compare(report.report, report.source, name, old)
                by_path[path] = report._replace(report=compared.report)
                used.update(compared.used)
        gone = [path for path in {entry.path for entry in old} if _is_gone(folder, path)]
        left = stale(old, used, [*names.values(), *gone])
        if left:
            count = sum(left.values())
            what = "finding is" if count == 1 else "findings are"
            notices.append(f"{file}: {count} {what} gone; remove with --update-baseline")
    return Known(tuple(by_path.values()), tuple(problems), tuple(notices))


def baseline_of(settings: Settings) -> str | None:
    """The file of the baseline that settings name."""
    if not settings.baseline.patterns:
        return None
    path = os.path.join(settings.baseline.base, settings.baseline.patterns[0])
    return absolute(path)


def _read(file: str, update: bool, problems: list[Problem]) -> Baseline | None:
    """The baseline of a file; None where it can't be read."""
    try:
        return parse_baseline(read(file).decode("utf-8"))
    except FileNotFoundError:
        if update:
            return {}
        problems.append(Problem(file, "doesn't exist; --update-baseline writes it"))
    except OSError as error:
        problems.append(Problem(file, f"can't be read: {reason(error)}"))
    except ValueError as error:
        if update:
            return {}
        problems.append(Problem(file, f"isn't a baseline: {error}"))
    return None


def _updated(
    file: str,
    old: Baseline,
    names: Mapping[str, str],
    reports: Mapping[str, FileReport],
    problems: list[Problem],
    notices: list[str],
) -> Baseline:
    """The new baseline, after it was written."""
    folder = file.rpartition("/")[0]
    looked_at = frozenset(names.values())
    new = {
        entry: count
        for entry, count in old.items()
        if entry.path not in looked_at and not _is_gone(folder, entry.path)
    }
    for path, name in names.items():
        report = reports.get(path)
        for _, entry in entries(report.report, report.source, name) if report else ():
            new[entry] = new.get(entry, 0) + 1
    text = format_baseline(new)
    try:
        with open(file, "w", encoding="utf-8", newline="\n") as target:
            target.write(text)
    except OSError as error:
        problems.append(Problem(file, f"can't be written: {reason(error)}"))
        return old
    count = sum(new.values())
    notices.append(f"{file}: {count} {'finding' if count == 1 else 'findings'} known")
    return new


def _is_gone(folder: str, path: str) -> bool:
    return not os.path.lexists(os.path.join(folder, path))
