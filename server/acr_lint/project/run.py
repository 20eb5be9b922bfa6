"""One run: from the paths that a user names to the reports of their files.

Each file is analysed with the whole project that it belongs to, so that its findings do not depend
on which paths were named. What can't be read is a problem of its own and costs no other file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping

from acr_lint.findings import Report, Severity
from acr_lint.project.config import Configuration
from acr_lint.project.roots import is_shared, project_of
from acr_lint.project.sweep import Ahead
from acr_lint.project.tree import Tree, Wanted, is_python, paths_of, regular
from acr_lint.project.walk import Problem, not_text, walked
from acr_lint.settings import Paths, Settings, check_selectors
from acr_lint.text.record import NamedTuple
from acr_lint.text.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.project.notebooks import Notebook


class Options(NamedTuple):
    """What a caller says beside the paths; None and () leave a setting as the files have it.

    `jobs` is how many processes may read a project of very many files, 0 for what suits the
    machine. `cached` says whether what is found is kept for the next run, in the folder `cache_dir`
    where that is given. `fixes` says whether fixes will be looked at: where not, and nothing is
    kept, none is made, nor found out that making one crashes.
    """

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()
    fail_on: Severity | None = None
    force_exclude: bool = False
    respect_gitignore: bool | None = None
    config: str | None = None
    isolated: bool = False
    baseline: str | None = None
    update_baseline: bool = False
    jobs: int = 1
    cached: bool = False
    cache_dir: str | None = None
    fixes: bool = True


_NO_OPTIONS = Options()


class FileReport(NamedTuple):
    """The report of one file, and the text that its spans are in: for a notebook, its program."""

    source: Source
    report: Report
    notebook: Notebook | None = None


class Run(NamedTuple):
    """What a run found.

    `reports` are of the files that have something to say, in the order of their paths; `checked`
    counts all files that were looked at; `crashes` are errors inside of acr-lint; `failed` says
    whether a finding counts that the settings of its file let fail a run; `sources` are the texts
    of the programs, for places in files that no report is about; `notices` are lines on what is
    worth knowing and fails nothing, `remarks` on what was kept from an earlier run or for the next.
    """

    reports: tuple[FileReport, ...]
    problems: tuple[Problem, ...]
    checked: int
    crashes: tuple[str, ...] = ()
    failed: bool = False
    sources: Mapping[str, Source] = {}
    notices: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


class Answer(NamedTuple):
    """What is found in a project: the reports, the files that can't be read, how many were looked
    at, and which; and the texts of the program."""

    reports: tuple[Report, ...]
    problems: tuple[Problem, ...]
    total: int
    checked: Collection[str]
    sources: dict[str, Source]
    notebooks: dict[str, Notebook]


class Target(NamedTuple):
    """What is to be checked of one project: named files, and folders with all that they hold."""

    files: frozenset[str]
    folders: frozenset[str]


def _nobody(stage: str) -> None:
    """Nobody wants to know how far a run is."""


def run(
    paths: Iterable[str],
    options: Options = _NO_OPTIONS,
    stdin: tuple[str, str] | None = None,
    tell: Callable[[str], None] = _nobody,
) -> Run:
    """Check the files and folders at `paths`.

    `stdin` is a file by name and text, which takes the place of what the disk has at that name.
    `tell` is told of each stage that may take its time.
    Raises ValueError for a selector that names no rule and for a baseline that isn't named.
    """
    _check_options(options)
    texts = {} if stdin is None else {next(paths_of([stdin[0]])): stdin[1]}
    files, folders, problems = _named([*paths_of(paths), *texts], texts)
    only = None if options.config is None else next(paths_of([options.config]))
    configuration = Configuration(
        only, options.isolated, lambda settings: _overlaid(settings, options)
    )
    outcomes: list[_Outcome] = []
    waiting = _by_project(files, folders)
    while waiting:
        folder, target = waiting.popitem()
        outcome = _check_project(folder, target, configuration, options, texts, tell)
        outcomes.append(outcome)
        for nested in outcome.nested:
            if nested not in waiting:
                waiting[nested] = Target(frozenset(), frozenset({nested}))
    reports = sorted(
        (report for outcome in outcomes for report in outcome.reports),
        key=lambda report: report.source.path,
    )
    crashes = dict.fromkeys(crash for one in reports for crash in one.report.crashes)
    reports = [one for one in reports if one.report.findings or one.report.unread]
    problems += [problem for outcome in outcomes for problem in outcome.problems]
    problems += configuration.problems_of({*files, *folders})
    notices: tuple[str, ...] = ()
    if options.update_baseline or configuration.holds_somewhere(
        lambda settings: settings.baseline.patterns
    ):
        from acr_lint.project.known import with_baselines

        checked = [path for outcome in outcomes for path in outcome.checked]
        known = with_baselines(reports, checked, configuration.of_file, options.update_baseline)
        reports, notices = list(known.reports), known.notices
        problems += known.problems
    return Run(
        tuple(reports),
        tuple(dict.fromkeys(problems)),
        sum(outcome.total for outcome in outcomes),
        tuple(crashes),
        any(_fails(one, configuration) for one in reports),
        {path: source for outcome in outcomes for path, source in outcome.sources.items()},
        notices,
        tuple(outcome.remark for outcome in outcomes if outcome.remark),
    )


class _Outcome(NamedTuple):
    """What the check of one project gave; `remark` says how the answer was come by."""

    reports: tuple[FileReport, ...]
    problems: tuple[Problem, ...]
    total: int
    checked: Collection[str]
    sources: Mapping[str, Source]
    nested: tuple[str, ...]
    remark: str


def _check_project(
    folder: str,
    target: Target,
    configuration: Configuration,
    options: Options,
    texts: Mapping[str, str],
    tell: Callable[[str], None],
) -> _Outcome:
    """Check what is wanted of the project in a folder."""
    settings: dict[str, Settings] = {}

    def settings_in(path: str) -> Settings:
        found = settings[path] = configuration.of_folder(path, folder)
        return found

    tell(f"searching {folder}")
    shallow = is_shared(folder) and folder not in target.folders
    words = (sorted(target.folders), sorted(target.files), options.force_exclude)
    cached = options.cached and bool(target.folders)  # what a hook asks is never asked again
    if cached:
        from acr_lint.project.question import asked, may_know
    ahead = Ahead(options.jobs, _prepare)
    known = cached and may_know(words, folder, settings_in(folder), options.cache_dir)
    try:
        meet = None if known else ahead.meet
        whole = walked(folder, settings_in, shallow, meet, alone=not target.folders)
        question = asked(words, whole, settings, options.cache_dir) if cached else None
        answer = question.answer() if question else None
        remark = f"{folder}: nothing has changed since an earlier run"
        if answer is None:
            tree = Tree(folder, settings_in, texts, shallow, options.jobs, whole, crew=ahead.crew)
            try:
                lazy = question is None and not options.fixes
                answer, lasts = _answer(folder, target, tree, configuration, options, lazy, tell)
            finally:
                tree.end()
            remark = question.keep(answer) if question and lasts else ""
    finally:
        ahead.end()
    problems = [one for one in whole.walk.problems if _is_wanted(one.path, target)]
    reports = tuple(
        FileReport(answer.sources[report.path], report, answer.notebooks.get(report.path))
        for report in answer.reports
    )
    return _Outcome(
        reports,
        (*answer.problems, *problems),
        answer.total,
        answer.checked,
        answer.sources,
        tuple(path for path in whole.walk.nested if _is_wanted(path, target)),
        remark,
    )


def _answer(
    folder: str,
    target: Target,
    tree: Tree,
    configuration: Configuration,
    options: Options,
    lazy: bool,
    tell: Callable[[str], None],
) -> tuple[Answer, bool]:
    """What is found where it is wanted in a project, and whether that hangs on nothing but what a
    walk sees; fixes are made when they are looked at where that is to be `lazy`."""

    def settings_for(path: str) -> Settings:
        return configuration.of_file(path, folder)

    def forced(path: str) -> bool:
        return options.force_exclude or settings_for(path).force_exclude

    added = False
    for below in sorted(target.folders):
        if not (any(True for _ in tree.files_below(below)) or forced(f"{below}/_")):
            tree.add_folder(below)
            added = True
    named: list[str] = []
    for path in target.files:
        if not tree.has(path):
            if forced(path):
                continue
            tree.add(path)
            added = True
        named.append(path)
    wanted = Wanted(tree, target.folders, named)
    problems = tree.unread_among(wanted)
    problems += [problem for path in target.files if (problem := _not_text(tree, path))]
    reports: tuple[Report, ...] = ()
    sources: dict[str, Source] = {}
    notebooks: dict[str, Notebook] = {}
    if tree.mentioning:
        from acr_lint.project.analysis import analyse

        reports, more, sources, notebooks = analyse(folder, tree, settings_for, wanted, lazy, tell)
        problems += more
    lasts = not (added or tree.lacks_some or any(report.crashes for report in reports))
    wanted.leave_out(problem.path for problem in problems)
    answer = Answer(reports, tuple(problems), len(wanted), wanted, sources, notebooks)
    return answer, lasts


def _prepare() -> None:
    """Import what an analysis needs, while other processes look into files."""
    import acr_lint.check
    import acr_lint.project.analysis  # noqa: F401


def _not_text(tree: Tree, path: str) -> Problem | None:
    """Why a file that was named can't be read as text."""
    from acr_lint.text.decoding import NotText, decode

    try:
        decode(tree.content(path) or b"")
    except NotText as error:
        return not_text(path, error)
    return None


