"""The settings in force for a file, and which rules they select.

A *selector* names rules: a code (`ACR301`), a name (`uncaught-http-response-error`), the start of a
code (`ACR3`), `ALL`, or `DEFAULT` for the rules that are on by themselves. The narrower selector
wins; between equals, ignoring wins.
"""

from __future__ import annotations

from collections.abc import Iterable

from acr_lint.findings import Severity
from acr_lint.layout import EXCLUDED
from acr_lint.patterns import compiled, may_match
from acr_lint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.rules.registry import Rule

TEST_PATTERNS = ("test_*.py", "*_test.py", "conftest.py", "tests/")
_IGNORED_IN_TESTS = (
    "ACR201",
    "ACR202",
    "ACR301",
    "ACR302",
    "ACR303",
    "ACR305",
    "ACR306",
    "ACR307",
    "ACR308",
)


class PerFile(NamedTuple):
    """For the files that `pattern` matches below the folder `base`, these rules are ignored."""

    pattern: str
    base: str
    selectors: tuple[str, ...]


_IN_TESTS = tuple(PerFile(pattern, "", _IGNORED_IN_TESTS) for pattern in TEST_PATTERNS)


class Paths(NamedTuple):
    """File patterns, relative to the folder `base` of the file that gives them."""

    patterns: tuple[str, ...]
    base: str = ""


class Settings(NamedTuple):
    """The settings in force for a file; the fields are the keys of KEYS.

    `base` is the folder of the file that they come from, "" where none was found.
    """

    select: tuple[str, ...] = ("DEFAULT",)
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()
    fail_on: Severity = Severity.WARNING
    per_file_ignores: tuple[PerFile, ...] = _IN_TESTS
    extend_per_file_ignores: tuple[PerFile, ...] = ()
    unsuppressible: tuple[str, ...] = ()
    exclude: Paths = Paths(EXCLUDED)
    extend_exclude: tuple[Paths, ...] = ()
    force_exclude: bool = False
    respect_gitignore: bool = True
    respect_documented_raises: bool = True
    roots: Paths = Paths(())
    baseline: Paths = Paths(())
    cache_dir: Paths = Paths(())
    required_version: str | None = None
    base: str = ""


DEFAULT = Settings()


def near(word: str, words: Iterable[str]) -> str:
    """`; did you mean X?` for the word nearest to `word`, whatever its case; "" where none is."""
    import difflib

    known = {each.lower(): each for each in words}
    found = difflib.get_close_matches(word.lower(), sorted(known), 1)
    return f"; did you mean `{known[found[0]]}`?" if found else ""


def check_selectors(selectors: Iterable[str]) -> None:
    """Raises ValueError for a selector that names no rule."""
    for selector in selectors:
        if selector not in ("ALL", "DEFAULT") and not matching(selector):
            words = ["ALL", "DEFAULT", *(rule.code for rule in rules()), *(r.name for r in rules())]
            raise ValueError(f"names no rule: `{selector}`{near(selector, words)}")


def rules() -> tuple[Rule, ...]:
    """All rules; they are loaded when the first selector asks for one."""
    from acr_lint.rules import registry

    return registry.rules()


def matching(selector: str) -> tuple[Rule, ...]:
    """The rules that a selector names."""
    if selector == "ALL":
        return rules()
    if selector == "DEFAULT":
        return tuple(rule for rule in rules() if rule.default)
    if selector.startswith("ACR"):
        return tuple(rule for rule in rules() if rule.code.startswith(selector))
    return tuple(rule for rule in rules() if rule.name == selector)


def selected(settings: Settings, path: str) -> frozenset[str]:
    """The codes of the rules that are on for the file at `path`."""
    on = _narrowness((*settings.select, *settings.extend_select))
    off = _narrowness((*settings.ignore, *_ignored_in(settings, path)))
    return frozenset(code for code, narrow in on.items() if narrow > off.get(code, -1))


def severity(settings: Settings, rule: Rule, default: Severity) -> Severity:
    """How bad a finding of a rule is: as the narrowest setting says, else `default`."""
    best, narrowest = default, -1
    for selector, level in settings.severity:
        if _width(selector) >= narrowest and rule in matching(selector):
            best, narrowest = level, _width(selector)
    return best


def unsuppressible(settings: Settings) -> frozenset[str]:
    """The codes of the rules whose findings no comment silences."""
    return frozenset(rule.code for word in settings.unsuppressible for rule in matching(word))


def below(path: str, base: str) -> str | None:
    """`path` relative to the folder `base` with forward slashes, None where it lies elsewhere."""
    path = path.replace("\\", "/")
    base = base.replace("\\", "/").rstrip("/")
    if not base:
        return path.lstrip("/")
    return path[len(base) + 1 :] if path.startswith(base + "/") else None


def _ignored_in(settings: Settings, path: str) -> tuple[str, ...]:
    """The selectors that per-file-ignores give for a file."""
    found: list[str] = []
    for entry in (*settings.per_file_ignores, *settings.extend_per_file_ignores):
        relative = below(path, entry.base or settings.base)
        if relative is None or not may_match(entry.pattern, relative):
            continue
        if compiled((entry.pattern,)).match(relative):
            found += entry.selectors
    return tuple(found)


def _narrowness(selectors: Iterable[str]) -> dict[str, int]:
    """For each rule that is named, the width of the narrowest selector that names it."""
    found: dict[str, int] = {}
    for selector in selectors:
        for rule in matching(selector):
            found[rule.code] = max(found.get(rule.code, -1), _width(selector))
    return found


def _width(selector: str) -> int:
    """0 for all rules, the length of a code's start, and 99 for one rule."""
    if selector in ("ALL", "DEFAULT"):
        return 0
    whole = not selector.startswith("ACR") or len(selector) == len("ACR301")
    return 99 if whole else len(selector)
