"""What users can write into a file of settings: one table of keys, from which parsing, its errors
and the schema follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from acr_lint import __version__
from acr_lint.findings import Severity
from acr_lint.settings import DEFAULT, Paths, PerFile, Settings, check_selectors, near
from acr_lint.text.record import NamedTuple
from acr_lint.versions import allows


class Key(NamedTuple):
    """One setting: its name in a file, the kind of its value, and a sentence on what it does."""

    name: str
    kind: Kind
    doc: str

    @property
    def field(self) -> str:
        """Its field in Settings."""
        return self.name.replace("-", "_")


class Kind(NamedTuple):
    """A kind of value: its JSON schema, and how a value is read.

    `read` is given the value and the folder that its paths are relative to, and raises ValueError
    with the reason where it is no such value.
    """

    schema: Mapping[str, object]
    read: Callable[[object, str], object]


class Parsed(NamedTuple):
    """The settings of one table and of those it extends, its errors, and the keys that it gives."""

    settings: Settings
    errors: tuple[str, ...]
    given: tuple[str, ...]


def parse(table: Mapping[str, object], base: str, parent: Settings = DEFAULT) -> Parsed:
    """The settings of a table that lies in the folder `base` and extends `parent`.

    What is wrong in the table is left at the parent's value and reported. The key `extend` is the
    caller's.
    """
    values: dict[str, object] = {"base": base}
    errors: list[str] = []
    given: list[str] = []
    for name, value in table.items():
        if name == "extend":
            continue
        key = _BY_NAME.get(name)
        if key is None:
            errors.append(f"unknown key `{name}`{near(name, [*_BY_NAME, 'extend'])}")
            continue
        try:
            new = key.kind.read(value, base)
        except ValueError as error:
            errors.append(f"`{name}` {error}")
            continue
        if name in ACCUMULATE:
            new = _appended(getattr(parent, key.field), new)
        values[key.field] = new
        given.append(name)
    settings = parent._replace(**values)  # type: ignore[arg-type]  # by KEYS
    return Parsed(settings, tuple(errors), tuple(given))


def schema() -> dict[str, object]:
    """The JSON schema of an acr-lint.toml."""
    properties: dict[str, object] = {
        "extend": {
            "type": "string",
            "description": "Another configuration file, whose settings these extend.",
        }
    }
    for key in KEYS:
        properties[key.name] = {**key.kind.schema, "description": key.doc}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "acr-lint",
        "description": "Settings of acr-lint, in acr-lint.toml or [tool.acr-lint].",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
    }


def _appended(old: object, new: object) -> object:
    """What a key that accumulates holds after a child's value."""
    assert isinstance(old, tuple)
    return (*old, *new) if isinstance(new, tuple) and not isinstance(new, Paths) else (*old, new)