def _named(
    paths: Iterable[str], texts: Collection[str]
) -> tuple[set[str], set[str], list[Problem]]:
    """The files and the folders among the paths, and what is wrong with the others."""
    files: set[str] = set()
    folders: set[str] = set()
    problems: list[Problem] = []
    for path in paths:
        if path in texts:
            files.add(path)
        elif os.path.isdir(path):
            folders.add(path)
        elif (why := regular(path)) is not None:
            problems.append(Problem(path, why))
        elif not is_python(path):
            problems.append(Problem(path, "isn't a Python file or a notebook"))
        else:
            files.add(path)
    return files, folders, problems


def _by_project(files: Iterable[str], folders: Iterable[str]) -> dict[str, Target]:
    """What is wanted of each project; a folder that belongs to none is a project itself."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    known: dict[str, str] = {}
    for folder in folders:
        known[folder] = project_of(folder)
        found.setdefault(known[folder], (set(), set()))[1].add(folder)
    for path in files:
        folder = path.rpartition("/")[0]
        if folder not in known:
            known[folder] = project_of(folder)
        found.setdefault(known[folder], (set(), set()))[0].add(path)
    return {
        project: Target(frozenset(files), frozenset(folders))
        for project, (files, folders) in found.items()
    }


def _is_wanted(path: str, target: Target) -> bool:
    """Whether a folder is one of those that are to be checked, or below one."""
    return any(path == one or path.startswith(one.rstrip("/") + "/") for one in target.folders)


def _fails(file: FileReport, configuration: Configuration) -> bool:
    """Whether a finding of a file fails a run."""
    least = configuration.of_file(file.source.path).fail_on.rank
    return any(
        finding.suppressed is None and finding.severity.rank >= least
        for finding in file.report.findings
    )


def _check_options(options: Options) -> None:
    """Raises ValueError for a selector of the options that names no rule."""
    for option, words in (
        ("--select", options.select or ()),
        ("--extend-select", options.extend_select),
        ("--ignore", options.ignore),
        ("--severity", tuple(word for word, _ in options.severity)),
    ):
        if words:
            try:
                check_selectors(words)
            except ValueError as error:
                raise ValueError(f"{option} {error}") from None


def _overlaid(settings: Settings, options: Options) -> Settings:
    """The settings of a file with what the options say instead."""
    if options.select is not None:
        settings = settings._replace(select=options.select, extend_select=(), ignore=())
    ignore = tuple(word for word in settings.ignore if word not in options.extend_select)
    settings = settings._replace(
        extend_select=(*settings.extend_select, *options.extend_select),
        ignore=(*ignore, *options.ignore),
        severity=(*settings.severity, *options.severity),
    )
    if options.fail_on is not None:
        settings = settings._replace(fail_on=options.fail_on)
    if options.baseline is not None:
        settings = settings._replace(baseline=Paths((os.path.abspath(options.baseline),)))
    if options.respect_gitignore is not None:
        settings = settings._replace(respect_gitignore=options.respect_gitignore)
    return settings
