from __future__ import annotations

import io
from pathlib import Path

import pytest

from acr_lint.cli.environment import Build, build, source_root, wants_color, wants_links


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, None),
        ({"CI": "true"}, None),
        ({"GITHUB_ACTIONS": "true"}, Build.GITHUB),
        ({"GITHUB_ACTIONS": "false"}, None),
        ({"TF_BUILD": "True"}, Build.AZURE),
        ({"GITLAB_CI": "true"}, Build.GITLAB),
    ],
)
def test_build_services_are_known_by_their_variables(
    environment: dict[str, str], expected: Build | None
) -> None:
    assert build(environment) is expected


@pytest.mark.parametrize(
    ("choice", "environment", "on_terminal", "in_pipe"),
    [
        ("auto", {}, True, False),
        ("auto", {"NO_COLOR": "1"}, False, False),
        ("auto", {"NO_COLOR": ""}, True, False),
        ("auto", {"FORCE_COLOR": "1"}, True, True),
        ("auto", {"FORCE_COLOR": "0"}, True, False),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
        ("auto", {"TERM": "dumb"}, False, False),
        ("always", {"NO_COLOR": "1"}, True, True),
        ("never", {"FORCE_COLOR": "1"}, False, False),
    ],
)
def test_colour_is_as_the_user_wants_it(
    choice: str, environment: dict[str, str], on_terminal: bool, in_pipe: bool
) -> None:
    assert wants_color(choice, _Terminal(), environment) is on_terminal
    assert wants_color(choice, io.StringIO(), environment) is in_pipe


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, False),
        ({"TERM_PROGRAM": "vscode"}, True),
        ({"VTE_VERSION": "7600"}, True),
        ({"VTE_VERSION": "4000"}, False),
        ({"VTE_VERSION": "newest"}, False),
        ({"WT_SESSION": "x"}, True),
        ({"FORCE_HYPERLINK": "1"}, True),
        ({"FORCE_HYPERLINK": "0", "TERM_PROGRAM": "vscode"}, False),
    ],
)
def test_links_are_for_terminals_that_show_them(
    environment: dict[str, str], expected: bool
) -> None:
    assert wants_links(True, _Terminal(), environment) is expected


def test_paths_are_relative_to_what_was_checked_out(tmp_path: Path) -> None:
    below = tmp_path / "python" / "tools"
    below.mkdir(parents=True)
    folder = str(below)
    assert source_root({"GITHUB_WORKSPACE": f"{tmp_path}/"}, folder) == str(tmp_path)
    assert source_root({"GITHUB_WORKSPACE": f"{tmp_path}/other"}, folder) == source_root({}, folder)
    (tmp_path / "python" / ".git").mkdir()
    assert source_root({}, folder) == str(tmp_path / "python")
