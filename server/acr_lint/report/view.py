"""What a format may depend on besides the run."""

from __future__ import annotations

from acr_lint.findings import Severity
from acr_lint.sdk.guide import url
from acr_lint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.rules.registry import Rule


class View(NamedTuple):
    """How a run is to be shown.

    `root` is the absolute folder, with forward slashes, that paths are relative to. `color` and
    `links` are for the formats that a terminal shows, which end in a summary where `summary` is
    true. Findings of `fail_on` and worse fail a run. `rules` are all rules there are, for the
    formats that describe them.
    """

    root: str
    version: str = ""
    color: bool = False
    links: bool = False
    summary: bool = True
    fail_on: Severity = Severity.WARNING
    rules: tuple[Rule, ...] = ()


def guide(section: str) -> str | None:
    """The address of a section of the troubleshooting guide; None for no section."""
    return url(section) if section else None
