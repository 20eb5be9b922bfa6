"""Pages in Markdown: what a rule says of itself."""

from __future__ import annotations

from acr_lint.rules.registry import Rule
from acr_lint.sdk.guide import SECTIONS, url


def rule_page(rule: Rule) -> str:
    """The whole page of a rule."""
    return f"# {title(rule)}\n\n{rule.page.strip()}\n{_guide(rule)}"


def rule_summary(rule: Rule) -> str:
    """What a rule is about: its page down to the first example."""
    head = rule.page.split("\n## ", 1)[0].strip()
    return f"### {title(rule)}\n\n{head}\n{_guide(rule)}"


def title(rule: Rule) -> str:
    """The name and code of a rule, and how bad its findings are."""
    state = "" if rule.default else ", off by default"
    return f"{rule.name} ({rule.code}, {rule.severity.value}{state})"


def _guide(rule: Rule) -> str:
    if not rule.section:
        return ""
    section = SECTIONS[rule.section].title
    return f"\n[Troubleshooting guide: {section}]({url(rule.section)})\n"
