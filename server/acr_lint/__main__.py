"""`python -m acr_lint` and the console script `acr-lint`."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line, or the language server; the result is the exit code."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["server"]:
        import gc

        gc.disable()  # nothing that a start makes is garbage; the server turns it on
        from acr_lint.lsp.main import serve

        return serve(arguments[1:])
    import gc

    from acr_lint.cli.main import run

    gc.set_threshold(100_000, 50, 50)  # nearly all that a run makes is there until it ends
    code = run(arguments)
    gc.freeze()  # or the end would search all of it for cycles once more
    return code


if __name__ == "__main__":
    sys.exit(main())
