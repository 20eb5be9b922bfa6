from __future__ import annotations

from pathlib import Path

import pytest

from acr_lint.findings import Severity
from acr_lint.project.config import Configuration
from acr_lint.settings import DEFAULT, Settings


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def settings(root: Path, folder: str = "") -> Settings:
    return Configuration().of_folder(str(root / folder))


def messages(root: Path, folder: str = "") -> list[str]:
    configuration = Configuration()
    configuration.of_folder(str(root / folder))
    return [
        f"{Path(problem.path).relative_to(root).as_posix()}: {problem.message}"
        for problem in configuration.problems_of([str(root / folder)])
    ]


def test_the_nearest_file_is_in_force(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "pyproject.toml": '[tool.acr-lint]\nfail-on = "error"\n',
            "a/acr-lint.toml": 'fail-on = "info"\n',
            "b/pyproject.toml": "[tool.other]\n",
            "c/pyproject.toml": "# acr-lint is not set up here\n",
        },
    )
    assert settings(tmp_path).fail_on is Severity.ERROR
    assert settings(tmp_path, "a/deep/er").fail_on is Severity.INFO
    assert settings(tmp_path, "b").fail_on is Severity.ERROR
    assert settings(tmp_path, "c").fail_on is Severity.ERROR
    assert settings(tmp_path, "a").base == f"{tmp_path}/a"


def test_in_one_folder_the_own_files_come_first(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "pyproject.toml": '[tool.acr-lint]\nfail-on = "error"\n',
            "acr-lint.toml": 'fail-on = "warning"\n',
            ".acr-lint.toml": 'fail-on = "info"\n',
        },
    )
    assert settings(tmp_path).fail_on is Severity.INFO
    (tmp_path / ".acr-lint.toml").unlink()
    assert settings(tmp_path).fail_on is Severity.WARNING
    (tmp_path / "acr-lint.toml").unlink()
    assert settings(tmp_path).fail_on is Severity.ERROR


def test_extend(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "base/shared.toml": 'fail-on = "error"\nextend-exclude = ["/gen"]\n'
            "respect-documented-raises = false\n",
            "acr-lint.toml": 'extend = "base/shared.toml"\nfail-on = "info"\n'
            'extend-exclude = ["old"]\n',
        },
    )
    found = settings(tmp_path)
    assert found.fail_on is Severity.INFO
    assert found.respect_documented_raises is False
    assert [(paths.patterns, paths.base) for paths in found.extend_exclude] == [
        (("/gen",), f"{tmp_path}/base"),
        (("old",), str(tmp_path)),
    ]


def test_extend_of_a_pyproject(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "pyproject.toml": '[tool.acr-lint]\nfail-on = "error"\n',
            "sub/acr-lint.toml": 'extend = "../pyproject.toml"\n',
        },
    )
    assert settings(tmp_path, "sub").fail_on is Severity.ERROR


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {"acr-lint.toml": 'fail-onn = "error"\n'},
            ["acr-lint.toml: unknown key `fail-onn`; did you mean `fail-on`?"],
        ),
        (
            {"pyproject.toml": "[tool.acr-lint]\nxyzzy = 1\n"},
            ["pyproject.toml: unknown key `xyzzy`"],
        ),
        (
            {"acr-lint.toml": 'fail-on = "erorr"\n'},
            [
                "acr-lint.toml: `fail-on` must be `error`, `warning` or `info`, not `erorr`; "
                "did you mean `error`?"
            ],
        ),
        (
            {"acr-lint.toml": "force-exclude = 1\n"},
            ["acr-lint.toml: `force-exclude` must be true or false, not the number 1"],
        ),
        (
            {"acr-lint.toml": 'exclude = "x"\n'},
            ["acr-lint.toml: `exclude` must be a list of file patterns, not the string 'x'"],
        ),
        (
            {"acr-lint.toml": "exclude = [3]\n"},
            ["acr-lint.toml: `exclude` must be a list of file patterns, not the number 3"],
        ),
        (
            {"acr-lint.toml": "per-file-ignores = []\n"},
            [
                "acr-lint.toml: `per-file-ignores` must be a table from file patterns to rule "
                "selectors, not a list"
            ],
        ),
        (
            {"pyproject.toml": "[tool]\nacr-lint = 3\n"},
            ["pyproject.toml: [tool.acr-lint] must be a table"],
        ),
        (
            {"acr-lint.toml": "= broken\n"},
            ["acr-lint.toml: isn't TOML: Invalid statement (at line 1, column 1)"],
        ),
        (
            {"acr-lint.toml": 'extend = "acr-lint.toml"\n'},
            ["acr-lint.toml: `extend` leads back to {root}/acr-lint.toml"],
        ),
        (
            {"acr-lint.toml": 'extend = "b.toml"\n', "b.toml": 'extend = "acr-lint.toml"\n'},
            ["b.toml: `extend` leads back to {root}/acr-lint.toml"],
        ),
        (
            {"acr-lint.toml": 'extend = "none.toml"\n'},
            ["acr-lint.toml: `extend` names {root}/none.toml, which doesn't exist"],
        ),
        (
            {"acr-lint.toml": "extend = 3\n"},
            ["acr-lint.toml: `extend` must be the path of a file"],
        ),
    ],
)
def test_errors_name_the_file_and_the_key(
    tmp_path: Path, files: dict[str, str], expected: list[str]
) -> None:
    write(tmp_path, files)
    assert messages(tmp_path) == [line.replace("{root}", str(tmp_path)) for line in expected]


def test_what_is_right_in_a_file_with_errors_is_in_force(tmp_path: Path) -> None:
    write(tmp_path, {"acr-lint.toml": 'fail-on = "error"\nunknown = 1\n'})
    assert settings(tmp_path).fail_on is Severity.ERROR


def test_a_broken_pyproject_of_others_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": "# acr-lint\n[broken\n"})
    assert messages(tmp_path) == []
    write(tmp_path, {"pyproject.toml": "[tool.acr-lint]\n[broken\n"})
    assert len(messages(tmp_path)) == 1


def test_problems_of_folders_that_are_not_asked_for_stay_out(tmp_path: Path) -> None:
    write(tmp_path, {"a/acr-lint.toml": "x = 1\n", "b/m.py": ""})
    configuration = Configuration()
    configuration.of_folder(f"{tmp_path}/a")
    assert configuration.problems_of([f"{tmp_path}/b/m.py"]) == []
    assert len(configuration.problems_of([f"{tmp_path}/a/m.py"])) == 1
    assert len(configuration.problems_of([str(tmp_path)])) == 1


def test_one_file_for_all_and_none_at_all(tmp_path: Path) -> None:
    write(tmp_path, {"a/acr-lint.toml": 'fail-on = "error"\n', "only.toml": 'fail-on = "info"\n'})
    only = Configuration(only=f"{tmp_path}/only.toml")
    assert only.of_folder(f"{tmp_path}/a").fail_on is Severity.INFO
    isolated = Configuration(isolated=True)
    assert isolated.of_folder(f"{tmp_path}/a") == DEFAULT


def test_a_missing_file_for_all_is_a_problem(tmp_path: Path) -> None:
    configuration = Configuration(only=f"{tmp_path}/none.toml")
    configuration.of_folder(str(tmp_path))
    problems = configuration.problems_of([str(tmp_path)])
    assert [problem.message for problem in problems] == ["can't be read: no such file or directory"]
