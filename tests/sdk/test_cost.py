"""The catalogue is data: importing it imports next to nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import acr_lint.sdk

EXPENSIVE = frozenset(
    (
        *("aiohttp", "ast", "asyncio", "azure", "dataclasses", "difflib", "importlib.metadata"),
        *("inspect", "json", "logging", "lsprotocol", "pathlib", "pygls", "requests"),
    )
)


def test_no_module_of_the_catalogue_imports_what_is_expensive():
    [folder] = acr_lint.sdk.__path__
    modules = sorted(
        f"acr_lint.sdk.{name[:-3]}" for name in os.listdir(folder) if name.endswith(".py")
    )
    script = (
        "import sys\n"
        "before = set(sys.modules)\n"
        f"for name in {modules!r}: __import__(name)\n"
        "built = sys.modules['acr_lint.sdk.exceptions'].built_in()\n"
        "loaded = sorted(set(sys.modules) - before)\n"
        "import json\n"
        "print(json.dumps(loaded))\n"
    )
    server = os.path.dirname(os.path.dirname(folder))
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.append({server!r})\n{script}"],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = json.loads(done.stdout)
    assert "acr_lint.sdk.operations" in loaded
    assert not EXPENSIVE & {*loaded, *(name.split(".")[0] for name in loaded)}
