"""What the pages call bad does go wrong with the real SDK, as they say; the rest does not."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import pytest
from azure.containerregistry import DigestValidationError
from azure.core.exceptions import (
    ClientAuthenticationError,
    HttpResponseError,
    ServiceRequestError,
    ServiceResponseError,
)

from acr_lint.rules.registry import rules
from tests.registry.fake import FakeRegistry
from tests.rules import worlds
from tests.rules.harness import examples, read
from tests.rules.running import TRACE, Outcome, run

Wrong = Callable[[Outcome], bool]


def _raises(*kinds: type[BaseException]) -> Wrong:
    return lambda outcome: isinstance(outcome.error, kinds)


def _unhandled(outcome: Outcome) -> bool:
    """It escaped, and nobody logged it or said that it would."""
    told = any(record.name == "root" for record in outcome.logged) or outcome.documented
    return isinstance(outcome.error, HttpResponseError) and not told


def _silent(outcome: Outcome) -> bool:
    """It failed without a word."""
    told = any(record.name == "root" for record in outcome.logged) or outcome.printed
    return outcome.error is None and not told


def _bodies(outcome: Outcome, method: str) -> list[bytes]:
    return [request.body.replace(b" ", b"") for request in outcome.sent(method)]


TRUTH: dict[str, tuple[worlds.Prepare, Wrong]] = {
    "ACR101": (worlds.with_anonymous_pull, _raises(ClientAuthenticationError)),
    "ACR102": (worlds.with_anonymous_pull, _raises(ClientAuthenticationError)),
    "ACR103": (worlds.as_it_is, _raises(TypeError, AttributeError)),
    "ACR104": (worlds.as_it_is, _raises(TypeError, AttributeError)),
    "ACR105": (worlds.for_registries, _raises(ClientAuthenticationError)),
    "ACR106": (worlds.as_it_is, _raises(ServiceRequestError, AttributeError)),
    "ACR107": (worlds.as_it_is, _raises(ClientAuthenticationError)),
    "ACR201": (worlds.as_it_is, lambda outcome: not outcome.traced),
    "ACR202": (worlds.as_it_is, lambda outcome: "Bearer " in outcome.traced),
    "ACR203": (
        worlds.as_it_is,
        lambda outcome: "status: '401'" in outcome.traced and "status: '200'" not in outcome.traced,
    ),
    "ACR204": (worlds.as_it_is, lambda outcome: "Bearer " in outcome.traced),
    "ACR205": (
        worlds.busy_once,
        lambda outcome: (
            isinstance(outcome.error, TypeError)
            or (outcome.error is None and any(each.status == 503 for each in outcome.requests))
        ),
    ),
    "ACR301": (worlds.refusing, _unhandled),
    "ACR302": (worlds.refusing, _unhandled),
    "ACR303": (worlds.refusing, _unhandled),
    "ACR304": (
        worlds.as_it_is,
        lambda outcome: "no such tag" in outcome.text and "no such tag" not in outcome.printed,
    ),
    "ACR305": (worlds.refusing, _unhandled),
    "ACR306": (worlds.refusing, _silent),
    "ACR307": (worlds.dropping, _raises(ServiceRequestError, ServiceResponseError)),
    "ACR308": (worlds.tampering, _raises(DigestValidationError)),
    "ACR309": (worlds.refusing, _silent),
    "ACR310": (worlds.without_credential, _raises(AttributeError)),
    "ACR401": (
        worlds.as_it_is,
        lambda outcome: not any(each.authorized for each in outcome.requests),
    ),
    "ACR402": (worlds.as_it_is, _raises(TypeError)),
    "ACR403": (worlds.untagged, lambda outcome: not outcome.printed),
    "ACR404": (worlds.as_it_is, _raises(ValueError)),
    "ACR405": (
        worlds.as_it_is,
        lambda outcome: any("Unclosed" in each.getMessage() for each in outcome.logged),
    ),
    "ACR406": (worlds.as_it_is, _raises(TypeError, AttributeError)),  # the latter up to Python 3.10
    "ACR407": (worlds.as_it_is, _raises(TypeError, AttributeError, ImportError)),
    "ACR408": (
        worlds.as_it_is,
        lambda outcome: isinstance(outcome.error, IndexError) or b"{}" in _bodies(outcome, "PATCH"),
    ),
    "ACR409": (
        worlds.as_it_is,
        lambda outcome: any(b'"writeEnabled":true' in each for each in _bodies(outcome, "PATCH")),
    ),
    "ACR410": (
        worlds.with_untagged,
        lambda outcome: isinstance(outcome.error, TypeError) or "None:" in outcome.printed,
    ),
    "ACR411": (
        worlds.as_it_is,
        lambda outcome: any("/manifests/" in request.path for request in outcome.sent("DELETE")),
    ),
}
"""By code: the registry in which it goes wrong, and whether it did."""

_DEBUG_FIRST = ("ACR201", "ACR203")


@pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("code", TRUTH)
def test_what_is_bad_goes_wrong(
    code: str, registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare, is_wrong = TRUTH[code]
    rule = next(each for each in rules() if each.code == code)
    if code == "ACR106":
        monkeypatch.delenv("REGISTRY")
    for example in examples(rule.page):
        text = read(example.text)[0]["example.py"]
        registry.clear()
        prepare(registry, monkeypatch)
        with monkeypatch.context() as patch:
            outcome = run(text, registry, patch, code in _DEBUG_FIRST)
        if example.heading != "Bad":
            refused = isinstance(outcome.error, (KeyError, SystemExit))  # by the program itself
            assert outcome.requests or refused, "nothing was tried"
        if "authority=AzureAuthorityHosts.AZURE_PUBLIC_CLOUD" not in text:
            # Which authority a token comes from is nothing that a fake could show.
            assert is_wrong(outcome) == (example.heading == "Bad"), (text, outcome)


def test_an_idle_client_is_refused_for_ever(
    registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = next(each for each in rules() if each.code == "ACR108")
    now = time.time
    for example in examples(rule.page):
        text = read(example.text)[0]["example.py"]
        with monkeypatch.context() as patch:

            def wait(patch: pytest.MonkeyPatch = patch) -> None:
                patch.setattr(time, "time", lambda: now() + 4 * 3600)

            outcome = run(text, registry, patch, again=wait)
        refused = isinstance(outcome.error, ClientAuthenticationError)
        assert refused == (example.heading == "Bad"), outcome


def test_a_wrong_logger_decides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = next(each for each in rules() if each.code == "ACR206")
    for example in examples(rule.page):
        try:
            exec(read(example.text)[0]["example.py"], {})
            shows = logging.getLogger(TRACE).isEnabledFor(logging.DEBUG)
        finally:
            for name in ("azure", "azure.containerregistry"):
                logging.getLogger(name).setLevel(logging.NOTSET)
        assert shows == (example.heading != "Bad")


def test_each_rule_about_code_has_its_truth() -> None:
    codes = {rule.code for rule in rules() if not rule.code.startswith("ACR9")}
    assert codes == {*TRUTH, "ACR108", "ACR206"}
