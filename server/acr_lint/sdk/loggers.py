"""Loggers: where the SDK writes, and what is often set instead without any effect.

Source: azure-core 1.41.0 and azure-containerregistry 1.2.0, executed.
"""

from __future__ import annotations

from collections.abc import Mapping

ROOT = "azure"
"""The logger to set a level on; it is above all others."""

SUMMARY = "azure.core.pipeline.policies.http_logging_policy"
"""Method, URL and allowed headers of every request, at INFO, always on, secrets redacted."""

TRACE = "azure.core.pipeline.policies._universal"
"""Requests and answers with bodies and tokens, at DEBUG, of clients with `logging_enable`."""

LOGGERS: tuple[str, ...] = (SUMMARY, TRACE)
"""The loggers that tell what a client sends."""

WRONG_LOGGERS: Mapping[str, str] = {
    "azure.containerregistry": ROOT,
    "azure-containerregistry": ROOT,
    "azure_containerregistry": ROOT,
    "azure.core.http_logging_policy": SUMMARY,
    "azure.core.pipeline.policies.HttpLoggingPolicy": SUMMARY,
    "azure.core.pipeline.policies.NetworkTraceLoggingPolicy": TRACE,
    "azure.core.pipeline.policies.network_trace_logging_policy": TRACE,
    "azure.core.pipeline.policies.universal": TRACE,
}
"""Names that nothing about a request is written to, with the logger that is meant."""

WRONG_VARIABLES: Mapping[str, str] = {"AZURE_LOG_LEVEL": ROOT}
"""Environment variables that set no level, with the logger that is meant."""


def meant(logger: str) -> str | None:
    """The logger that was meant by one that shows nothing; None for one that shows something or
    has nothing to do with this SDK."""
    if logger in WRONG_LOGGERS:
        return WRONG_LOGGERS[logger]
    return ROOT if logger.startswith("azure.containerregistry.") else None


def shows(logger: str) -> bool:
    """Whether a level that is set on this logger decides what the SDK writes."""
    return not logger or any(f"{each}.".startswith(f"{logger}.") for each in LOGGERS)
