"""The command `diagnose`."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine

DENIED = """\
2026-01-02 03:04:05 ERROR app: cleaning up failed
Traceback (most recent call last):
  File "/app/cleanup.py", line 14, in main
    client.delete_tag("app", "v1")
  File "/x/site-packages/azure/containerregistry/_container_registry_client.py", line 396, in \
delete_tag
    self._client.container_registry.delete_tag(repository, tag, **kwargs)
azure.core.exceptions.HttpResponseError: Operation returned an invalid status 'Forbidden'
Content: {"errors": [{"code": "DENIED", "message": "requested access to the resource is denied"}]}
"""
SHOWN = """\
line 7: the credential's role doesn't allow this operation
  seen    azure.core.exceptions.HttpResponseError: Operation returned an invalid
          status 'Forbidden' DENIED: requested access to the resource is denied
  where   delete_tag at /app/cleanup.py:14
  means   The registry knows the identity, and it may not do this
  do      1. give the identity a role on the registry: AcrPull to read, AcrPush
             to push, AcrDelete to delete; a new role takes some minutes to
             count
          2. handle it: 403 is an HttpResponseError itself, not a
             ClientAuthenticationError
  rules   `acr-lint check` finds this in code: ACR303 handler-too-narrow
  guide   Insufficient permissions: https://github.com/Azure/azure-sdk-for-python/blob/main/\
sdk/containerregistry/azure-containerregistry/TROUBLESHOOTING.md#insufficient-permissions

Recognised 1 problem in 8 lines
"""


def _stdin(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))


def test_a_problem_is_shown_with_its_line_and_its_steps(
    acr_lint: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "app.log").write_text(DENIED)
    assert acr_lint("diagnose", "app.log") == (0, SHOWN, "")


@pytest.mark.parametrize("arguments", [(), ("-",)])
def test_the_standard_input(
    acr_lint: CommandLine, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    _stdin(monkeypatch, DENIED.encode())
    assert acr_lint("diagnose", *arguments) == (0, SHOWN, "")


def test_json(acr_lint: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "app.log").write_text(DENIED * 2)
    (problem,) = json.loads(acr_lint("diagnose", "--output-format", "json", "app.log").out)
    assert problem["name"] == "denied"
    assert problem["url"].endswith("#insufficient-permissions")
    assert problem["rules"] == [{"code": "ACR303", "name": "handler-too-narrow"}]
    assert [event["row"] for event in problem["events"]] == [7, 15]
    assert problem["events"][0]["place"] == {"filename": "/app/cleanup.py", "row": 14}


def test_nothing_recognised_is_said_clearly(acr_lint: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "app.log").write_text("all is well\nreally\n")
    ended = acr_lint("diagnose", "app.log")
    assert (ended.code, ended.out) == (4, "")
    assert ended.err.startswith(
        "acr-lint: app.log: no error of azure-containerregistry is recognised in its 2 lines; "
    )
    ended = acr_lint("diagnose", "--output-format", "json", "app.log")
    assert (ended.code, json.loads(ended.out)) == (4, [])


def test_what_cant_be_read_is_named(acr_lint: CommandLine, tmp_path: Path) -> None:
    assert acr_lint("diagnose", "no.log") == (
        2,
        "",
        "acr-lint: no.log: No such file or directory\n",
    )
    assert acr_lint("diagnose", ".").code == 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
def test_logs_of_powershell(acr_lint: CommandLine, tmp_path: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    (tmp_path / "app.log").write_bytes((mark + DENIED).encode(encoding))
    assert acr_lint("diagnose", "app.log").out == SHOWN


def test_a_log_cant_speak_to_the_terminal_or_the_build(
    acr_lint: CommandLine, tmp_path: Path
) -> None:
    hostile = "\x1b]0;x\x07##vso[task.complete] \xff HttpResponseError: Operation returned \
an invalid status 'Forbidden'\n"
    (tmp_path / "app.log").write_bytes(hostile.encode("latin-1"))
    ended = acr_lint("diagnose", "app.log")
    assert ended.code == 0
    assert "\x1b" not in ended.out
    assert "##vso" not in ended.out
