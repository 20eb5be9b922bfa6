"""What the real SDK leaves behind when it fails is recognised, and nothing else."""

from __future__ import annotations

import io
import json
import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from acr_lint.diagnosing.diagnosis import Problem, diagnose
from acr_lint.diagnosing.events import events
from acr_lint.rules.registry import rule
from acr_lint.sdk.guide import SECTIONS
from acr_lint.sdk.symptoms.known import SYMPTOMS, symptom_of
from tests.diagnosing.failures import CASES, owner, told
from tests.registry.exchange import FIREWALL, UNAUTHORIZED, errors
from tests.registry.fake import FakeRegistry


def diagnosed(text: str) -> tuple[Problem, ...]:
    return diagnose(text.splitlines())


def names(text: str) -> list[str]:
    return [problem.symptom.name for problem in diagnosed(text)]


@pytest.fixture(scope="module")
def told_of() -> dict[str, str]:
    """What each case leaves."""
    return {name: told(case, **registry) for name, (_, case, registry) in CASES.items()}


@pytest.mark.parametrize("name", CASES)
def test_each_failure_is_recognised(name: str, told_of: dict[str, str]) -> None:
    symptom, _, _ = CASES[name]
    assert names(told_of[name])[:1] == [symptom], told_of[name]


def test_nothing_is_a_symptom_that_no_failure_shows(told_of: dict[str, str]) -> None:
    logs = [*told_of.values(), *BODIES, *LINES]
    shown = [
        symptom_of(event.facts)
        for text in [*logs, *_client_logs()]
        for event in events(text.splitlines())
    ]
    assert [symptom for symptom in SYMPTOMS if symptom not in shown] == []


def test_symptoms_name_rules_and_sections_that_exist() -> None:
    for symptom in SYMPTOMS:
        assert symptom.section in SECTIONS
        assert all(rule(code) for code in symptom.rules)
        assert symptom.steps
        for sentence in (symptom.title, symptom.meaning, *symptom.steps):
            assert not sentence.endswith((".", " "))
            assert "  " not in sentence


def test_the_users_own_line_is_named() -> None:
    def case(registry: FakeRegistry) -> object:
        return registry.client().delete_tag("alpine", "v1")

    (problem,) = diagnosed(told(case))
    (event,) = problem.events
    assert event.facts["operation"] == "delete_tag"
    assert event.place == (__file__, case.__code__.co_firstlineno + 1)


def test_one_after_the_other_each_is_told_once(told_of: dict[str, str]) -> None:
    text = "".join(told_of[name] for name in ("reader", "firewall", "reader", "closed"))
    problems = diagnosed("started\n" + text)
    assert [problem.symptom.name for problem in problems] == [
        "denied",
        "firewall",
        "used-after-close",
    ]
    assert [len(problem.events) for problem in problems] == [2, 1, 1]
    assert problems[0].events[0].row > 2
    assert problems[0].events[0].row < problems[1].events[0].row


def _in_json(text: str) -> str:
    return json.dumps({"level": "error", "message": "failed", "exc_info": text})


def _behind_times(text: str) -> str:
    return "".join(f"2026-11-25T08:49:22.6470001Z {line}\n" for line in text.splitlines())


def _of_pytest(text: str) -> str:
    return "".join(f"E       {line}\n" for line in text.splitlines() if line[:1] not in " T")


@pytest.mark.parametrize("wrapped", [_in_json, _behind_times, _of_pytest])
@pytest.mark.parametrize("name", ["firewall", "denied", "closed", "refused", "aio credential"])
def test_what_keeps_logs_may_add_to_them(name: str, wrapped: object, told_of: object) -> None:
    name = {"denied": "reader"}.get(name, name)
    text = told_of[name]  # type: ignore[index]
    assert names(wrapped(text)) == names(text)  # type: ignore[operator]


def test_a_long_traceback_in_json_is_read_to_its_end(told_of: dict[str, str]) -> None:
    text = _in_json("".join(told_of["refused"] for _ in range(15)))
    assert len(text) > 30_000
    (problem,) = diagnosed(text)
    assert len(problem.events) == 15


BODIES = (
    json.dumps(UNAUTHORIZED),
    json.dumps(FIREWALL),
    json.dumps(FIREWALL, indent=2),
    str(FIREWALL),
    json.dumps(errors("DENIED", "requested access to the resource is denied")),
    "Content: " + json.dumps(errors("DENIED", "no")),
)


@pytest.mark.parametrize(
    ("body", "name"),
    [*zip(BODIES, ("unauthorized", "firewall", "firewall", "firewall", "denied", "denied"))],
)
def test_a_body_alone(body: str, name: str) -> None:
    assert names(body) == [name]


LINES = {
    "azure.core.exceptions.HttpResponseError: Operation returned an invalid status 'Forbidden'": (
        "forbidden"
    ),
    "(ERROR) Operation returned an invalid status 'Unauthorized'": "unauthorized",
    "KeyError: 'service'": "no-acr",
    "AttributeError: 'str' object has no attribute 'get_token'": "unsupported-credential",
    "AttributeError: 'str' object has no attribute 'get_token'. Did you mean: 'token'?": (
        "unsupported-credential"
    ),
    "TypeError: 'ContainerRegistryClient' object does not support the context manager protocol": (
        "wrong-context-manager"
    ),
    "Unclosed client session": "unclosed-session",
    "x.py:3: RuntimeWarning: coroutine 'ContainerRegistryClient.delete_tag' was never awaited": (
        "not-awaited"
    ),
}


