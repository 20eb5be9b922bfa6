"""The command `rule`: a rule's page, or a list of all rules."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

from acr_lint.cli.exits import MISUSE, NOTHING_WRONG
from acr_lint.cli.output import print_text
from acr_lint.cli.parser import Parser
from acr_lint.cli.stderr import say
from acr_lint.report.view import guide
from acr_lint.rules.registry import Rule, rules
from acr_lint.settings import matching, near


class Arguments(argparse.Namespace):
    """What the user asked `rule` to show."""

    words: list[str]
    output_format: str


def rule(argv: Sequence[str]) -> int:
    """Show the rules that `argv` names; the result is the exit code."""
    arguments = parser().parse_args(argv, namespace=Arguments())
    found: list[Rule] = []
    for word in arguments.words:
        named = matching(word.upper() if word[:3].upper() == "ACR" else word)
        if not named:
            words = [*(each.code for each in rules()), *(each.name for each in rules())]
            say(f"there is no rule `{word}`{near(word, words)}")
            return MISUSE
        found += named
    if arguments.output_format == "json":
        described = [_described(each) for each in found or rules()]
        print_text(json.dumps(described, indent=2) + "\n")
    elif found:
        print_text("\n".join(_page(each) for each in found))
    else:
        print_text("".join(_line(each) for each in rules()))
    return NOTHING_WRONG


def parser() -> Parser:
    """What reads the arguments."""
    new = Parser(
        "rule", "[--output-format FORMAT] [RULE ...]", "Show the pages of rules, or list all rules."
    )
    new.add_argument(
        "words", nargs="*", metavar="RULE", help="a code, a name, or the beginning of a code"
    )
    new.add_text_or_json()
    return new


def _line(each: Rule) -> str:
    """A rule in the list."""
    state = each.severity.value if each.default else f"{each.severity.value}, off"
    return f"{each.code} {each.name} ({state}): {each.summary}\n"


def _page(each: Rule) -> str:
    """A rule's page in Markdown, with its severity and its section of the guide."""
    state = "on" if each.default else "off"
    lines = [
        f"# {each.name} ({each.code})",
        f"Severity: {each.severity.value}; {state} by default",
        each.page.strip(),
    ]
    if address := guide(each.section):
        lines.append(f"Guide: {address}")
    return "\n\n".join(lines) + "\n"


def _described(each: Rule) -> dict[str, object]:
    """A rule in JSON."""
    return {
        "code": each.code,
        "name": each.name,
        "severity": each.severity.value,
        "default": each.default,
        "summary": each.summary,
        "url": guide(each.section),
        "page": each.page,
    }
