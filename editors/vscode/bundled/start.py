"""Starts acr-lint with the Python that runs this file.

    start.py probe WANTED           print what that would be, as JSON
    start.py ORIGIN ARGUMENTS...    run acr-lint's command line

An *origin* is `environment`, the acr-lint that this Python has, or `bundled`, the one beside this
file. `WANTED` is the origin to prefer. This file also runs on a Python that is too old for
acr-lint, to say so; hence its plain syntax. Its folder, not the current one, leads the path.
"""

import importlib
import json
import os
import sys

LIBS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "libs")
IMPORTED = ("acr_lint", "pygls", "lsprotocol")


def probe(wanted):
    """What this Python is, and the origin that it can run: the wanted one, else the bundled one."""
    found = {"python": list(sys.version_info[:3]), "executable": sys.executable}
    for origin in ("environment", "bundled") if wanted == "environment" else ("bundled",):
        version = version_of(origin)
        if version is not None:
            found["origin"], found["version"] = origin, version
            break
    return found


def version_of(origin):
    """The version of acr-lint from an origin; None where it, or what it needs, isn't there."""
    path = list(sys.path)
    use(origin)
    try:
        from importlib.util import find_spec

        if not all(find_spec(name) for name in IMPORTED):
            return None
        return importlib.import_module("acr_lint").__version__
    except Exception:
        return None
    finally:
        sys.path[:] = path
        for name in [name for name in sys.modules if name.partition(".")[0] in IMPORTED]:
            del sys.modules[name]


def use(origin):
    """Let imports find the packages of an origin."""
    if origin == "bundled":
        sys.path.insert(1, LIBS)


def main():
    """Do what the command line asks for; the exit code."""
    if sys.argv[1] == "probe":
        print(json.dumps(probe(sys.argv[2])))
        return 0
    use(sys.argv[1])
    del sys.argv[1]
    return importlib.import_module("acr_lint.__main__").main()


if __name__ == "__main__":
    sys.exit(main())
