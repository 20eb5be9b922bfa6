from __future__ import annotations

import gc
import os
import sys
import threading
import warnings
from collections.abc import Callable, Iterator

import pytest

from acr_lint import check as module
from acr_lint import settings
from acr_lint.check import check, check_sources
from acr_lint.findings import Finding, Report, Severity
from acr_lint.keys import parse
from acr_lint.model.build import Model
from acr_lint.model.build import build as real_build
from acr_lint.model.program import Program
from acr_lint.rules.registry import Rule
from acr_lint.settings import DEFAULT, Settings
from acr_lint.text.source import Source, Span


def rule(code: str, name: str, check: Callable[[Model], Iterator[Finding]]) -> Rule:
    return Rule(code, name, Severity.WARNING, "", "", True, (), "", check)


def each_bad(model: Model) -> Iterator[Finding]:
    """A finding at the start of each file that says `bad`."""
    for source in sorted((it.syntax.source for it in model.program.modules), key=lambda s: s.path):
        if "bad" in source.text:
            at = source.text.index("bad")
            span = Span(at, at + 3)
            yield Finding("ACR301", "each-bad", Severity.WARNING, "bad", source.path, span, "")


def broken(model: Model) -> Iterator[Finding]:
    yield from each_bad(model)
    raise ValueError("no good")


def nothing(model: Model) -> Iterator[Finding]:
    return iter(())


def use(monkeypatch: pytest.MonkeyPatch, *rules: Rule) -> None:
    both = (*rules, rule("ACR901", "unused-suppression", nothing),
            rule("ACR902", "unknown-suppression", nothing))  # fmt: skip
    for target in ("acr_lint.check.rules", "acr_lint.suppressions.rules"):
        monkeypatch.setattr(target, lambda: both)
    monkeypatch.setattr(settings, "rules", lambda: both)


@pytest.fixture
def one_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, rule("ACR301", "each-bad", each_bad))


def found(reports: tuple[Report, ...]) -> list[tuple[str, str]]:
    return [(report.path, finding.code) for report in reports for finding in report.findings]


def configured(**table: object) -> Settings:
    return parse({key.replace("_", "-"): value for key, value in table.items()}, "").settings


@pytest.mark.usefixtures("one_rule")
def test_reports_of_all_files_in_their_order() -> None:
    reports = check_sources({"a.py": "bad\n", "b.py": "good\n", "c/d.py": "x = bad\n"})
    assert [report.path for report in reports] == ["a.py", "b.py", "c/d.py"]
    assert found(reports) == [("a.py", "ACR301"), ("c/d.py", "ACR301")]


@pytest.mark.usefixtures("one_rule")
def test_rules_that_are_off_for_a_file_say_nothing_of_it() -> None:
    files = {"a.py": "bad\n", "tests/b.py": "bad\n"}
    assert found(check_sources(files)) == [("a.py", "ACR301")]
    assert found(check_sources(files, configured(ignore=["each-bad"]))) == []


@pytest.mark.usefixtures("one_rule")
def test_severities_are_the_settings() -> None:
    (report,) = check_sources({"a.py": "bad\n"}, configured(severity={"ACR3": "info"}))
    assert [finding.severity for finding in report.findings] == [Severity.INFO]


@pytest.mark.usefixtures("one_rule")
def test_comments_have_their_say() -> None:
    (report,) = check_sources(
        {"a.py": "bad  # acr-lint: ignore[each-bad] as is\nx  # acr-lint: ignore[ACR301]\n"}
    )
    assert [(it.code, it.suppressed) for it in report.findings] == [
        ("ACR301", "as is"),
        ("ACR901", None),
    ]
    (report,) = check_sources(
        {"a.py": "x  # acr-lint: ignore[ACR301]\n"}, configured(ignore=["ACR901"])
    )
    assert report.findings == ()


def test_a_crash_costs_only_its_own_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    bad = rule("ACR301", "each-bad", each_bad)
    use(monkeypatch, rule("ACR201", "broken", broken), bad)
    (report,) = check_sources({"a.py": "bad\n"}, strict=False)
    assert [finding.code for finding in report.findings] == ["ACR301"]
    (crash,) = report.crashes
    assert crash.startswith("rule ACR201 broken failed: ValueError: no good (test_check.py:")
    with pytest.raises(ValueError, match="no good"):
        check_sources({"a.py": "bad\n"})


def failing_on(*words: str) -> Callable[..., Model]:
    """An interpreter that crashes on programs in which all of the words are."""

    def build(program: Program, *rest: object) -> Model:
        texts = [module.syntax.source.text for module in program.modules]
        if all(any(word in text for text in texts) for word in words):
            raise RecursionError("too deep")
        return real_build(program)

    return build


IGNORED = "x  # acr-lint: ignore[ACR301]\n"


