"""What README says to put into a project's pre-commit and CI, before the tools that know."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

ROOT = Path(__file__).parent.parent.parent
TOOLS = Path(sys.executable).parent


def recipe(heading: str) -> str:
    """The YAML that README gives below a heading."""
    section = (ROOT / "README.md").read_text().partition(f"### {heading}\n")[2]
    (block,) = re.findall(
        r"^```yaml\n(.*?)^```$",
        section.partition("\n## ")[0].partition("\n### ")[0],
        re.MULTILINE | re.DOTALL,
    )
    return str(block)


def passes(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def refused(*command: str | Path) -> None:
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


@pytest.mark.parametrize(
    ("heading", "schema", "wrong"),
    [
        ("GitHub Actions", "github-workflows", ("runs-on:", "run-on:")),
        ("Azure Pipelines", "azure-pipelines", ("steps:", "step:")),
        ("GitLab", "gitlab-ci", ("codequality:", "code-quality:")),
    ],
)
def test_a_recipe_fits_the_schema(
    tmp_path: Path, heading: str, schema: str, wrong: tuple[str, str]
) -> None:
    """The same recipe with a misspelt key doesn't: the schema is one that looks."""
    command = (TOOLS / "check-jsonschema", "--builtin-schema", f"vendor.{schema}")
    file = tmp_path / "recipe.yml"
    file.write_text(recipe(heading))
    passes(*command, file)
    file.write_text(recipe(heading).replace(*wrong))
    refused(*command, file)


def test_the_workflow_is_one_that_runs(tmp_path: Path) -> None:
    file = tmp_path / "acr-lint.yml"
    file.write_text(recipe("GitHub Actions"))
    passes(TOOLS / "actionlint", file)
    file.write_text(recipe("GitHub Actions").replace("success()", "succes()"))
    refused(TOOLS / "actionlint", file)


def test_the_hook_and_its_recipe_are_valid(tmp_path: Path) -> None:
    file = tmp_path / ".pre-commit-config.yaml"
    file.write_text(recipe("pre-commit"))
    passes(sys.executable, "-m", "pre_commit", "validate-config", file)
    passes(sys.executable, "-m", "pre_commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml")
