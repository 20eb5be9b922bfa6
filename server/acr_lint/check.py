"""From a program and its settings to the reports of its files: the heart of the CLI and the server.

Nothing here reads a file: what a run, a hook and an editor are told about the same program is the
same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from acr_lint.findings import Finding, Report, Unread
from acr_lint.fixes.once import once
from acr_lint.layout import Layout, forms, slashed, source_folders
from acr_lint.model.build import Model, build
from acr_lint.model.memory import Memory, Notes
from acr_lint.model.program import Module, Program
from acr_lint.rules.registry import ABOUT_COMMENTS, UNUSED, Rule, rules
from acr_lint.rules.uncaught.documented import without_documented
from acr_lint.sdk.exceptions import Hierarchy
from acr_lint.settings import DEFAULT, Settings, selected, severity, unsuppressible
from acr_lint.syntax.tree import Island, parse
from acr_lint.text.source import Source, Span


class Project(Program):
    """A program whose modules are found by where their files lie."""

    def __init__(self, modules: Iterable[Module], layout: Layout) -> None:
        super().__init__(modules)
        self._layout = layout
        self._by_path = {slashed(module.path): module for module in self.modules}
        self._found: dict[tuple[str, str], Module | None] = {}

    def find(self, name: str, near: Module) -> Module | None:
        """The module that `name` means where the module `near` imports it."""
        asked = (name, near.path)
        if asked not in self._found:
            places = self._layout.places(name, slashed(near.path)) if name else ()
            files = (file for place in places for file in forms(place))
            found = (self._by_path[file] for file in files if file in self._by_path)
            self._found[asked] = next(found, None)
        return self._found[asked]


def check(
    program: Program,
    settings_for: Callable[[str], Settings],
    paths: Collection[str] | None = None,
    strict: bool = False,
    hierarchy: Hierarchy | None = None,
    lazy: bool = False,
    memory: Memory | None = None,
) -> tuple[Report, ...]:
    """The reports of the program's files at `paths`, of all of them where that is None.

    `hierarchy` holds the exception classes that aren't the program's own, where others are known
    than the built-in ones. A rule that crashes costs its own findings, a file on which the
    interpreter crashes its own; both are named in the `crashes` of each report. `strict` raises
    what they raised instead. `lazy` leaves the fixes of each finding, and what making them raises,
    to whoever looks at them first. `memory` is that of earlier versions of the program.
    """
    wanted = [module for module in program.modules if paths is None or module.path in paths]
    notes = Notes() if memory is None else memory.notes
    files = {module.path: _File(module, settings_for(module.path), notes) for module in wanted}
    crashes: list[str] = []
    model, left_out = (
        _model(program, files, hierarchy, strict, crashes, memory) if files else (None, frozenset())
    )
    for path in left_out & files.keys():
        files[path].on = frozenset()
    for rule in rules():
        if model is None or rule.code in ABOUT_COMMENTS:
            continue
        if not any(rule.code in file.on for file in files.values()):
            continue
        for finding in _findings(rule, model, files, strict, crashes, lazy):
            file = files[finding.path]
            level = severity(file.settings, rule, finding.severity)
            if level is not finding.severity:
                finding = finding._replace(severity=level)
            file.findings.append(finding)
    reports = [_attempted(file, strict, crashes) for file in files.values()]
    if crashes:
        reports = [_after_crashes(report, tuple(crashes)) for report in reports]
    return tuple(reports)


def check_sources(
    files: Mapping[str, str], settings: Settings = DEFAULT, strict: bool = True
) -> tuple[Report, ...]:
    """The reports of a project that is given as texts by path, such as `pkg/mod.py`."""
    layout = Layout("", source_folders(files), files.__contains__)
    modules = [
        make_module(Source(path, text), layout)
        for path, text in files.items()
        if path.endswith((".py", ".pyi", ".pyw"))
    ]
    return check(Project(modules, layout), lambda path: settings, strict=strict)


def make_module(source: Source, layout: Layout) -> Module:
    """The module of a file in a project of this layout."""
    path = source.path
    return Module(
        path, layout.name(path), layout.is_package(path), layout.is_test(path), parse(source)
    )


def describe(what: str, error: Exception) -> str:
    """One line on an error inside of acr-lint: what failed, how, and where in our code."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = ""
    if trace is not None:
        file = slashed(trace.tb_frame.f_code.co_filename).rpartition("/")[2]
        where = f" ({file}:{trace.tb_lineno})"
    return f"{what} failed: {type(error).__name__}: {error}{where}"


