"""The command `completion`: a script that completes commands, options, formats and rules."""

from __future__ import annotations

from collections.abc import Sequence

from acr_lint.cli.clean import parser as clean_parser
from acr_lint.cli.config import parser as config_parser
from acr_lint.cli.diagnose import parser as diagnose_parser
from acr_lint.cli.exits import NOTHING_WRONG
from acr_lint.cli.explain import parser as explain_parser
from acr_lint.cli.options import parser as check_parser
from acr_lint.cli.output import print_text
from acr_lint.cli.parser import Parser
from acr_lint.cli.rule import parser as rule_parser
from acr_lint.cli.usage import COMMANDS
from acr_lint.cli.version import parser as version_parser
from acr_lint.report.formats import NAMES
from acr_lint.rules.registry import rules

_SHELLS = ("bash", "zsh", "fish")
_DESCRIPTION = """\
Print a script that completes acr-lint's commands, options, formats and rules.

  bash   eval "$(acr-lint completion bash)"            in ~/.bashrc
  zsh    eval "$(acr-lint completion zsh)"             in ~/.zshrc, after compinit
  fish   acr-lint completion fish | source             in config.fish\
"""
_RULES = "RULES"
_VALUES = {
    "--select": _RULES,
    "--extend-select": _RULES,
    "--ignore": _RULES,
    "--severity": _RULES,
    "--fail-on": "error warning info",
    "--color": "auto always never",
}


def completion(argv: Sequence[str]) -> int:
    """Print the script for the shell that `argv` names; the result is the exit code."""
    match parser().parse_args(argv).shell:
        case "fish":
            print_text(_fish())
        case "zsh":
            print_text("autoload -U +X bashcompinit && bashcompinit\n" + _bash())
        case _:
            print_text(_bash())
    return NOTHING_WRONG


def parser() -> Parser:
    """What reads the arguments."""
    new = Parser("completion", "{bash,zsh,fish}", _DESCRIPTION)
    new.add_argument("shell", choices=_SHELLS, help="the shell that the script is for")
    return new


def _options() -> dict[str, list[str]]:
    """The long options of each command."""
    parsers = {
        "check": check_parser(),
        "rule": rule_parser(),
        "explain": explain_parser(),
        "diagnose": diagnose_parser(),
        "config": config_parser(),
        "clean": clean_parser(),
        "completion": parser(),
        "version": version_parser(),
    }
    return {
        command: [
            word
            for action in each._actions
            for word in action.option_strings
            if word.startswith("--")
        ]
        for command, each in parsers.items()
    }


def _rule_words() -> str:
    """What names a rule."""
    return " ".join(word for rule in rules() for word in (rule.code, rule.name))


def _bash() -> str:
    values = "\n".join(
        f'    {option}) words="{_rule_words() if words == _RULES else words}" ;;'
        for option, words in _VALUES.items()
    )
    options = "\n".join(
        f'        {command}) words="{" ".join(words)}" ;;' for command, words in _options().items()
    )
    return f"""\
_acr_lint() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} words= before=
  local command=${{COMP_WORDS[1]}} formats="text json"
  COMPREPLY=()
  case $command in
    {"|".join(COMMANDS)}) ;;
    *) command=check ;;
  esac
  [[ $command == check ]] && formats="{" ".join(NAMES)}"
  # `--option=value` is three words in bash and one in zsh.
  if [[ $current == --*=* ]]; then
    before=${{current%%=*}}= previous=${{current%%=*}} current=${{current#*=}}
  elif [[ $current == = ]]; then
    current=
  elif [[ $previous == = ]]; then
    previous=${{COMP_WORDS[COMP_CWORD-2]}}
  fi
  if [[ $previous == --severity && $current == *=* ]]; then
    before+=${{current%%=*}}= current=${{current#*=}} previous=--fail-on
  elif [[ $COMP_CWORD -gt 3 && ${{COMP_WORDS[COMP_CWORD-3]}} == --severity ]]; then
    previous=--fail-on
  elif [[ $current == *,* ]]; then
    before+=${{current%,*}}, current=${{current##*,}}
  fi
  case $previous in
{values}
    --output-format) words=$formats ;;
    rule) words="{_rule_words()}" ;;
    completion) words="{" ".join(_SHELLS)}" ;;
    *)
      if [[ $current == -* ]]; then
        case $command in
{options}
        esac
      elif [[ $COMP_CWORD == 1 ]]; then
        words="{" ".join(COMMANDS)}"
      fi
      COMPREPLY=($(compgen -f -- "$current"))
      ;;
  esac
  COMPREPLY+=($(compgen -P "$before" -W "$words" -- "$current"))
}}
complete -o filenames -F _acr_lint acr-lint
"""


def _fish() -> str:
    others = " ".join(command for command in COMMANDS if command != "check")
    after = "complete -c acr-lint -n '__fish_seen_subcommand_from"
    lines = [
        "function __acr_lint_rules",
        "  set -l token (string replace -r '^--[a-z-]+=' '' -- (commandline -ct))",
        "  set -l before (string match -r '.*,' -- $token)",
        f'  printf "$before%s\\n" {_rule_words()}',
        "end",
        f"complete -c acr-lint -n __fish_use_subcommand -a '{' '.join(COMMANDS)}'",
        f"{after} rule' -a '{_rule_words()}'",
        f"{after} completion' -fa '{' '.join(_SHELLS)}'",
    ]
    for command, options in _options().items():
        where = f"__fish_seen_subcommand_from {command}"
        if command == "check":
            where = f"not __fish_seen_subcommand_from {others}"
        for option in options:
            words = _VALUES.get(option, "")
            if option == "--output-format":
                words = " ".join(NAMES) if command == "check" else "text json"
            values = "(__acr_lint_rules)" if words == _RULES else words
            taken = f" -x -a '{values}'" if values else ""
            lines.append(f"complete -c acr-lint -n '{where}' -l {option[2:]}{taken}")
    return "\n".join(lines) + "\n"
