"""Runs over real folders: which findings come out, and that nothing costs anything else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from acr_lint.project.run import Options, Run, run

MAKES = """\
from azure.containerregistry import ContainerRegistryClient

def make():
    return ContainerRegistryClient("https://x.azurecr.io", object())
"""
ESCAPES = """\
from clients import make

def purge():
    make().delete_tag("r", "t")
"""
SELF_CONTAINED = MAKES + '\nmake().delete_tag("r", "t")\n'
ONLY_301 = Options(select=("ACR301",))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    (root / ".git").mkdir(parents=True)
    monkeypatch.chdir(root)
    return root


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def found(done: Run, root: Path) -> list[str]:
    assert not done.crashes
    return [
        f"{os.path.relpath(file.source.path, root)}:{file.source.position(it.span.start).row}"
        for file in done.reports
        for it in file.report.findings
        if it.suppressed is None
    ]


def problems(done: Run, root: Path) -> list[str]:
    return [f"{os.path.relpath(one.path, root)}: {one.message}" for one in done.problems]


def test_a_finding_that_needs_another_file(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(project, {"clients.py": MAKES, "app/jobs.py": "", "work.py": ESCAPES})
    expected = ["work.py:4"]
    assert found(run(["."], ONLY_301), project) == expected
    assert found(run(["work.py"], ONLY_301), project) == expected
    assert found(run(["clients.py"], ONLY_301), project) == []
    assert found(run([str(project)], ONLY_301), project) == expected
    monkeypatch.chdir(project / "app")
    assert found(run(["../work.py"], ONLY_301), project) == expected
    monkeypatch.chdir(project.parent)
    assert found(run(["project"], ONLY_301), project) == expected


def test_callers_in_files_that_are_not_named_count(project: Path) -> None:
    caught = "from work import purge\nfrom azure.core.exceptions import HttpResponseError\n"
    caught += "try:\n    purge()\nexcept HttpResponseError as error:\n    print(error)\n"
    write(project, {"clients.py": MAKES, "work.py": ESCAPES, "main.py": caught})
    assert found(run(["work.py"], ONLY_301), project) == []
    (project / "main.py").unlink()
    assert found(run(["work.py"], ONLY_301), project) == ["work.py:4"]


MANY = {
    "src/app/__init__.py": "from .clients import *\n",
    "src/app/clients.py": MAKES + "class Ours(Exception): pass\n",
    "src/app/guards.py": "import contextlib\nfrom azure.core.exceptions import HttpResponseError\n"
    "guarded = contextlib.suppress(HttpResponseError)\n",
    "src/app/jobs/one.py": "from ..clients import make\nfrom ..guards import guarded\n"
    "def calm():\n    with guarded:\n        make().delete_tag('r', 't')\n"
    "def wild():\n    make().delete_tag('r', 't')\n",
    "src/app/jobs/two.py": "def names(pager):\n    return [name for name in pager]\n",
    "scripts/run.py": "from app import make\nfrom app.jobs import one, two\n"
    "one.calm()\none.wild()\ntwo.names(make().list_repository_names())\n",
    "scripts/other.py": "import json\n",
    "tests/test_jobs.py": "from app.jobs.one import wild\ndef test_wild():\n    wild()\n",
    "pyproject.toml": "",
}


def test_findings_of_a_file_do_not_depend_on_how_it_is_reached(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, MANY)
    options = Options(select=("ALL",))
    together = found(run(["."], options), project)
    assert {line.split(":")[0] for line in together} >= {"src/app/jobs/one.py"}
    alone: list[str] = []
    for name in MANY:
        if name.endswith(".py"):
            monkeypatch.chdir((project / name).parent)
            alone += found(run([Path(name).name], options), project)
            text = (project / name).read_text()
            assert found(run([], options, (Path(name).name, text)), project) == [
                line for line in together if line.startswith(name)
            ]
    assert sorted(alone) == sorted(together)


def test_standard_input_takes_the_place_of_a_file(project: Path) -> None:
    write(project, {"clients.py": MAKES, "work.py": "x = 1\n"})
    done = run([], ONLY_301, ("work.py", ESCAPES))
    assert found(done, project) == ["work.py:4"]
    assert done.checked == 1
    assert found(run([], ONLY_301, ("new/work.py", ESCAPES)), project) == ["new/work.py:4"]
    assert found(run([], ONLY_301, ("clients.py", "x = 1\n")), project) == []


def test_settings_of_the_nearest_file(project: Path) -> None:
    write(
        project,
        {
            "a/m.py": SELF_CONTAINED,
            "b/m.py": SELF_CONTAINED,
            "b/acr-lint.toml": 'select = ["ACR301"]\nfail-on = "error"\n',
            "pyproject.toml": '[tool.acr-lint]\nselect = ["ACR301"]\n',
        },
    )
    assert run(["a"]).failed
    assert not run(["b"]).failed
    assert found(run(["."]), project) == ["a/m.py:6", "b/m.py:6"]
    assert run(["b"], Options(fail_on=run(["a"]).reports[0].report.findings[0].severity)).failed


def test_problems_cost_no_other_file(project: Path) -> None:
    write(project, {"good.py": SELF_CONTAINED, "sub/good.py": SELF_CONTAINED})
    write(project, {"sub/acr-lint.toml": "selct = []\n", "notes.txt": ""})
    (project / "binary.py").write_bytes(b"\0\1\2")
    os.mkfifo(project / "pipe.py")
    (project / "gone.py").symlink_to("nowhere.py")
    names = ["good.py", "sub", "binary.py", "pipe.py", "gone.py", "missing.py", "notes.txt"]
    done = run(names, ONLY_301)
    assert found(done, project) == ["good.py:6", "sub/good.py:6"]
    said = {line.split(":")[0]: line for line in problems(done, project)}
    assert set(said) == {*names[2:], "sub/acr-lint.toml"}
    assert said["missing.py"] == "missing.py: doesn't exist"
    assert said["pipe.py"] == "pipe.py: is neither a file nor a folder"
    assert said["binary.py"].startswith("binary.py: isn't text")
    assert said["notes.txt"] == "notes.txt: isn't a Python file or a notebook"
    assert said["sub/acr-lint.toml"].endswith("unknown key `selct`; did you mean `select`?")


def test_a_broken_file_costs_no_other(project: Path) -> None:
    write(project, {"clients.py": MAKES, "work.py": ESCAPES, "broken.py": MAKES + "\ndef f(:\n"})
    assert "work.py:4" in found(run(["."], ONLY_301), project)


def test_what_git_ignores_or_settings_exclude(project: Path) -> None:
    write(
        project,
        {
            ".gitignore": "generated.py\nout/\n",
            "pyproject.toml": '[tool.acr-lint]\nselect = ["ACR301"]\nextend-exclude = ["old"]\n',
            **dict.fromkeys(("m.py", "generated.py", "out/m.py", "old/m.py"), SELF_CONTAINED),
        },
    )
    assert found(run(["."]), project) == ["m.py:6"]
    assert found(run(["generated.py"]), project) == ["generated.py:6"]
    assert found(run(["old/m.py"]), project) == ["old/m.py:6"]
    assert found(run(["out"]), project) == ["out/m.py:6"]
    forced = Options(force_exclude=True)
    assert found(run(["generated.py", "old/m.py", "out", "m.py"], forced), project) == ["m.py:6"]


def test_nested_repositories_are_checked_by_themselves(project: Path) -> None:
    write(project, {"clients.py": MAKES, "inner/.git": "", "inner/work.py": ESCAPES,
                    "inner/own.py": SELF_CONTAINED})  # fmt: skip
    assert found(run(["."], ONLY_301), project) == ["inner/own.py:6"]
    assert found(run(["inner/own.py"], ONLY_301), project) == ["inner/own.py:6"]


def test_loose_files_get_the_same_answer_alone(tmp_path: Path) -> None:
    files = ("work.py", "data/tools/work.py", "data/tools/own.py", "built/pkg/own.py")
    write(tmp_path, {"clients.py": MAKES, "work.py": ESCAPES, "data/tools/work.py": ESCAPES,
                     "data/tools/own.py": SELF_CONTAINED, "built/setup.cfg": "",
                     "built/pkg/own.py": SELF_CONTAINED})  # fmt: skip
    alone = [
        one for file in files for one in found(run([str(tmp_path / file)], ONLY_301), tmp_path)
    ]
    assert alone == ["work.py:4", "data/tools/own.py:6", "built/pkg/own.py:6"]
    assert found(run([str(tmp_path)], ONLY_301), tmp_path) == sorted(alone)


def test_several_projects_at_once(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(tmp_path / name, {".git/HEAD": "", "clients.py": MAKES, "work.py": ESCAPES})
    done = run([str(tmp_path / "one"), str(tmp_path / "two" / "work.py")], ONLY_301)
    assert found(done, tmp_path) == ["one/work.py:4", "two/work.py:4"]
    assert done.checked == 3


def test_counting(project: Path) -> None:
    assert run(["."]).checked == 0
    write(project, {"a.py": "", "b.pyi": "", "c.txt": "", "venv/d.py": ""})
    assert run(["."]).checked == 2


def test_unknown_selectors_are_refused(project: Path) -> None:
    with pytest.raises(ValueError, match="--select names no rule: `ACR9999`"):
        run(["."], Options(select=("ACR9999",)))


def test_notebooks(project: Path) -> None:
    cells = [
        ["%pip install azure-containerregistry"],
        MAKES.splitlines(True),
        ['make().delete_tag("r", "t")'],
    ]

    document = {"cells": [{"cell_type": "code", "source": cell} for cell in cells]}
    write(project, {"n.ipynb": json.dumps(document)})
    (report,) = run(["."], ONLY_301).reports
    assert report.notebook is not None
    start = report.report.findings[0].span.start
    assert report.notebook.locate(start)[:2] == (3, 1)


def test_a_baseline(project: Path) -> None:
    write(project, {"m.py": SELF_CONTAINED, "acr-lint.toml": 'baseline = "known.json"\n'})
    assert problems(run(["."], ONLY_301), project) == [
        "known.json: doesn't exist; --update-baseline writes it"
    ]
    written = run(["."], ONLY_301._replace(update_baseline=True))
    assert written.notices[0].endswith("known.json: 1 finding known")
    assert found(written, project) == []
    again = run(["."], ONLY_301)
    assert found(again, project) == []
    assert not again.failed
    assert again.reports[0].report.findings[0].suppressed == "in the baseline"
    write(project, {"m.py": SELF_CONTAINED + 'make().delete_tag("r", "u")\n'})
    assert found(run(["."], ONLY_301), project) == ["m.py:7"]
    write(project, {"m.py": MAKES})
    assert "1 finding is gone" in run(["."], ONLY_301).notices[0]
    assert (
        run(["."], ONLY_301._replace(update_baseline=True)).notices[0].endswith("0 findings known")
    )
    with pytest.raises(ValueError, match="no baseline to update"):
        run(["."], Options(isolated=True, update_baseline=True))


def test_other_linters_are_not_imported(project: Path) -> None:
    write(project, {"m.py": "import os\n"})
    code = "import sys; from acr_lint.project.run import run; run(['m.py']); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=project, stdout=subprocess.PIPE, check=True, text=True
    )
    loaded = set(done.stdout.split())
    assert not loaded & {"ast", "json", "tomllib", "dataclasses", "inspect", "asyncio", "pathlib"}
    assert not any(name.startswith(("acr_lint.rules", "acr_lint.model")) for name in loaded)