@pytest.mark.parametrize("line", LINES)
def test_a_line_alone(line: str) -> None:
    assert names(line) == [LINES[line]]


OF_OTHERS = (
    "",
    "all is well\n",
    "Traceback (most recent call last):\n"
    '  File "app.py", line 1, in <module>\n'
    "KeyError: 'service'",
    "AttributeError: 'NoneType' object has no attribute 'startswith'",
    "TypeError: unsupported operand type(s) for +: 'NoneType' and 'str'",
    "RuntimeWarning: coroutine 'Client.delete_tag' was never awaited",
    "from azure.core.exceptions import HttpResponseError\nexcept HttpResponseError:\n",
    "        raise HttpResponseError(response=response, model=error)",
    '{"code": "ok", "message": "hello"}',
    '{"access_token": "secret"}',
    "GET /v2/ 401 Unauthorized",
    "\x00\x1b[31m\ufffd" * 50,
)


@pytest.mark.parametrize("text", OF_OTHERS)
def test_what_others_say_is_no_symptom(text: str) -> None:
    assert names(text) == []


@contextmanager
def _log(level: int) -> Iterator[io.StringIO]:
    """The client's own log at a level, as a program's basicConfig writes it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("azure")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(level)
    try:
        yield stream
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)


def _logged(who: str | None, level: int = logging.INFO, **registry: object) -> str:
    """The log of a client that deletes a tag; "" where it is nobody's."""
    with _log(level) as stream, FakeRegistry(**registry) as served:  # type: ignore[arg-type]
        credential = served.credential(who) if who else None
        client = served.client(credential, logging_enable=True)
        try:
            client.delete_tag("alpine", "v1")
        except Exception:
            stream.write(traceback.format_exc())
        return stream.getvalue()


def _client_logs() -> list[str]:
    """Logs without the errors that the program would write beside them."""
    told = [
        _logged(None, anonymous_pull=True),
        _logged("aad-reader", insufficient_status=401),
        _logged("aad-nobody"),
        _logged("aad-owner", audiences={"none"}),
        _logged("aad-owner", logging.DEBUG),
        _logged(None, logging.DEBUG, anonymous_pull=True),
    ]
    return [text.partition("Traceback")[0] for text in told]


def test_a_log_without_a_failure_shows_none() -> None:
    text = _logged("aad-owner")
    assert text.count("Response status: 401") == 1
    assert names(text) == []


def test_tokens_in_a_log_are_a_problem_and_are_not_shown() -> None:
    (problem,) = diagnosed(_logged("aad-owner", logging.DEBUG))
    assert problem.symptom.name == "written-token"
    assert "access-" not in problem.events[0].seen
    assert "Bearer" not in problem.events[0].seen.replace("Bearer …", "")


@pytest.mark.parametrize("level", [logging.INFO, logging.DEBUG])
@pytest.mark.parametrize(
    ("who", "registry", "name"),
    [
        ("aad-reader", {}, "denied"),
        ("aad-nobody", {}, "no-role"),
        ("aad-owner", {"audiences": {"none"}}, "wrong-audience"),
        (None, {}, "anonymous-write"),
    ],
)
def test_a_failure_that_is_logged_and_raised_is_one(
    who: str | None, registry: dict[str, object], name: str, level: int
) -> None:
    problems = [
        problem
        for problem in diagnosed(_logged(who, level, **registry))
        if problem.symptom.name != "written-token"
    ]
    assert [problem.symptom.name for problem in problems] == [name]
    (event,) = problems[0].events
    assert event.facts["operation"] == "delete_tag"
    assert event.facts["path"]


def test_a_retry_that_succeeds_is_no_failure() -> None:
    busy = errors("UNAVAILABLE", "later")
    with _log(logging.INFO) as stream, FakeRegistry() as served:
        served.on("GET", "/acr/.*", 503, busy, times=1, after_auth=True)
        owner(served, retry_total=3, retry_backoff_factor=0.01).get_repository_properties("alpine")
    assert "Response status: 503" in stream.getvalue()
    assert names(stream.getvalue()) == []


def test_a_missing_tag_that_a_delete_takes_for_gone_is_no_failure() -> None:
    with _log(logging.INFO) as stream, FakeRegistry() as served:
        owner(served).delete_tag("alpine", "nowhere")
    assert "Response status: 404" in stream.getvalue()
    assert names(stream.getvalue()) == []


def test_nothing_is_said_of_mixed_requests() -> None:
    """Which request an answer is for isn't known, so neither is what refused it."""
    log = (
        "Request URL: 'https://a.azurecr.io/oauth2/exchange'\n"
        "Request URL: 'https://a.azurecr.io/acr/v1/alpine'\n"
        "Response status: 403\nResponse headers:\n    'Date': 'x'\n"
    )
    (problem,) = diagnosed(log)
    assert problem.symptom.name == "forbidden"
    assert "path" not in problem.events[0].facts


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        ("ClientAuthenticationError", "unauthorized"),
        ("ResourceNotFoundError", "not-found"),
        ("HttpResponseError", None),
    ],
)
def test_a_class_tells_the_status_where_the_message_does_not(
    raised: str, expected: str | None
) -> None:
    text = (
        "Traceback (most recent call last):\n"
        '  File "/app/main.py", line 3, in <module>\n'
        '    client.get_tag_properties("a", "b")\n'
        '  File "/lib/azure/containerregistry/_container_registry_client.py", line 300, in get\n'
        "    raise error\n"
        f"azure.core.exceptions.{raised}: as a hook of mine says\n"
    )
    assert names(text) == ([expected] if expected else [])
    assert names(text.replace("containerregistry", "storage")) == []
