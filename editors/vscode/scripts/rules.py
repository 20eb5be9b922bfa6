"""Writes the rules of acr-lint into package.json, where the setting `severity` offers them.

Run it with a Python that has acr-lint after a rule was added or renamed.
"""

from __future__ import annotations

import json
from pathlib import Path

from acr_lint.findings import Severity
from acr_lint.rules.registry import rules

PACKAGE = Path(__file__).parent.parent / "package.json"


def offered() -> dict[str, object]:
    """The schema of each rule's severity, by its code."""
    levels = [severity.value for severity in Severity]
    return {rule.code: {"enum": levels, "description": rule.name} for rule in rules()}


def main() -> None:
    """Rewrite package.json."""
    package = json.loads(PACKAGE.read_text(encoding="utf-8"))
    settings = package["contributes"]["configuration"]["properties"]
    settings["acr-lint.severity"]["properties"] = offered()
    text = json.dumps(package, indent=2, ensure_ascii=False) + "\n"
    PACKAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
