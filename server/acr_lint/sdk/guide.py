"""The official troubleshooting guide, section by section.

Source: TROUBLESHOOTING.md of azure-containerregistry 1.2.0. An *anchor* is what GitHub makes of a
section's heading.
"""

from __future__ import annotations

from collections.abc import Mapping

from acr_lint.text.record import NamedTuple

GUIDE_URL = (
    "https://github.com/Azure/azure-sdk-for-python/blob/main/sdk/containerregistry/"
    "azure-containerregistry/TROUBLESHOOTING.md"
)


class Section(NamedTuple):
    """A section's heading and what it says, in one sentence."""

    title: str
    summary: str


SECTIONS: Mapping[str, Section] = {
    "general-troubleshooting": Section(
        "General Troubleshooting",
        "The client raises the exceptions of azure.core.exceptions",
    ),
    "enable-client-logging": Section(
        "Enable client logging",
        "URLs and headers are logged at INFO; bodies and unredacted headers at DEBUG, once "
        "logging_enable is given",
    ),
    "optional-configuration": Section(
        "Optional Configuration",
        "Retries, logging and transport are configured by keywords of azure-core",
    ),
    "troubleshooting-authentication-errors": Section(
        "Troubleshooting authentication errors",
        "Errors of authentication come as HTTP 401 and 403, each with its own causes",
    ),
    "http-401-errors": Section(
        "HTTP 401 Errors",
        "The registry could not authenticate the request; message or log say why",
    ),
    "anonymous-access-issues": Section(
        "Anonymous access issues",
        "Without a credential only read operations can work, and only where the registry "
        "allows anonymous pull",
    ),
    "http-403-errors": Section(
        "HTTP 403 Errors",
        "The registry knows the caller but doesn't let it do this",
    ),
    "insufficient-permissions": Section(
        "Insufficient permissions",
        "The credential lacks the role that this operation needs",
    ),
    "network-access-issues": Section(
        "Network access issues",
        "The registry's public access is disabled or restricted for the caller's address",
    ),
}
"""By anchor, in the guide's order."""


def url(section: str) -> str:
    """The address of the section with that anchor; of the whole guide for ""."""
    return f"{GUIDE_URL}#{section}" if section else GUIDE_URL
