"""What the pages call bad does go wrong with the real SDK, as they say; the rest does not."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator

import pytest
from azure.containerregistry import DigestValidationError
from azure.core.exceptions import (
    ClientAuthenticationError,
    HttpResponseError,
    ServiceRequestError,
    ServiceResponseError,
)
from azure.identity import CredentialUnavailableError

from acr_lint.rules.registry import rules
from tests.registry.content import OCI_MANIFEST
from tests.registry.credentials import FakeCredential
from tests.registry.fake import FakeRegistry
from tests.rules.harness import examples, read
from tests.rules.running import REPOSITORY, TRACE, Outcome, run

Prepare = Callable[[FakeRegistry, pytest.MonkeyPatch], None]
Wrong = Callable[[Outcome], bool]


def _nothing(registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry as it is, with a credential that may do all."""


def _anonymous_pull(registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    registry.tokens.anonymous_pull = True


def _refusing(registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    registry.firewall()


def _busy_once(registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a client that retries doesn't see it."""
    registry.on("GET", ".*/_tags/.*", status=503, times=1, after_auth=True)


def _untagged(registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    registry.repositories[REPOSITORY].tags.clear()


def _with_untagged(registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    """The service leaves out the tags of a manifest that has none."""
    digest = next(iter(registry.repositories[REPOSITORY].manifests))
    body = {"imageName": REPOSITORY, "manifests": [{"digest": digest}]}
    registry.on("GET", f"/acr/v1/{REPOSITORY}/_manifests", 200, body, after_auth=True)


def _dropping(registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    registry.on("*", ".*", drop=True)


def _tampering(registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    headers = {"Docker-Content-Digest": "sha256:0", "Content-Type": OCI_MANIFEST}
    registry.on("GET", ".*/manifests/.*", 200, {"schemaVersion": 2}, headers, after_auth=True)


def _without_credential(registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise CredentialUnavailableError("none is there")

    monkeypatch.setattr(FakeCredential, "get_token", fail)


def _for_registries(registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    registry.tokens.audiences = {"https://containerregistry.azure.net/.default"}


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


TRUTH: dict[str, tuple[Prepare, Wrong]] = {
    "ACR101": (_anonymous_pull, _raises(ClientAuthenticationError)),
    "ACR102": (_anonymous_pull, _raises(ClientAuthenticationError)),
    "ACR103": (_nothing, _raises(TypeError, AttributeError)),
    "ACR104": (_nothing, _raises(TypeError, AttributeError)),
    "ACR105": (_for_registries, _raises(ClientAuthenticationError)),
    "ACR106": (_nothing, _raises(ServiceRequestError, AttributeError)),
    "ACR107": (_nothing, _raises(ClientAuthenticationError)),
    "ACR201": (_nothing, lambda outcome: not outcome.traced),
    "ACR202": (_nothing, lambda outcome: "Bearer " in outcome.traced),
    "ACR203": (
        _nothing,
        lambda outcome: "status: '401'" in outcome.traced and "status: '200'" not in outcome.traced,
    ),
    "ACR204": (_nothing, lambda outcome: "Bearer " in outcome.traced),
    "ACR205": (
        _busy_once,
        lambda outcome: (
            isinstance(outcome.error, TypeError)
            or (outcome.error is None and any(each.status == 503 for each in outcome.requests))
        ),
    ),
    "ACR301": (_refusing, _unhandled),
    "ACR302": (_refusing, _unhandled),
    "ACR303": (_refusing, _unhandled),
    "ACR304": (
        _nothing,
        lambda outcome: "no such tag" in outcome.text and "no such tag" not in outcome.printed,
    ),
    "ACR305": (_refusing, _unhandled),
    "ACR306": (_refusing, _silent),
    "ACR307": (_dropping, _raises(ServiceRequestError, ServiceResponseError)),
    "ACR308": (_tampering, _raises(DigestValidationError)),
    "ACR309": (_refusing, _silent),
    "ACR310": (_without_credential, _raises(AttributeError)),
    "ACR401": (_nothing, lambda outcome: not any(each.authorized for each in outcome.requests)),
    "ACR402": (_nothing, _raises(TypeError)),
    "ACR403": (_untagged, lambda outcome: not outcome.printed),
    "ACR404": (_nothing, _raises(ValueError)),
    "ACR405": (
        _nothing,
        lambda outcome: any("Unclosed" in each.getMessage() for each in outcome.logged),
    ),
    "ACR406": (_nothing, _raises(TypeError, AttributeError)),  # the latter up to Python 3.10
    "ACR407": (_nothing, _raises(TypeError, AttributeError, ImportError)),
    "ACR408": (
        _nothing,
        lambda outcome: isinstance(outcome.error, IndexError) or b"{}" in _bodies(outcome, "PATCH"),
    ),
    "ACR409": (
        _nothing,
        lambda outcome: any(b'"writeEnabled":true' in each for each in _bodies(outcome, "PATCH")),
    ),
    "ACR410": (
        _with_untagged,
        lambda outcome: isinstance(outcome.error, TypeError) or "None:" in outcome.printed,
    ),
    "ACR411": (
        _nothing,
        lambda outcome: any("/manifests/" in request.path for request in outcome.sent("DELETE")),
    ),
}
"""By code: the registry in which it goes wrong, and whether it did."""

_DEBUG_FIRST = ("ACR201", "ACR203")


@pytest.fixture(scope="module")
def _registry() -> Iterator[FakeRegistry]:
    with FakeRegistry() as registry:
        yield registry


@pytest.fixture
def registry(_registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch) -> FakeRegistry:
    _registry.reset()
    _registry.tokens.anonymous_pull = False
    _registry.tokens.audiences = None
    _registry.push(REPOSITORY, {"schemaVersion": 2}, tags=("latest", "v1", "v2"))
    monkeypatch.setenv("REGISTRY", _registry.endpoint)
    monkeypatch.setenv("REGISTRY_TOKEN", "secret")
    monkeypatch.setenv("SECRET", "secret")
    return _registry


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
