"""Where the packages that the analysis looks into are installed."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def core_exceptions(search_path: Sequence[str] | None = None) -> str | None:
    """The file of azure-core's exceptions on the path (`sys.path` if none is given)."""
    for folder in sys.path if search_path is None else search_path:
        path = os.path.join(folder, "azure", "core", "exceptions.py")
        if os.path.isfile(path):
            return path
    return None
