"""What acr-lint says of a program."""

from __future__ import annotations

from collections.abc import Mapping

from acr_lint.check import check_sources
from acr_lint.text.source import Source

ESCAPES = ("ACR301", "ACR302", "ACR303", "ACR305")
ALWAYS_ANONYMOUS = "ACR101"
SOMETIMES_ANONYMOUS = "ACR102"


def findings(files: Mapping[str, str]) -> set[tuple[str, int, str]]:
    """The path, row and code of each finding; raises what the analysis raises."""
    found = set()
    for report in check_sources(files):
        source = Source(report.path, files[report.path])
        for finding in report.findings:
            row = source.position(finding.span.start).row
            found.add((report.path, row, finding.code))
    return found
