"""What the client sets, folder by folder, and the settings in force that follow.

A client's settings have the keys of a file of settings, written with dashes or in camel case, and
extend that file; keys of an editor's own are passed over. Besides, `enable` turns acr-lint off,
`configuration` names a file of settings that is in force everywhere, or is a table as in such a
file, which extends those found, and `code-lenses` and `inlay-hints` turn these on.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping

from acr_lint.keys import KEYS, parse
from acr_lint.layout import absolute
from acr_lint.project.config import Configuration
from acr_lint.project.walk import Problem
from acr_lint.settings import Settings
from acr_lint.text.record import NamedTuple

SECTION = "acr-lint"
_KNOWN = frozenset(key.name for key in KEYS)
_CAPITAL = re.compile(r"(?<=[a-z0-9])([A-Z])")


class ClientSettings(NamedTuple):
    """What the client sets for one folder: `table` is as in a file of settings."""

    enable: bool = True
    configuration: str | None = None
    table: Mapping[str, object] = {}
    code_lenses: bool = False
    inlay_hints: bool = False


class FolderSettings(NamedTuple):
    """The client's settings for the files below a folder."""

    folder: str
    settings: ClientSettings


def client_settings(value: object, folder: str) -> ClientSettings:
    """The settings that a client sent for a folder; what is no setting of ours is passed over."""
    if not isinstance(value, Mapping):
        return ClientSettings()
    for key in ("settings", SECTION):
        inner = value.get(key)
        if isinstance(inner, Mapping):
            return client_settings(inner, folder)
    table: dict[str, object] = {}
    switches = {"enable": True, "code-lenses": False, "inlay-hints": False}
    configuration = None
    inline: Mapping[str, object] = {}
    for name, setting in value.items():
        key = _CAPITAL.sub(r"-\1", str(name)).replace("_", "-").lower()
        if key in switches and isinstance(setting, bool):
            switches[key] = setting
        elif key == "configuration" and isinstance(setting, str) and setting:
            path = os.path.join(folder, os.path.expanduser(setting))
            configuration = absolute(path)
        elif key == "configuration" and isinstance(setting, Mapping):
            inline = setting
        elif key in _KNOWN and setting is not None:
            table[key] = setting
    enable, code_lenses, inlay_hints = switches.values()
    return ClientSettings(enable, configuration, {**inline, **table}, code_lenses, inlay_hints)


class SettingsInForce:
    """The settings of all files, as files of settings and the client say; each file is read once.

    `folders` are the folders that are open, `everywhere` what the client says for all others.
    """

    def __init__(self, folders: tuple[FolderSettings, ...], everywhere: ClientSettings) -> None:
        self._folders = sorted(
            ((folder.rstrip("/") + "/", _Source(folder, settings)) for folder, settings in folders),
            key=lambda pair: -len(pair[0]),
        )
        self._everywhere = _Source("", everywhere)

    def of_file(self, path: str, project: str = "") -> Settings:
        """The settings in force for a file, an absolute path."""
        return self._source_of(path).configuration.of_file(path, project)

    def origin(self, path: str) -> str | None:
        """The file of settings that is in force for a file; None where there is none."""
        return self._source_of(path).configuration.file_for(path.rpartition("/")[0])

    def client(self, path: str) -> ClientSettings:
        """What the client sets for a file."""
        return self._source_of(path).client

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in the files of settings and in the client's settings."""
        return tuple(dict.fromkeys(self._problems()))

    def _problems(self) -> Iterator[Problem]:
        for source in (*(source for _, source in self._folders), self._everywhere):
            yield from source.problems
            yield from source.configuration.problems_of([""])

    def _source_of(self, path: str) -> _Source:
        return next(
            (source for prefix, source in self._folders if path.startswith(prefix)),
            self._everywhere,
        )


class _Source:
    """Where the settings of one folder come from."""

    __slots__ = ("client", "configuration", "problems")

    def __init__(self, folder: str, client: ClientSettings) -> None:
        self.client = client
        errors = parse(client.table, folder).errors
        self.problems = tuple(Problem("the editor's settings", error) for error in errors)

        def overlaid(settings: Settings) -> Settings:
            changed = parse(client.table, folder, settings).settings
            return changed._replace(base=settings.base)

        self.configuration = Configuration(client.configuration, overlay=overlaid)
