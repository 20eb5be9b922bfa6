"""Loggers by execution: which of them, set to DEBUG, show what a client sends."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest

from acr_lint.sdk.loggers import (
    LOGGERS,
    ROOT,
    SUMMARY,
    TRACE,
    WRONG_LOGGERS,
    WRONG_VARIABLES,
    meant,
    shows,
)

ABOVE = ("", "azure", "azure.core", "azure.core.pipeline", "azure.core.pipeline.policies")
OTHERS = (
    "azure.identity",
    "azure.cor",
    "azure.core.pipeline.transport",
    "urllib3",
    "azure.containerregistry.x",
)


@pytest.fixture
def records():
    """What reaches the root logger; levels are put back afterwards."""
    found: list[logging.LogRecord] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(record)

    handler, root = Keep(), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    yield found
    root.removeHandler(handler)
    root.setLevel(before)


def names_shown(registry, records, logger: str, *, logging_enable: bool = True) -> set[str]:
    """The loggers that write about a request while `logger` alone is set to DEBUG."""
    named = logging.getLogger(logger)
    before = named.level
    named.setLevel(logging.DEBUG)
    try:
        client = registry.client(registry.credential(), logging_enable=logging_enable)
        client.get_repository_properties("alpine")
    finally:
        named.setLevel(before)
    return {each.name for each in records if each.name in LOGGERS}


@pytest.mark.parametrize("logger", [*ABOVE, *LOGGERS, *WRONG_LOGGERS, *OTHERS])
def test_shows(registry, records, logger):
    assert bool(names_shown(registry, records, logger)) == shows(logger)


def test_the_two_loggers(registry, records):
    assert names_shown(registry, records, ROOT) == {SUMMARY, TRACE}
    records.clear()
    assert names_shown(registry, records, ROOT, logging_enable=False) == {SUMMARY}
    records.clear()
    assert names_shown(registry, records, SUMMARY) == {SUMMARY}
    records.clear()
    assert names_shown(registry, records, TRACE) == {TRACE}


def test_only_the_trace_has_secrets_and_is_debug(registry, records):
    names_shown(registry, records, ROOT)
    levels = {each.name: each.levelno for each in records if each.name in LOGGERS}
    assert levels == {SUMMARY: logging.INFO, TRACE: logging.DEBUG}
    leaking = {each.name for each in records if "Bearer access-" in each.getMessage()}
    assert leaking == {TRACE}


@pytest.mark.parametrize("variable", WRONG_VARIABLES)
def test_variables_set_no_level(variable, registry):
    script = (
        "import logging, sys\n"
        "logging.basicConfig(stream=sys.stdout)\n"
        "from azure.containerregistry import ContainerRegistryClient\n"
        "client = ContainerRegistryClient(sys.argv[1], logging_enable=True, retry_total=0,"
        " connection_verify=sys.argv[2])\n"
        "client.get_repository_properties('alpine')\n"
    )
    registry.tokens.auth = "none"
    done = subprocess.run(
        [sys.executable, "-c", script, registry.endpoint, registry.ca_file],
        env={variable: "DEBUG"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(registry.seen) == 1
    assert done.stdout == ""


def test_meant():
    for wrong, right in {**WRONG_LOGGERS, **WRONG_VARIABLES}.items():
        assert shows(right)
        assert wrong in WRONG_VARIABLES or (meant(wrong) == right and not shows(wrong))
    assert meant("azure.containerregistry.aio") == ROOT
    for fine in (*ABOVE, *LOGGERS, "azure.identity", "mine", "azure.containerregistrymine"):
        assert meant(fine) is None