def _is(value: object) -> str:
    """How an error calls a value of the wrong kind."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f"the string {value!r}"
        case int() | float():
            return f"the number {value}"
        case list():
            return "a list"
        case dict():
            return "a table"
    return f"{value!r}"


def _boolean(value: object, base: str) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"must be true or false, not {_is(value)}")
    return value


def _string(value: object, phrase: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"must be {phrase}, not {_is(value)}")
    return value


def _strings(value: object, phrase: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError(f"must be {phrase}, not {_is(value)}")
    return tuple(_string(item, phrase) for item in value)


def _table(value: object, phrase: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ValueError(f"must be {phrase}, not {_is(value)}")
    return value


def _selectors(value: object, base: str) -> tuple[str, ...]:
    found = _strings(value, "a list of rule selectors")
    check_selectors(found)
    return found


def level(value: object, base: str = "") -> Severity:
    """The severity that a word names; raises ValueError where it names none."""
    words = [severity.value for severity in Severity]
    text = _string(value, "`error`, `warning` or `info`")
    if text not in words:
        raise ValueError(f"must be `error`, `warning` or `info`, not `{text}`{near(text, words)}")
    return Severity(text)


def _levels(value: object, base: str) -> tuple[tuple[str, Severity], ...]:
    table = _table(value, "a table from rule selectors to severities")
    check_selectors(table)
    return tuple((selector, level(word)) for selector, word in table.items())


def _per_file(value: object, base: str) -> tuple[PerFile, ...]:
    table = _table(value, "a table from file patterns to rule selectors")
    return tuple(PerFile(name, base, _selectors(item, base)) for name, item in table.items())


def _paths(value: object, base: str) -> Paths:
    return Paths(_strings(value, "a list of file patterns"), base)


def _folders(value: object, base: str) -> Paths:
    return Paths(_strings(value, "a list of folders"), base)


def _path(value: object, base: str) -> Paths:
    return Paths((_string(value, "the path of a file"),), base)


def _folder(value: object, base: str) -> Paths:
    return Paths((_string(value, "the path of a folder"),), base)


def _version(value: object, base: str) -> str:
    wanted = _string(value, "a requirement such as `>=0.2, <1`")
    if not allows(wanted, __version__):
        raise ValueError(f"asks for {wanted}, and this is acr-lint {__version__}")
    return wanted


_SELECTOR = {"type": "string", "pattern": "^(ALL|DEFAULT|ACR[0-9]{0,3}|[a-z]+(-[a-z]+)*)$"}
_LEVEL = {"enum": [severity.value for severity in Severity]}
_STRINGS = {"type": "array", "items": {"type": "string"}}
_SELECTORS_SCHEMA = {"type": "array", "items": _SELECTOR}

_BOOLEAN = Kind({"type": "boolean"}, _boolean)
_SELECTORS = Kind(_SELECTORS_SCHEMA, _selectors)
_SEVERITY = Kind(_LEVEL, level)
_SEVERITIES = Kind(
    {"type": "object", "propertyNames": _SELECTOR, "additionalProperties": _LEVEL},
    _levels,
)
_PER_FILE = Kind(
    {"type": "object", "additionalProperties": _SELECTORS_SCHEMA},
    _per_file,
)
_PATTERNS = Kind(_STRINGS, _paths)
_FOLDERS = Kind(_STRINGS, _folders)
_PATH = Kind({"type": "string"}, _path)
_FOLDER = Kind({"type": "string"}, _folder)
_VERSION = Kind({"type": "string"}, _version)

KEYS = (
    Key("select", _SELECTORS, "The rules that are on."),
    Key("extend-select", _SELECTORS, "Rules that are on besides those of `select`."),
    Key("ignore", _SELECTORS, "Rules that are off."),
    Key("severity", _SEVERITIES, "How bad the findings of a rule are, where not as it says."),
    Key("fail-on", _SEVERITY, "The least severity that fails a run."),
    Key(
        "per-file-ignores",
        _PER_FILE,
        "Rules that are off in the files that a pattern matches, in place of those that are off in "
        "test code.",
    ),
    Key(
        "extend-per-file-ignores",
        _PER_FILE,
        "Rules that are off in the files that a pattern matches, besides `per-file-ignores`.",
    ),
    Key("unsuppressible", _SELECTORS, "Rules whose findings no comment silences."),
    Key("exclude", _PATTERNS, "Files and folders that are left out, as .gitignore writes them."),
    Key("extend-exclude", _PATTERNS, "Files and folders that are left out besides `exclude`."),
    Key("force-exclude", _BOOLEAN, "Leave excluded files out even where they are named."),
    Key("respect-gitignore", _BOOLEAN, "Leave out what .gitignore files leave out."),
    Key(
        "respect-documented-raises",
        _BOOLEAN,
        "Take an error that a docstring says is raised for one that is raised on purpose.",
    ),
    Key("roots", _FOLDERS, "Folders from which modules are imported, besides those found."),
    Key("baseline", _PATH, "The file of the findings that are known and don't count."),
    Key("cache-dir", _FOLDER, "The folder for what is kept from one run to the next."),
    Key("required-version", _VERSION, "The versions of acr-lint that may check, as `>=0.2, <1`."),
)
_BY_NAME = {key.name: key for key in KEYS}
ACCUMULATE = ("extend-select", "severity", "extend-per-file-ignores", "extend-exclude")
"""The keys whose values are added to those of a file that is extended."""
