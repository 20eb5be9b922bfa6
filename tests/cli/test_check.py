"""`acr-lint check` from its arguments to its exit code, on real files."""

from __future__ import annotations

import errno
import io
import json
import os
import sys
from pathlib import Path

import pytest

from acr_lint import check as checking
from acr_lint.findings import Fix, Fixes
from tests.cli.conftest import ANONYMOUS, PLAIN, CommandLine


def _codes(text: str) -> list[str]:
    return [record["code"] for record in json.loads(text)]


@pytest.mark.usefixtures("hit")
@pytest.mark.parametrize(
    "arguments", [(), ("check",), ("hit.py",), ("check", "."), ("check", "hit.py")]
)
def test_findings_are_printed_and_end_with_1(
    acr_lint: CommandLine, arguments: tuple[str, ...]
) -> None:
    ended = acr_lint(*arguments)
    assert ended.code == 1
    assert "error[ACR101 anonymous-write]" in ended.out
    assert "hit.py:4:8" in ended.out
    assert ended.err == ""


@pytest.mark.usefixtures("hit")
@pytest.mark.parametrize(
    ("arguments", "made"),
    [
        (("-qq", "--no-cache"), False),
        (("-qq", "hit.py"), False),
        (("-qq",), True),
        (("-q", "hit.py"), True),
        (("-qq", "hit.py", "--output-format", "json:found.json"), True),
        (("-qq", "hit.py", "--fix"), True),
        (("-qq", "hit.py", "--diff"), True),
    ],
)
def test_fixes_are_made_where_they_are_looked_at_or_kept(
    acr_lint: CommandLine, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], made: bool
) -> None:
    looks: list[None] = []
    make = Fixes.made

    def noted(fixes: Fixes) -> tuple[Fix, ...]:
        looks.append(None)
        return make(fixes)

    monkeypatch.setattr(Fixes, "made", noted)
    acr_lint(*arguments)
    assert bool(looks) is made


@pytest.mark.usefixtures("hit")
def test_options_choose_rules_and_what_fails(acr_lint: CommandLine) -> None:
    json_output = ("--output-format", "json")
    assert _codes(acr_lint("--select", "ACR101", *json_output).out) == ["ACR101"]
    assert "ACR101" not in _codes(acr_lint("--ignore", "anonymous-write", *json_output).out)
    assert acr_lint("--select", "ACR101", "--severity", "ACR101=info").code == 0
    assert acr_lint("--select", "ACR301", "--fail-on", "error").code == 0
    assert acr_lint("--exit-zero").code == 0


def test_an_unknown_rule_is_misuse(acr_lint: CommandLine) -> None:
    ended = acr_lint("--select", "anonymous-wrte")
    assert ended.code == 2
    assert "anonymous-wrte" in ended.err
    assert "did you mean `anonymous-write`?" in ended.err