class _File:
    """A file to report on: its settings, the codes of its rules, and what they found."""

    __slots__ = ("findings", "module", "on", "settings")

    def __init__(self, module: Module, settings: Settings, notes: Notes) -> None:
        self.module = module
        self.settings = settings
        self.on = notes.of(_on, module.path, settings)
        self.findings: list[Finding] = []


def _on(path: str, settings: Settings) -> frozenset[str]:
    return selected(settings, path)


def _model(
    program: Program,
    files: Mapping[str, _File],
    hierarchy: Hierarchy | None,
    strict: bool,
    crashes: list[str],
    memory: Memory | None,
) -> tuple[Model | None, frozenset[str]]:
    """The model that rules are to read, and of which files it knows nothing because interpreting
    them crashes, which `crashes` tells."""

    def respects(path: str) -> bool:
        return path in files and files[path].settings.respect_documented_raises

    def built(part: Program, memory: Memory | None = None) -> Model:
        return without_documented(build(part, hierarchy, memory), respects)

    try:
        return built(program, memory), frozenset()
    except Exception as error:
        if strict:
            raise
        from acr_lint.salvage import salvage

        found = salvage(program, built)
        where = ", ".join(sorted(found.left_out)) if found.model else "the whole program"
        crashes.append(describe(f"the interpreter, on {where},", error))
        return found


def _findings(
    rule: Rule,
    model: Model,
    files: Mapping[str, _File],
    strict: bool,
    crashes: list[str],
    lazy: bool,
) -> list[Finding]:
    """What a rule says of the files in which it is on; nothing where it crashes, which `crashes`
    then tells. Fixes of what it says elsewhere are not made."""

    def is_on(finding: Finding) -> bool:
        file = files.get(finding.path)
        return file is not None and rule.code in file.on

    try:
        found = list(filter(is_on, rule.check(model)))
        if not lazy:
            for finding in found:
                finding.fixes.made()
        return found
    except Exception as error:
        if strict:
            raise
        crashes.append(describe(f"rule {rule.code} {rule.name}", error))
        return []


def _attempted(file: _File, strict: bool, crashes: list[str]) -> Report:
    """The report of one file; an empty one where making it crashes, which `crashes` then tells."""
    try:
        return _report(file)
    except Exception as error:
        if strict:
            raise
        crashes.append(describe(f"the report on {file.module.path}", error))
        return Report(file.module.path, (), ())


def _after_crashes(report: Report, crashes: tuple[str, ...]) -> Report:
    """A report after crashes: what its comments would have silenced isn't known any more."""
    findings = tuple(finding for finding in report.findings if finding.code != UNUSED)
    return report._replace(findings=findings, crashes=crashes)


def _report(file: _File) -> Report:
    """The report of one file: its findings after its comments had their say."""
    syntax = file.module.syntax
    silences = any(map(_may_silence, syntax.islands))
    findings = _heeded(file) if silences else file.findings
    unread = tuple(Unread(skip.span, skip.reason) for skip in syntax.skips())
    return Report(syntax.source.path, tuple(sorted(findings, key=_order)), unread)


@once
def _may_silence(island: Island) -> bool:
    """Whether there is anything in an island that a comment which silences has."""
    return "acr-lint:" in island.text or "noqa" in island.text.lower()


def _heeded(file: _File) -> list[Finding]:
    """The findings of a file after its comments had their say, and those about the comments."""
    from acr_lint.suppressions import apply, directives, statement_rows

    syntax = file.module.syntax
    verdict = apply(
        syntax.source,
        directives(syntax.source, (comment.span for comment in syntax.comments())),
        file.findings,
        statement_rows(syntax),
        file.on,
        unsuppressible(file.settings),
    )
    about = [
        finding._replace(severity=severity(file.settings, rule, finding.severity))
        for rule in rules()
        if rule.code in ABOUT_COMMENTS and rule.code in file.on
        for finding in verdict.about_comments
        if finding.code == rule.code
    ]
    return [*verdict.findings, *about]


def _order(finding: Finding) -> tuple[Span, str]:
    return finding.span, finding.code
