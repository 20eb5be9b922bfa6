from __future__ import annotations

import pytest

from acr_lint.cli.arguments import Output, parse
from acr_lint.cli.options import read


def test_without_paths_the_current_folder_is_checked() -> None:
    assert parse([]).paths == ["."]


@pytest.mark.parametrize(
    "arguments", [[], ["a.py", "b"], ["--force-exclude", "a.py"], ["a.py", "--force-exclude"], [""]]
)
def test_what_a_hook_asks_is_read_without_the_parser(arguments: list[str]) -> None:
    assert vars(parse(arguments)) == vars(read(arguments))


def test_lists_may_be_given_in_one_or_several_options() -> None:
    assert parse(["--select", "ACR1,ACR2", "--select=ACR301"]).select == ["ACR1", "ACR2", "ACR301"]


def test_the_word_after_add_ignore_is_a_path() -> None:
    assert (parse(["--add-ignore", "a.py"]).add_ignore, parse(["a.py"]).add_ignore) == ("", None)
    assert parse(["--add-ignore", "a.py"]).paths == ["a.py"]
    assert parse(["--add-ignore=later", "a.py"]).add_ignore == "later"


def test_formats_may_have_files() -> None:
    arguments = parse(["--output-format", "concise", "--output-format", "sarif:out/a:b.sarif"])
    assert arguments.outputs == [Output("concise", None), Output("sarif", "out/a:b.sarif")]
    assert parse(["--output-format", "json:-"]).outputs == [Output("json", None)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--output-format", "sarf"], "there is no format 'sarf'; did you mean 'sarif'?"),
        (["--output-format", "zzz"], "there are full, concise"),
        (["--output-format", "json:"], "'json:' names no file"),
        (["--severity", "ACR301"], "is not RULE=error"),
        (["--severity", "ACR301=bad"], "is not RULE=error"),
        (["--fail-on", "never"], "invalid choice"),
        (["--jobs", "0"], "'0' is not a number of at least 1"),
        (
            ["--selec", "ACR301"],
            "there is no option `--selec`; did you mean `--select`; see `acr-lint check",
        ),
        (["--config", "a", "--isolated"], "not allowed with"),
    ],
)
def test_misuse_is_said_and_ends_with_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(arguments)
    assert ended.value.code == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("acr-lint: ")
    assert said in lines[0]
