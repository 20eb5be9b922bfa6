from __future__ import annotations

import pytest

from acr_lint.layout import Layout, source_folders


def layout(*paths: str, roots: tuple[str, ...] = ()) -> Layout:
    files = {f"/p/{path}" for path in paths}
    return Layout("/p", [*source_folders(files), *roots], files.__contains__)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("m.py", "m"),
        ("pkg/__init__.py", "pkg"),
        ("pkg/m.py", "pkg.m"),
        ("pkg/m.pyi", "pkg.m"),
        ("namespace/pkg/m.py", "namespace.pkg.m"),
        ("src/pkg/m.py", "pkg.m"),
        ("libs/one/pkg/m.py", "pkg.m"),
        ("my-scripts/m.py", "m"),
        ("my-scripts/pkg/m.py", "pkg.m"),
        ("my-script.py", "my-script"),
        ("nb.ipynb", "nb"),
        ("__init__.py", "__init__"),
    ],
)
def test_names(path: str, name: str) -> None:
    assert layout("src/x.py", "libs/one/pyproject.toml", path).name(f"/p/{path}") == name


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("test_m.py", True),
        ("m_test.py", True),
        ("a/conftest.py", True),
        ("tests/m.py", True),
        ("a/tests/b/m.py", True),
        ("testing.py", False),
        ("mytests/m.py", False),
        ("test_data.ipynb", False),
    ],
)
def test_test_code(path: str, expected: bool) -> None:
    assert layout(path).is_test(f"/p/{path}") is expected


def test_a_folder_tests_above_the_project_does_not_count() -> None:
    assert not Layout("/tests/p", [], {"/tests/p/m.py"}.__contains__).is_test("/tests/p/m.py")


def test_roots_of_a_module_in_a_package() -> None:
    found = layout("a/pkg/__init__.py", "a/pkg/m.py", "src/other.py").roots_of("/p/a/pkg/m.py")
    assert list(found) == ["/p/a", "/p", "/p/src", "/p/a/pkg"]


def test_roots_of_a_script_the_nearest_first() -> None:
    found = layout("a/b/m.py", "libs/one/setup.py", "a/src/x.py").roots_of("/p/a/b/m.py")
    assert list(found) == ["/p/a/b", "/p/a", "/p", "/p/a/src", "/p/libs/one"]


def test_roots_that_the_settings_name() -> None:
    found = layout("a/m.py", roots=("/p/lib/python",)).roots_of("/p/a/m.py")
    assert list(found) == ["/p/a", "/p", "/p/lib/python"]


def test_places() -> None:
    found = layout("src/pkg/__init__.py", "src/pkg/m.py").places("pkg.n", "/p/src/pkg/m.py")
    assert list(found) == ["/p/src/pkg/n", "/p/pkg/n", "/p/src/pkg/pkg/n"]


def test_a_project_without_a_folder() -> None:
    found = Layout("", ["src"], {"src/pkg/m.py", "a/b.py"}.__contains__)
    assert found.name("src/pkg/m.py") == "pkg.m"
    assert list(found.places("x", "a/b.py")) == ["a/x", "x", "src/x"]
