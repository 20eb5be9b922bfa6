"""Fixing, showing a fix as a diff, and ignoring."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from acr_lint.cli import fixing
from tests.cli.conftest import ANONYMOUS, CommandLine


def test_fixes_are_applied_until_nothing_is_left(acr_lint: CommandLine, hit: Path) -> None:
    fix = ("--fix", "--unsafe-fixes", "--select", "ACR101")
    ended = acr_lint(*fix)
    assert ended.err == "acr-lint: fixed 1 finding in hit.py\n"
    assert ended.code == 0
    fixed = hit.read_text()
    assert "DefaultAzureCredential()" in fixed
    acr_lint(*fix)
    assert hit.read_text() == fixed


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: f"# coding: latin-1\n# é\n{text}".encode("latin-1"),
    ],
    ids=["CRLF", "BOM", "latin-1"],
)
def test_a_fixed_file_keeps_its_bytes(acr_lint: CommandLine, hit: Path, encode) -> None:  # type: ignore[no-untyped-def]
    hit.write_bytes(encode(ANONYMOUS))
    acr_lint("--fix", "--unsafe-fixes", "--select", "ACR101")
    fixed = hit.read_bytes()
    assert b"DefaultAzureCredential()" in fixed
    start = encode("")
    assert fixed.startswith(start)
    assert (b"\r\n" in fixed) == (b"\r\n" in encode(ANONYMOUS))
    assert fixed.count(b"\n") == fixed.count(b"\r\n") or b"\r\n" not in fixed


def test_what_a_fix_uncovers_is_not_counted_against_it(acr_lint: CommandLine, hit: Path) -> None:
    ended = acr_lint("--fix", "--unsafe-fixes", "--select", "ACR101,ACR301,ACR307")
    assert ended.err == "acr-lint: fixed 2 findings in hit.py\n"
    assert "[ACR307 " in ended.out


def test_a_diff_changes_nothing(acr_lint: CommandLine, hit: Path) -> None:
    ended = acr_lint("--diff", "--unsafe-fixes", "--select", "ACR101")
    assert ended.code == 1
    assert ended.out.startswith("--- hit.py\n+++ hit.py\n@@ ")
    assert '+client = ContainerRegistryClient("https://a.azurecr.io", ' in ended.out
    assert ended.err == "acr-lint: would fix 1 finding in hit.py\n"
    assert acr_lint("--diff", "--select", "ACR101") == (
        0,
        "",
        "acr-lint: nothing would be fixed; with --unsafe-fixes 1 finding would be\n",
    )
    assert acr_lint("--diff", "--select", "ACR407").err == "acr-lint: nothing would be fixed\n"
    assert hit.read_text() == ANONYMOUS


def test_ignoring_what_there_is_now(acr_lint: CommandLine, hit: Path) -> None:
    ended = acr_lint("--add-ignore=not yet")
    assert ended.code == 0
    assert "] not yet\n" in hit.read_text()
    records = json.loads(acr_lint("--output-format", "json").out)
    assert records
    assert {record["suppressed"] for record in records} == {"not yet"}


def test_a_comment_goes_where_a_line_can_end_in_one(acr_lint: CommandLine, hit: Path) -> None:
    hit.write_text(
        ANONYMOUS.replace("client.delete_tag(", 'x = f"""{client.delete_tag(')
        .replace('"old")', '\'old\')}\nmore"""')
        .replace('("app"', "('app'")
    )
    before = hit.read_text()
    assert acr_lint("--select", "ACR101").code == 1
    ended = acr_lint("--add-ignore", "--select", "ACR101")
    assert ended.err == "acr-lint: ignored 1 finding in hit.py\n"
    assert hit.read_text() == before.replace('more"""', 'more"""  # acr-lint: ignore[ACR101]')


def test_a_fix_that_the_encoding_cannot_hold_is_not_written(
    acr_lint: CommandLine, hit: Path
) -> None:
    content = f"# coding: ascii\n{ANONYMOUS}".encode()
    hit.write_bytes(content)
    ended = acr_lint("--add-ignore=später", "--select", "ACR101")
    assert ended.code == 2
    assert "can't write" in ended.err
    assert hit.read_bytes() == content


def test_what_no_comment_silences_gets_none(acr_lint: CommandLine, hit: Path) -> None:
    (hit.parent / "acr-lint.toml").write_text('unsuppressible = ["ACR101"]\n')
    acr_lint("--add-ignore=later")
    text = hit.read_text()
    assert "ignore[ACR301] later" in text
    assert "ACR101" not in text


def test_an_argument_is_aligned_with_a_line_that_another_fix_moves(
    acr_lint: CommandLine, hit: Path
) -> None:
    before = (
        "import logging\n"
        "from azure.containerregistry.aio import ContainerRegistryClient\n"
        "from azure.identity.aio import DefaultAzureCredential\n\n\n"
        "async def main(end):\n"
        "    credential = DefaultAzureCredential()\n"
        "    async with ContainerRegistryClient(end, credential) as client:\n"
        "        print(client)\n"
    )
    hit.write_text(before)
    acr_lint("--fix", "--unsafe-fixes")
    switch = 'logging_enable=logging.getLogger("azure").isEnabledFor(logging.DEBUG)'
    start = "    async with credential, ContainerRegistryClient("
    mended = f"{start}end, credential,\n{' ' * len(start)}{switch}) as client:"
    assert hit.read_text() == before.replace(
        "    async with ContainerRegistryClient(end, credential) as client:", mended
    )


def test_a_file_for_which_there_is_no_room_stays_as_it_was(hit: Path) -> None:
    limited = (
        "import resource, sys; from acr_lint.cli.main import run; "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({len(ANONYMOUS)}, {len(ANONYMOUS)})); "
        f"sys.exit(run(['--fix', '--unsafe-fixes', '--no-cache', {str(hit)!r}]))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", limited], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == f"acr-lint: can't write {hit}: File too large\n"
    assert hit.read_text() == ANONYMOUS


def test_a_file_that_changes_meanwhile_stays_as_it_is(
    acr_lint: CommandLine, hit: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def edited(*arguments: Any) -> Any:
        hit.write_text(ANONYMOUS + "# mine\n")
        return checked(*arguments)

    checked = fixing.run
    monkeypatch.setattr(fixing, "run", edited)
    ended = acr_lint("--fix", "--unsafe-fixes")
    assert ended.code == 2
    assert ended.err == f"acr-lint: {hit} changed while it was checked: it stays as it is\n"
    assert hit.read_text() == ANONYMOUS + "# mine\n"


def test_a_file_with_two_names_is_mended_once(acr_lint: CommandLine, hit: Path) -> None:
    (hit.parent / "other.py").symlink_to(hit)
    ended = acr_lint("--fix", "--unsafe-fixes", "--select", "ACR101", "hit.py", "other.py")
    assert ended.code == 0
    assert hit.read_text().count("DefaultAzureCredential()") == 1
