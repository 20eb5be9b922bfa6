"""The check that a hook asks for, of files in a project that doesn't use the SDK: answered before
anything else is imported, in the words of the full check."""

from __future__ import annotations

import os

from acr_lint.cli.exits import NOTHING_WRONG
from acr_lint.project.gate import nothing_to_find

TYPE_CHECKING = False  # typing itself would cost a hook's start more than all of this module
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BUILDS = ("GITHUB_ACTIONS", "TF_BUILD", "GITLAB_CI")
"""The variables of build services, which are told more than the terminal."""
_FORCE = "--force-exclude"


def quick(argv: Sequence[str], environment: Mapping[str, str] = os.environ) -> int | None:
    """Do the check that `argv` asks for where it is a simple one; None where it isn't."""
    if any(word[:1] == "-" and word != _FORCE for word in argv):
        return None
    paths = [word for word in argv if word != _FORCE]
    if any(name in environment for name in BUILDS):
        return None
    if not nothing_to_find(paths, force_exclude=_FORCE in argv):
        return None
    from acr_lint.report.unrelated import unrelated

    print(unrelated(len({os.path.abspath(path) for path in paths})), end="", flush=True)
    return NOTHING_WRONG
