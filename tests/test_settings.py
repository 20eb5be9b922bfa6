from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import acr_lint
from acr_lint import settings as module
from acr_lint.findings import Severity
from acr_lint.keys import KEYS, parse, schema
from acr_lint.settings import DEFAULT, Settings, below, matching, selected, severity, unsuppressible


class FakeRule(NamedTuple):
    """As much of a rule as settings look at."""

    code: str
    name: str
    severity: Severity = Severity.WARNING
    default: bool = True


RULES = (
    FakeRule("ACR101", "anonymous-write", Severity.ERROR),
    FakeRule("ACR107", "anonymous-read", Severity.INFO, default=False),
    FakeRule("ACR301", "uncaught-http-response-error"),
    FakeRule("ACR302", "lazy-result-outside-try"),
)


@pytest.fixture(autouse=True)
def four_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "rules", lambda: RULES)


def parsed(**table: Any) -> Settings:
    """The settings of a table without errors; its keys have underscores here."""
    found = parse({key.replace("_", "-"): value for key, value in table.items()}, "/p")
    assert not found.errors
    return found.settings


def errors(**table: Any) -> tuple[str, ...]:
    return parse({key.replace("_", "-"): value for key, value in table.items()}, "/p").errors


def codes(found: Settings, path: str = "/p/m.py") -> str:
    return " ".join(sorted(code[3:] for code in selected(found, path)))


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("ALL", "101 107 301 302"),
        ("DEFAULT", "101 301 302"),
        ("ACR", "101 107 301 302"),
        ("ACR3", "301 302"),
        ("ACR301", "301"),
        ("anonymous-read", "107"),
        ("ACR4", ""),
        ("anonymous", ""),
    ],
)
def test_selectors(selector: str, expected: str) -> None:
    assert " ".join(rule.code[3:] for rule in matching(selector)) == expected


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({}, "101 301 302"),
        ({"select": ["ALL"]}, "101 107 301 302"),
        ({"select": []}, ""),
        ({"extend_select": ["anonymous-read"]}, "101 107 301 302"),
        ({"ignore": ["ACR3"]}, "101"),
        ({"ignore": ["ALL"]}, ""),
        ({"select": ["ACR301"], "ignore": ["ACR3"]}, "301"),
        ({"select": ["ACR3"], "ignore": ["ACR301"]}, "302"),
        ({"select": ["ACR301"], "ignore": ["uncaught-http-response-error"]}, ""),
        ({"select": ["ACR301"], "ignore": ["ALL"]}, "301"),
    ],
)
def test_the_narrower_selector_wins(table: dict[str, Any], expected: str) -> None:
    assert codes(parsed(**table)) == expected


def test_test_code_may_let_errors_escape() -> None:
    found = parsed()
    assert codes(found, "/p/tests/m.py") == "101"
    assert codes(found, "/p/a/test_m.py") == "101"
    assert codes(found, "/p/m.py") == "101 301 302"
    assert codes(parsed(per_file_ignores={}), "/p/tests/m.py") == "101 301 302"


def test_folders_above_the_settings_do_not_count() -> None:
    assert codes(DEFAULT._replace(base="/tests/p"), "/tests/p/m.py") == "101 301 302"


def test_per_file_ignores() -> None:
    found = parsed(extend_per_file_ignores={"scripts/": ["ACR101"], "/a/*.py": ["ACR3"]})
    assert codes(found, "/p/x/scripts/m.py") == "301 302"
    assert codes(found, "/p/a/m.py") == "101"
    assert codes(found, "/p/a/b/m.py") == "101 301 302"
    assert codes(found, "/p/tests/m.py") == "101"
    assert codes(found, "/elsewhere/scripts/m.py") == "101 301 302"


def test_severities() -> None:
    found = parsed(severity={"ACR3": "info", "ACR302": "error", "ALL": "warning"})
    levels = [severity(found, rule, rule.severity).value for rule in RULES]  # type: ignore[arg-type]  # a fake rule
    assert levels == ["warning", "warning", "info", "error"]