@pytest.mark.usefixtures("one_rule")
def test_a_crash_of_the_interpreter_costs_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "build", failing_on("poison"))
    files = {"a.py": "bad\n", "b.py": "bad; poison\n" + IGNORED, "c.py": "bad\n" + IGNORED}
    reports = check_sources(files, strict=False)
    assert found(reports) == [("a.py", "ACR301"), ("c.py", "ACR301")]
    for report in reports:
        (crash,) = report.crashes
        assert crash.startswith("the interpreter, on b.py, failed: RecursionError: too deep (")
    with pytest.raises(RecursionError):
        check_sources(files)


@pytest.mark.usefixtures("one_rule")
def test_a_crash_of_two_files_together_costs_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "build", failing_on("poison", "venom"))
    files = {"a.py": "bad; poison\n", "b.py": "bad; venom\n", "c.py": "bad\n"}
    reports = check_sources(files, strict=False)
    assert found(reports) == [("b.py", "ACR301"), ("c.py", "ACR301")]
    assert reports[0].crashes[0].startswith("the interpreter, on a.py, failed")


@pytest.mark.usefixtures("one_rule")
def test_a_crash_on_everything_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "build", failing_on())
    reports = check_sources({"a.py": "bad\n" + IGNORED, "b.py": "bad\n"}, strict=False)
    assert found(reports) == []
    assert reports[0].crashes[0].startswith("the interpreter, on the whole program, failed")


@pytest.mark.usefixtures("one_rule")
def test_a_report_that_crashes_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(source: Source, *_: object) -> Iterator[object]:
        if source.path == "a.py":
            raise ValueError("no comments")
        return iter(())

    monkeypatch.setattr("acr_lint.suppressions.directives", fail)
    texts = {"a.py": "bad  # noqa: F821\n", "b.py": "bad  # noqa: F821\n"}
    reports = check_sources(texts, strict=False)
    assert found(reports) == [("b.py", "ACR301")]
    assert reports[1].crashes[0].startswith("the report on a.py failed: ValueError: no comments")


def test_a_check_leaves_the_process_as_it_was() -> None:
    """No global state: interpreter settings, environment and folder stay, and so do the answers."""
    deep = "x = " + "(" * 150 + "1" + ")" * 150 + "\n"
    files = {
        "a.py": "from azure.containerregistry import ContainerRegistryClient\n"
        "ContainerRegistryClient('https://a.azurecr.io').delete_tag('r', 't')\n" + deep
    }

    def state() -> tuple[object, ...]:
        return (
            sys.getrecursionlimit(), gc.isenabled(), gc.get_threshold(), gc.get_freeze_count(),
            threading.active_count(), os.getcwd(), dict(os.environ), tuple(sys.path),
            sys.getswitchinterval(), warnings.filters[:], sys.flags,
        )  # fmt: skip

    first = check_sources(files)
    before = state()
    assert check_sources(files) == first
    assert state() == before
    assert "ACR101" in {finding.code for finding in first[0].findings}


@pytest.mark.usefixtures("one_rule")
def test_only_what_is_asked_for_is_reported() -> None:
    from acr_lint.check import Project, make_module
    from acr_lint.layout import Layout

    layout = Layout("", [], lambda path: False)
    modules = [make_module(Source(path, "bad\n"), layout) for path in ("a.py", "b.py")]
    program = Project(modules, layout)
    assert found(check(program, lambda path: DEFAULT, {"b.py"})) == [("b.py", "ACR301")]
    assert check(program, lambda path: DEFAULT, set()) == ()


def test_imports_find_modules_as_python_would() -> None:
    from acr_lint.check import Project, make_module
    from acr_lint.layout import Layout, source_folders

    paths = ["app.py", "pkg/__init__.py", "pkg/m.py", "src/lib/m.py", "src/lib/m.pyi",
             "tools/run.py", "tools/pkg.py", "pkg.py"]  # fmt: skip
    layout = Layout("", source_folders(paths), set(paths).__contains__)
    modules = {path: make_module(Source(path, ""), layout) for path in paths}
    program = Project(modules.values(), layout)

    def meant(name: str, importer: str) -> str | None:
        target = program.find(name, modules[importer])
        return target and target.path

    assert meant("pkg", "app.py") == "pkg/__init__.py"
    assert meant("pkg.m", "app.py") == "pkg/m.py"
    assert meant("lib.m", "app.py") == "src/lib/m.py"
    assert meant("src.lib.m", "app.py") == "src/lib/m.py"
    assert meant("pkg", "tools/run.py") == "tools/pkg.py"
    assert meant("m", "pkg/__init__.py") == "pkg/m.py"
    assert meant("nothing", "app.py") is None
    assert meant("", "app.py") is None
