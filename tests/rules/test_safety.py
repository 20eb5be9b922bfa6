"""A safe fix changes only what was wrong: it is run before and after, with the real SDK."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from acr_lint.findings import Finding, Fix, Safety
from acr_lint.rules.registry import rules
from acr_lint.text.source import apply_edits
from tests.registry.fake import FakeRegistry
from tests.rules import worlds
from tests.rules.harness import examples, findings, read
from tests.rules.running import Outcome, run

_COMMENTS = ("ACR901", "ACR902")  # a comment does nothing
_MISTAKES = (AttributeError, IndexError, NameError, TypeError)
_WORLDS: dict[str, worlds.Prepare] = {
    "as it is": worlds.as_it_is,
    "anonymous pull": worlds.with_anonymous_pull,
    "refusing": worlds.refusing,
    "untagged": worlds.with_untagged,
    "dropping": worlds.dropping,
    "without a credential": worlds.without_credential,
}
_RARE = ("anonymous pull", "untagged", "dropping")


def _safe() -> Iterator[tuple[str, Finding, Fix]]:
    """The safe fixes of all examples that are one file: the text, the finding, the fix."""
    for rule in rules():
        for example in examples(rule.page):
            files, _ = read(example.text)
            for finding in findings(files, rules()) if list(files) == ["example.py"] else ():
                for fix in finding.fixes:
                    if fix.safety is Safety.SAFE and finding.code not in _COMMENTS:
                        yield files["example.py"], finding, fix


_SAFE = list(_safe())
_IDS = [f"{finding.code} {fix.title}" for _, finding, fix in _SAFE]


def _did(outcome: Outcome) -> tuple[object, ...]:
    """What the user of a program sees of it."""
    requests = [(each.method, each.path, each.status) for each in outcome.requests]
    return type(outcome.error), outcome.printed, requests


@pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    "world",
    [pytest.param(name, marks=[pytest.mark.long] * (name in _RARE)) for name in _WORLDS],
)
@pytest.mark.parametrize(("text", "finding", "fix"), _SAFE, ids=_IDS)
def test_only_what_was_wrong_is_changed(
    text: str,
    finding: Finding,
    fix: Fix,
    world: str,
    registry: FakeRegistry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    outcomes = []
    for version in (text, apply_edits(text, fix.edits)):
        worlds.filled(registry)
        with monkeypatch.context() as patch:
            _WORLDS[world](registry, patch)
            outcomes.append(run(version, registry, patch))
    before, after = outcomes
    if isinstance(before.error, _MISTAKES):
        assert not isinstance(after.error, type(before.error)), finding.message
    else:
        assert _did(before) == _did(after)


def test_every_rule_with_a_safe_fix_is_run() -> None:
    assert {finding.code for _, finding, _ in _SAFE} >= {
        "ACR103",
        "ACR106",
        "ACR304",
        "ACR310",
        "ACR402",
        "ACR405",
        "ACR406",
        "ACR408",
        "ACR410",
    }
