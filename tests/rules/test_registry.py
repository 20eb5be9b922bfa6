"""All rules are found, with what their pages say about them."""

from __future__ import annotations

import subprocess
import sys
from copy import copy
from functools import lru_cache
from importlib import import_module

import pytest

from acr_lint.findings import Severity
from acr_lint.model.build import Model
from acr_lint.rules.registry import Rule, described, rule, rules
from acr_lint.sdk.guide import SECTIONS
from tests.model.programs import model_of
from tests.rules.harness import examples, files_of


def test_rules_are_found_by_code_and_by_name() -> None:
    found = rule("ACR301")
    assert found is not None
    assert found.name == "uncaught-http-response-error"
    assert rule(found.name) is found
    assert rule("ACR3") is None


def test_codes_and_names_are_unlike() -> None:
    codes = [each.code for each in rules()]
    assert codes == sorted(set(codes))
    assert len({each.name for each in rules()}) == len(codes)


@pytest.mark.parametrize("each", rules(), ids=lambda each: each.code)
def test_what_a_page_says_about_its_rule(each: object) -> None:
    found = next(other for other in rules() if other is each)
    assert found.code[:3] == "ACR" and found.code[3:].isdigit() and len(found.code) == 6
    assert len(found.summary) <= 120
    assert not found.summary.endswith(".")
    assert found.section in SECTIONS or found.code.startswith("ACR9")
    assert found.page.startswith(found.summary[0].upper() + found.summary[1:] + ".\n\n")


@pytest.mark.parametrize("each", rules(), ids=lambda each: each.code)
def test_head_and_page_are_the_docstring(each: object) -> None:
    found = next(other for other in rules() if other is each)
    module = import_module(f"acr_lint.rules.{found.name.replace('-', '_')}")
    assert module.__doc__ is not None
    same = described(found.name, module.__doc__, found.file, module.check)
    assert same._replace(check=found.check) == found
    body = module.__doc__.partition("\n\n")[2].strip()
    assert found.page == f"{found.summary[0].upper()}{found.summary[1:]}.\n\n{body}\n"


def test_a_head_is_read() -> None:
    docstring = "ACR999, info, off: A thing\nGuide: x-y\nNeeds: calls used\n\nWhy.\n"
    read = described("a-b", docstring, "a_b.py", lambda model: iter(()))
    told = ("ACR999", "a-b", Severity.INFO, "x-y", "A thing", False, ("calls", "used"), "a_b.py")
    assert read[:8] == told
    assert described("a-b", "ACR999, error: A\n\nWhy.\n", "", read.check)[3:7] == (
        "",
        "A",
        True,
        (),
    )


@lru_cache
def _models() -> tuple[Model, ...]:
    """The models of all examples."""
    pages = [each.page for each in rules()]
    return tuple(
        model_of("".join(f"# file: {path}\n{text}" for path, text in files_of(one.text).items()))
        for page in pages
        for one in examples(page)
    )


@pytest.mark.parametrize(
    "each", [each for each in rules() if each.needs], ids=lambda each: each.code
)
def test_a_rule_says_nothing_without_what_it_needs(each: Rule) -> None:
    module = import_module(f"acr_lint.rules.{each.name.replace('-', '_')}")
    said = [list(module.check(model)) for model in _models()]
    assert any(said)
    for model, findings in zip(_models(), said, strict=True):
        assert list(each.check(model)) or not findings
        for need in each.needs:
            if isinstance(getattr(model, need.partition(".")[0]), tuple):
                without = copy(model)
                without.known = {}
                setattr(without, need, ())
                assert not list(module.check(without))


def test_pages_stay_where_docstrings_are_dropped() -> None:
    code = "from acr_lint.rules.registry import rules; print(*[each.summary for each in rules()])"
    printed = [
        subprocess.run(
            [sys.executable, *options, "-c", code], capture_output=True, text=True, check=True
        ).stdout
        for options in ([], ["-OO"])
    ]
    assert printed[0] == printed[1]


def test_reading_the_pages_imports_no_rule() -> None:
    code = (
        "import sys; from acr_lint.rules.registry import rules; rules();"
        "print(*[name for name in sys.modules if name.startswith('acr_lint.')])"
    )
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert set(process.stdout.split()) <= {
        "acr_lint.findings",
        "acr_lint.rules",
        "acr_lint.rules.registry",
        "acr_lint.text",
        "acr_lint.text.choice",
        "acr_lint.text.lines",
        "acr_lint.text.record",
        "acr_lint.text.source",
    }
