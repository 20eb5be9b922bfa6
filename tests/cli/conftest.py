from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from acr_lint.cli.main import run

_BUILD = (
    "AGENT_TEMPDIRECTORY",
    "BUILD_SOURCESDIRECTORY",
    "CI_PROJECT_DIR",
    "FORCE_COLOR",
    "FORCE_HYPERLINK",
    "GITHUB_ACTIONS",
    "GITHUB_STEP_SUMMARY",
    "GITHUB_WORKSPACE",
    "GITLAB_CI",
    "NO_COLOR",
    "TF_BUILD",
)

ANONYMOUS = (
    "from azure.containerregistry import ContainerRegistryClient\n"
    "\n"
    'client = ContainerRegistryClient("https://a.azurecr.io")\n'
    'client.delete_tag("app", "old")\n'
)
PLAIN = "print('hello')\n"


class Ended(NamedTuple):
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str


CommandLine = Callable[..., Ended]


@pytest.fixture
def acr_lint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> CommandLine:
    """Runs the command line in an empty project, on nobody's terminal and in no build."""
    for name in _BUILD:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()

    def command(*arguments: str) -> Ended:
        capfd.readouterr()
        try:
            code = run(list(arguments))
        except SystemExit as ended:
            assert isinstance(ended.code, int)
            code = ended.code
        return Ended(code, *capfd.readouterr())

    return command


@pytest.fixture
def hit(tmp_path: Path) -> Path:
    """A file with findings, among them one of ACR101 that has a fix."""
    file = tmp_path / "hit.py"
    file.write_text(ANONYMOUS)
    return file
