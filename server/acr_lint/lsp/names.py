"""The names of commands and of kinds of code actions, which clients know too."""

from __future__ import annotations

from lsprotocol import types

from acr_lint.lsp.said import SOURCE

OPEN_GUIDE = "acr-lint.openGuide"
SHOW_RULE = "acr-lint.showRule"
LIST_RULES = "acr-lint.listRules"
EXPLAIN = "acr-lint.explain"
DEBUG_INFORMATION = "acr-lint.debugInformation"

QUICK_FIX = types.CodeActionKind.QuickFix
FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.{SOURCE}"
