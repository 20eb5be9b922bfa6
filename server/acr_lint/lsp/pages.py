"""Pages in Markdown: what a rule says of itself, and what there is to say of a line."""

from __future__ import annotations

from acr_lint.explain import Explanation
from acr_lint.rules.registry import Rule
from acr_lint.sdk.guide import SECTIONS, url


def rule_page(rule: Rule) -> str:
    """The whole page of a rule."""
    return _with_guide(rule, f"# {title(rule)}\n\n{rule.page.strip()}\n")


def rule_summary(rule: Rule) -> str:
    """What a rule is about."""
    return _with_guide(rule, f"### {title(rule)}\n\n{_head(rule)}\n")


def finding_summary(rule: Rule, message: str) -> str:
    """What a rule says here, and what it is about."""
    return f"### {title(rule)}\n\n{message}\n\n{_head(rule)}"


def explanation_page(explanation: Explanation, line: str) -> str:
    """The explanation of a line as a page."""
    parts = [f"# `{line.strip()}`" if line.strip() else "# An empty line"]
    for topic in explanation.topics:
        rows = "\n".join(f"- {label}: {text}" for label, text in topic.rows)
        parts.append(f"## {topic.title}\n\n{rows}" if rows else topic.title)
    return "\n\n".join(parts) + "\n"


def title(rule: Rule) -> str:
    """The name and code of a rule, and how bad its findings are."""
    state = "" if rule.default else ", off by default"
    return f"{rule.name} ({rule.code}, {rule.severity.value}{state})"


def guide_link(section: str) -> str:
    """A link to a section of the guide."""
    return f"[Troubleshooting guide: {SECTIONS[section].title}]({url(section)})"


def _head(rule: Rule) -> str:
    """The page of a rule down to the first example."""
    return rule.page.split("\n## ", 1)[0].strip()


def _with_guide(rule: Rule, page: str) -> str:
    return f"{page}\n{guide_link(rule.section)}\n" if rule.section else page
