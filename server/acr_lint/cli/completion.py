"""The command `completion`: a script that completes commands, options, formats and rules."""

from __future__ import annotations

from collections.abc import Sequence

from acr_lint.cli.exits import NOTHING_WRONG
from acr_lint.cli.options import parser as check_parser
from acr_lint.cli.output import print_text
from acr_lint.cli.parser import Parser
from acr_lint.cli.usage import COMMANDS
from acr_lint.report.formats import NAMES
from acr_lint.rules.registry import rules

_SHELLS = ("bash", "zsh", "fish")
_DESCRIPTION = """\
Print a script that completes acr-lint's commands, options, formats and rules.

  bash   eval "$(acr-lint completion bash)"            in ~/.bashrc
  zsh    eval "$(acr-lint completion zsh)"             in ~/.zshrc, after compinit
  fish   acr-lint completion fish | source             in config.fish\
"""
_TAKE_RULES = ("--select", "--extend-select", "--ignore", "--severity")


def completion(argv: Sequence[str]) -> int:
    """Print the script for the shell that `argv` names; the result is the exit code."""
    parser = Parser("completion", "{bash,zsh,fish}", _DESCRIPTION)
    parser.add_argument("shell", choices=_SHELLS, help="the shell that the script is for")
    match parser.parse_args(argv).shell:
        case "fish":
            print_text(_fish())
        case "zsh":
            print_text("autoload -U +X bashcompinit && bashcompinit\n" + _bash())
        case _:
            print_text(_bash())
    return NOTHING_WRONG


def _options() -> list[str]:
    """The long options of `check`."""
    actions = check_parser()._actions
    return [word for action in actions for word in action.option_strings if word.startswith("--")]


def _rule_words() -> str:
    """What names a rule."""
    return " ".join(word for rule in rules() for word in (rule.code, rule.name))


def _bash() -> str:
    return f"""\
_acr_lint() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} words=
  COMPREPLY=()
  case $previous in
    {"|".join(_TAKE_RULES)}|rule) words="{_rule_words()}" ;;
    --output-format) words="{" ".join(NAMES)}" ;;
    --fail-on) words="error warning info" ;;
    --color) words="auto always never" ;;
    completion) words="{" ".join(_SHELLS)}" ;;
    *)
      if [[ $current == -* ]]; then
        words="{" ".join(_options())}"
      elif [[ $COMP_CWORD == 1 ]]; then
        words="{" ".join(COMMANDS)}"
      fi
      COMPREPLY=($(compgen -f -- "$current"))
      ;;
  esac
  COMPREPLY+=($(compgen -W "$words" -- "$current"))
}}
complete -o filenames -F _acr_lint acr-lint
"""


def _fish() -> str:
    lines = [f"complete -c acr-lint -n __fish_use_subcommand -a '{' '.join(COMMANDS)}'"]
    values = {
        **dict.fromkeys(_TAKE_RULES, _rule_words()),
        "--output-format": " ".join(NAMES),
        "--fail-on": "error warning info",
        "--color": "auto always never",
    }
    for option in _options():
        taken = f" -x -a '{values[option]}'" if option in values else ""
        lines.append(f"complete -c acr-lint -l {option[2:]}{taken}")
    lines.append(f"complete -c acr-lint -n '__fish_seen_subcommand_from rule' -a '{_rule_words()}'")
    return "\n".join(lines) + "\n"