def test_a_clean_run_says_how_much_was_checked(acr_lint: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(PLAIN)
    (tmp_path / "b.py").write_text(PLAIN)
    ended = acr_lint()
    assert ended == (0, "No findings in 2 files, none of which uses azure.containerregistry\n", "")


def test_nothing_to_check_is_no_success(acr_lint: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("azure.containerregistry")
    ended = acr_lint()
    assert ended.code == 4
    assert "no Python file in ." in ended.err


def _make_odd(root: Path) -> None:
    """Everything that a path may lead to beside a file or a folder of Python."""
    (root / "empty").mkdir()
    (root / "notes").mkdir()
    (root / "notes" / "readme.txt").write_text("azure.containerregistry")
    (root / "binary.py").write_bytes(b"azure.containerregistry\x00\xff\xfe")
    (root / "latin.py").write_bytes(b"x = '\xe9'\n")
    os.mkfifo(root / "pipe.py")
    (root / "gone.py").symlink_to("nowhere.py")
    (root / "loop.py").symlink_to("loop.py")
    (root / "round").mkdir()
    (root / "round" / "m.py").write_text(PLAIN)
    (root / "round" / "again").symlink_to("../round")
    (root / "closed.py").write_text(PLAIN)
    (root / "broken").mkdir()
    (root / "broken" / "m.py").write_text(PLAIN)
    (root / "broken" / "pyproject.toml").write_text("[tool.acr-lint\n")


NOTHING = "Nothing was checked\n"
UNUSED = "No findings in 1 file, which doesn't use azure.containerregistry\n"


@pytest.mark.parametrize(
    ("path", "code", "out", "err"),
    [
        ("missing.py", 2, NOTHING, "missing.py: doesn't exist"),
        ("missing/", 2, NOTHING, "missing: doesn't exist"),
        (
            "empty",
            4,
            "",
            "nothing was checked: there is no Python file in empty, or all are excluded",
        ),
        (
            "notes",
            4,
            "",
            "nothing was checked: there is no Python file in notes, or all are excluded",
        ),
        ("notes/readme.txt", 2, NOTHING, "notes/readme.txt: isn't a Python file or a notebook"),
        (
            "binary.py",
            2,
            NOTHING,
            "binary.py: isn't text: byte 0xff at offset 24 isn't utf-8; save it as UTF-8",
        ),
        ("latin.py", 2, NOTHING, "latin.py: isn't text: byte 0xe9 at offset 5 isn't utf-8"),
        ("pipe.py", 2, NOTHING, "pipe.py: is neither a file nor a folder"),
        ("gone.py", 2, NOTHING, "gone.py: is a link to nothing"),
        ("loop.py", 2, NOTHING, "loop.py: can't be read: too many levels of symbolic links"),
        ("closed.py", 2, NOTHING, "closed.py: can't be read: permission denied"),
        ("round", 0, UNUSED, ""),
        ("broken", 2, UNUSED, "broken/pyproject.toml: isn't TOML: Expected ']' at the end of"),
        ("broken/m.py", 2, UNUSED, "broken/pyproject.toml: isn't TOML: Expected ']' at the end"),
    ],
)
def test_what_cannot_be_read_is_named_and_costs_nothing_else(
    acr_lint: CommandLine,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    path: str,
    code: int,
    out: str,
    err: str,
) -> None:
    _make_odd(tmp_path)
    real = os.open

    def guarded(path: str, *rest: int) -> int:
        if path.endswith("/closed.py"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, *rest)

    monkeypatch.setattr(os, "open", guarded)
    ended = acr_lint(path)
    assert ended[:2] == (code, out)
    assert ended.err.startswith(f"acr-lint: {err}" if err else "")
    assert ended.err.count("\n") == bool(err)
    (tmp_path / "hit.py").write_text(ANONYMOUS)
    beside = acr_lint("hit.py", path)
    assert beside.code == (2 if code == 2 else 1)
    assert "ACR101" in beside.out
    assert beside.err == (ended.err if code == 2 else "")


@pytest.mark.usefixtures("hit")
def test_a_broken_configuration_is_named_and_the_rest_is_checked(
    acr_lint: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.acr-lint]\nselct = ['ACR101']\n")
    ended = acr_lint()
    assert ended.code == 2
    assert "pyproject.toml: unknown key `selct`; did you mean `select`?" in ended.err
    assert "ACR101" in ended.out
    assert acr_lint("--isolated").code == 1


@pytest.mark.usefixtures("hit")
@pytest.mark.parametrize("part", ["build", "parse"])
def test_a_crash_on_one_file_ends_with_3_and_costs_no_other(
    acr_lint: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, part: str
) -> None:
    real = getattr(checking, part)

    def fragile(given: object, *rest: object) -> object:
        sources = [given] if part == "parse" else [it.syntax.source for it in given.modules]  # type: ignore[attr-defined]
        if any("poison" in source.text for source in sources):
            raise RuntimeError("boom")
        return real(given, *rest)

    monkeypatch.setattr(checking, part, fragile)
    (tmp_path / "odd.py").write_text(ANONYMOUS + "poison\n")
    ended = acr_lint("--output-format", "json")
    assert ended.code == 3
    assert "a mistake in acr-lint: the " in ended.err
    assert "odd.py, failed: RuntimeError: boom" in ended.err
    assert "Traceback" not in ended.err
    records = json.loads(ended.out)
    assert {Path(record["filename"]).name for record in records} == {"hit.py"}
    assert "ACR101" in {record["code"] for record in records}


def test_a_crash_ends_with_3_and_no_traceback(
    acr_lint: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("acr_lint.cli.check.run", crash)
    ended = acr_lint()
    assert ended.code == 3
    assert "RuntimeError: boom" in ended.err
    assert "Traceback" not in ended.err
    details = Path(ended.err.split("details in ")[1].strip())
    assert "Traceback" in details.read_text()
    details.unlink()


@pytest.mark.usefixtures("hit")
def test_several_formats_in_one_run(acr_lint: CommandLine, tmp_path: Path) -> None:
    ended = acr_lint("--output-format", "sarif:out.sarif", "--output-format", "json:out.json")
    assert "error[ACR101" in ended.out
    assert "ACR101" in _codes((tmp_path / "out.json").read_text())
    assert json.loads((tmp_path / "out.sarif").read_text())["version"] == "2.1.0"
    ended = acr_lint("--output-format", "concise", "--output-format", "json:out.json")
    assert "hit.py:4:8: error: " in ended.out


@pytest.mark.usefixtures("hit")
def test_a_report_that_cannot_be_written_is_named(acr_lint: CommandLine) -> None:
    ended = acr_lint("--output-format", "json:no/such/folder.json")
    assert ended.code == 2
    assert "can't write no/such/folder.json" in ended.err
    assert "ACR101" in ended.out


@pytest.mark.usefixtures("hit")
def test_less_and_other_output(acr_lint: CommandLine) -> None:
    assert "Found" not in acr_lint("-q").out
    assert acr_lint("-qq") == (1, "", "")
    statistics = acr_lint("--statistics", "--select", "ACR101").out
    assert statistics == (
        "1  error    ACR101 anonymous-write\nFound 1 finding (1 error) in 1 of 1 file\n"
        "1 fixable with --fix --unsafe-fixes\n"
    )
    assert "\x1b[" in acr_lint("--color", "always").out


@pytest.mark.usefixtures("hit")
def test_statistics_for_programs_and_beside_files(acr_lint: CommandLine, tmp_path: Path) -> None:
    ended = acr_lint(
        "--statistics", "--output-format=json", "--output-format=sarif:o", "--select=ACR101"
    )
    (count,) = json.loads(ended.out)
    assert (count["code"], count["severity"], count["count"]) == ("ACR101", "error", 1)
    assert "ACR101" in (tmp_path / "o").read_text()
    ended = acr_lint("--statistics", "--output-format=sarif")
    assert ended == (2, "", "acr-lint: --statistics goes with the formats full and json\n")


def test_a_misspelt_command_gets_the_near_one(acr_lint: CommandLine) -> None:
    ended = acr_lint("explian", "a.py")
    assert ended.code == 2
    assert "acr-lint: `explian` is no command either; did you mean `explain`?\n" in ended.err


def test_the_standard_input_has_the_name_it_is_given(
    acr_lint: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def give(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    give(ANONYMOUS)
    ended = acr_lint("-", "--stdin-filename", "pkg/new.py", "--output-format", "json")
    record = next(each for each in json.loads(ended.out) if each["code"] == "ACR101")
    assert record["filename"] == str(tmp_path / "pkg" / "new.py")
    give(ANONYMOUS)
    fixed = acr_lint("-", "--fix", "--unsafe-fixes", "--select", "ACR101").out
    assert "DefaultAzureCredential()" in fixed
    give(PLAIN)
    assert acr_lint("-", "--fix").out == PLAIN


@pytest.mark.parametrize(
    "arguments",
    [
        ("",),
        ("hit.py", ""),
        ("--unsafe-fixes",),
        ("--fix", "--diff"),
        ("--add-ignore", "--fix", "x.py"),
        ("--watch", "--fix"),
        ("--watch", "--add-ignore"),
        ("--watch", "--update-baseline", "--baseline", "x.json"),
        ("--watch", "--statistics"),
        ("-", "hit.py"),
        ("hit.py", "--stdin-filename", "x.py"),
    ],
)
def test_what_does_not_go_together(acr_lint: CommandLine, arguments: tuple[str, ...]) -> None:
    ended = acr_lint(*arguments)
    assert ended.code == 2
    assert ended.err.startswith("acr-lint: ")


def test_an_excluded_file_that_a_hook_names_is_no_failure(
    acr_lint: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.acr-lint]\nextend-exclude = ['gen/']\n")
    (tmp_path / "gen").mkdir()
    (tmp_path / "gen" / "hit.py").write_text(ANONYMOUS)
    assert acr_lint("gen/hit.py").code == 1
    assert acr_lint("--force-exclude", "gen/hit.py").code == 0


def test_a_backslash_in_a_name_is_a_letter(acr_lint: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "back\\slash.py").write_text(ANONYMOUS)
    for path in ("back\\slash.py", "."):
        ended = acr_lint(path, "--select", "ACR101", "--output-format", "concise")
        assert ended.out.startswith("back\\slash.py:4:8: error: ")


def test_a_name_of_bytes_is_shown(acr_lint: CommandLine, tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.py")
    (tmp_path / name).write_text(ANONYMOUS)
    for output in ("full", "json", "sarif", "junit", "github", "gitlab", "checkstyle", "markdown"):
        assert acr_lint("--output-format", output).code == 1


def test_an_input_that_is_not_text_is_named(
    acr_lint: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe\x00")))
    ended = acr_lint("--stdin-filename", "new.py")
    assert ended.code == 2
    assert ended.err.startswith("acr-lint: new.py: isn't text: ")