def test_a_child_adds_to_what_accumulates_and_replaces_the_rest() -> None:
    parent = parsed(
        extend_select=["ACR107"],
        ignore=["ACR301"],
        extend_exclude=["old"],
        severity={"ACR3": "info"},
        extend_per_file_ignores={"a/": ["ACR101"]},
    )
    child = parse(
        {
            "extend-select": ["ACR302"],
            "ignore": ["ACR302"],
            "extend-exclude": ["new"],
            "severity": {"ACR1": "info"},
            "extend-per-file-ignores": {"b/": ["ACR101"]},
        },
        "/p/child",
        parent,
    ).settings
    assert child.extend_select == ("ACR107", "ACR302")
    assert child.ignore == ("ACR302",)
    assert [(paths.patterns, paths.base) for paths in child.extend_exclude] == [
        (("old",), "/p"),
        (("new",), "/p/child"),
    ]
    assert child.severity == (("ACR3", Severity.INFO), ("ACR1", Severity.INFO))
    assert [(entry.pattern, entry.base) for entry in child.extend_per_file_ignores] == [
        ("a/", "/p"),
        ("b/", "/p/child"),
    ]


def test_unsuppressible() -> None:
    assert unsuppressible(parsed(unsuppressible=["ACR1"])) == {"ACR101", "ACR107"}


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            {"select": ["anonymous-writes"]},
            "`select` names no rule: `anonymous-writes`; did you mean `anonymous-write`?",
        ),
        ({"ignore": ["ACR9"]}, "`ignore` names no rule: `ACR9`"),
        ({"select": "ACR3"}, "`select` must be a list of rule selectors, not the string 'ACR3'"),
        ({"severity": {"ACR3": 3}}, "`severity` must be `error`, `warning` or `info`, not the num"),
        ({"roots": [True]}, "`roots` must be a list of folders, not true"),
        ({"baseline": []}, "`baseline` must be the path of a file, not a list"),
        (
            {"required-version": ">=99, <100"},
            f"`required-version` asks for >=99, <100, and this is acr-lint {acr_lint.__version__}",
        ),
        ({"required-version": "new"}, "`required-version` must be like `>=0.2, <1`, not `new`"),
    ],
)  # fmt: skip
def test_errors(table: dict[str, Any], expected: str) -> None:
    (error,) = errors(**table)
    assert error.startswith(expected)


@pytest.mark.parametrize(
    ("path", "base", "expected"),
    [
        ("/p/a/m.py", "/p", "a/m.py"),
        ("/p/a/m.py", "/p/", "a/m.py"),
        ("/pp/m.py", "/p", None),
        ("a/m.py", "", "a/m.py"),
        ("C:\\p\\a\\m.py", "C:\\p", "a/m.py"),
    ],
)
def test_below(path: str, base: str, expected: str | None) -> None:
    assert below(path, base) == expected


def test_one_field_a_key() -> None:
    assert {key.field for key in KEYS} | {"base"} == set(Settings._fields)


def test_the_shipped_schema_is_that_of_the_keys() -> None:
    shipped = Path(acr_lint.__file__).parent / "settings.schema.json"
    assert json.loads(shipped.read_text()) == schema()


def test_the_schema_accepts_what_is_read_and_refuses_the_rest() -> None:
    import jsonschema

    jsonschema.Draft202012Validator.check_schema(schema())
    validator = jsonschema.Draft202012Validator(schema())
    good = {
        "extend": "../acr-lint.toml",
        "select": ["ALL", "DEFAULT", "ACR3", "ACR301", "anonymous-write"],
        "severity": {"ACR301": "error"},
        "fail-on": "info",
        "per-file-ignores": {"scripts/": ["ACR3"]},
        "exclude": ["gen/"],
        "force-exclude": True,
        "baseline": "known.json",
        "required-version": f"=={acr_lint.__version__}",
    }
    assert validator.is_valid(good)
    assert not parse(good, "/p").errors
    for bad in ({"selekt": []}, {"select": "ACR3"}, {"fail-on": "never"}, {"severity": {"x y": 1}}):
        assert not validator.is_valid(bad)
