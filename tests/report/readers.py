"""Log commands as the build services read them, written after their sources.

GitHub: ActionCommand.cs and ActionCommandManager.cs of actions/runner. Azure Pipelines: Command.cs
and CommandStringConvertor.cs of azure-pipelines-agent.
"""

from __future__ import annotations

from typing import NamedTuple


class Command(NamedTuple):
    """A log command: its name, its properties and its message, all decoded."""

    name: str
    properties: dict[str, str]
    message: str


def github_command(line: str, names: frozenset[str] = frozenset()) -> Command | None:
    """The command that the runner takes a line for; None for text."""
    known = names or {"error", "warning", "notice", "group", "endgroup", "debug", "add-mask"}
    line = line.lstrip()
    if line.startswith("::") and (end := line.find("::", 2)) >= 0:
        name, _, listed = line[2:end].partition(" ")
        if name in known:
            properties = {}
            for pair in filter(None, listed.strip().split(",")):
                key, separator, value = pair.partition("=")
                if separator and value:
                    properties[key] = _decoded(value, _GITHUB_PROPERTY)
            return Command(name, properties, _decoded(line[end + 2 :], _GITHUB_DATA))
    start = line.find("##[")
    if start >= 0 and (end := line.find("]", start)) >= 0:
        return Command(line[start + 3 : end].split(" ")[0], {}, line[end + 1 :])
    return None


def github_annotation(command: Command) -> dict[str, int]:
    """The numbers of an annotation; raises ValueError where the runner drops some of them."""
    found = {
        name: int(command.properties[name])
        for name in ("line", "endLine", "col", "endColumn")
        if name in command.properties
    }
    if "endLine" in found and "line" not in found:
        raise ValueError("endLine without line")
    if "endColumn" in found and "col" not in found:
        raise ValueError("endColumn without col")
    if "col" in found and found.get("endLine", found["line"]) != found["line"]:
        raise ValueError("columns of several lines")
    if found.get("endLine", found.get("line", 0)) < found.get("line", 0):
        raise ValueError("endLine before line")
    if found.get("endColumn", found.get("col", 0)) < found.get("col", 0):
        raise ValueError("endColumn before col")
    return found


def azure_command(line: str) -> Command | None:
    """The command that the agent takes a line for; None for text."""
    start = line.find("##vso[")
    if start < 0 or (end := line.find("]", start)) < 0:
        return None
    name, _, listed = line[start + len("##vso[") : end].partition(" ")
    if len([part for part in name.split(".") if part]) != 2:
        return None
    properties = {}
    for pair in filter(None, listed.split(";")):
        key, separator, value = pair.partition("=")
        if separator and value:
            properties[key.lower()] = _decoded(value, _AZURE)
    return Command(name, properties, _decoded(line[end + 1 :], _AZURE))


_GITHUB_DATA = {"%0D": "\r", "%0A": "\n", "%25": "%"}
_GITHUB_PROPERTY = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
_AZURE = {"%3B": ";", "%0D": "\r", "%0A": "\n", "%5D": "]", "%AZP25": "%"}


def _decoded(text: str, replacements: dict[str, str]) -> str:
    """The text after the replacements, one after the other, as both services do it."""
    for escape, character in replacements.items():
        text = text.replace(escape, character)
    return text
