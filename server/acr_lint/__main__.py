"""`python -m acr_lint` and the console script `acr-lint`."""

from __future__ import annotations

import sys

from acr_lint.loading import load_quickly


def main() -> int:
    """Run the command line, or the language server; the result is the exit code.

    After the command line the process ends at once where all that it said is written, without
    taking everything down that it has built: that took up to a tenth of a hook.
    """
    load_quickly()
    arguments = sys.argv[1:]
    if arguments[:1] == ["server"]:
        import gc

        gc.disable()  # nothing that a start makes is garbage; the server turns it on
        from acr_lint.lsp.main import serve

        return serve(arguments[1:])
    import gc
    import os

    from acr_lint.cli.main import run

    gc.set_threshold(200_000, 50, 50)  # nearly all that a run makes is there until it ends
    code = run(arguments)
    if _is_written():
        os._exit(code)
    return code


def _is_written() -> bool:
    """Whether all that was said is written; where it isn't, Python's own end says why."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
