from __future__ import annotations

from pathlib import Path

from acr_lint.findings import Severity
from acr_lint.lsp.configuration import (
    ClientSettings,
    FolderSettings,
    SettingsInForce,
    client_settings,
)


def test_keys_may_be_written_as_editors_do() -> None:
    for value in (
        {"extendSelect": ["ACR107"], "failOn": "error"},
        {"extend-select": ["ACR107"], "fail-on": "error"},
        {"settings": {"extendSelect": ["ACR107"], "failOn": "error"}},
        {"acr-lint": {"extend_select": ["ACR107"], "fail_on": "error"}},
    ):
        table = client_settings(value, "/p").table
        assert table == {"extend-select": ["ACR107"], "fail-on": "error"}


def test_what_is_an_editors_own_or_not_set_is_passed_over() -> None:
    value = {"select": None, "trace": {"server": "off"}, "interpreter": [], "path": "x"}
    assert client_settings(value, "/p") == ClientSettings()
    assert client_settings(None, "/p") == ClientSettings()
    assert client_settings(["select"], "/p") == ClientSettings()


def test_a_named_file_is_relative_to_the_folder(tmp_path: Path) -> None:
    (tmp_path / "strict.toml").write_text('ignore = ["ACR1"]\n')
    client = client_settings({"configuration": "strict.toml"}, tmp_path.as_posix())
    assert client.configuration == (tmp_path / "strict.toml").as_posix()
    in_force = SettingsInForce((FolderSettings(tmp_path.as_posix(), client),), ClientSettings())
    assert in_force.of_file((tmp_path / "x.py").as_posix()).ignore == ("ACR1",)
    assert in_force.of_file("/elsewhere/x.py").ignore == ()


def test_the_client_extends_the_files_folder_by_folder(tmp_path: Path) -> None:
    for name in ("one", "one/inner", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "acr-lint.toml").write_text('extend-select = ["ACR107"]\n')
    one, inner, two = (
        FolderSettings(
            (tmp_path / name).as_posix(), ClientSettings(table={"severity": {"ACR101": level}})
        )
        for name, level in (("one", "info"), ("one/inner", "warning"), ("two", "error"))
    )
    in_force = SettingsInForce((one, inner, two), ClientSettings(enable=False))
    for folder, level in ((one, "info"), (inner, "warning"), (two, "error")):
        settings = in_force.of_file(f"{folder.folder}/x.py")
        assert settings.severity == (("ACR101", Severity(level)),)
        assert settings.extend_select == ("ACR107",)
        assert settings.base == folder.folder
        assert in_force.client(f"{folder.folder}/x.py").enable
    assert not in_force.client((tmp_path / "twofold" / "x.py").as_posix()).enable


def test_what_is_wrong_is_named(tmp_path: Path) -> None:
    (tmp_path / "acr-lint.toml").write_text('selct = ["ACR101"]\n')
    client = ClientSettings(table={"fail-on": "never"})
    in_force = SettingsInForce((FolderSettings(tmp_path.as_posix(), client),), ClientSettings())
    in_force.of_file((tmp_path / "x.py").as_posix())
    first, second = in_force.problems()
    assert "the editor's settings" in first.path and "`fail-on`" in first.message
    assert second.path.endswith("acr-lint.toml") and "did you mean `select`" in second.message


def test_a_configuration_may_be_written_in_the_editor(tmp_path: Path) -> None:
    (tmp_path / "acr-lint.toml").write_text('extend-select = ["ACR107"]\n')
    value = {"configuration": {"ignore": ["ACR1"], "fail-on": "error"}, "failOn": "info"}
    client = client_settings(value, tmp_path.as_posix())
    assert client.configuration is None
    in_force = SettingsInForce((FolderSettings(tmp_path.as_posix(), client),), ClientSettings())
    settings = in_force.of_file((tmp_path / "x.py").as_posix())
    assert settings.ignore == ("ACR1",) and settings.extend_select == ("ACR107",)
    assert settings.fail_on is Severity.INFO
    wrong = client_settings({"configuration": {"ignor": []}}, tmp_path.as_posix())
    in_force = SettingsInForce((FolderSettings(tmp_path.as_posix(), wrong),), ClientSettings())
    assert "did you mean `ignore`" in in_force.problems()[0].message
