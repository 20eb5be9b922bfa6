"""`python -m tests.bench.bare`: a server of pygls that looks at nothing.

It says one thing of every document, at once: what pygls and lsprotocol cost by themselves.
"""

from __future__ import annotations

from lsprotocol import types
from pygls.lsp.server import LanguageServer

_START = types.Position(0, 0)
_SAID = types.Diagnostic(types.Range(_START, _START), "nothing was looked at", source="bare")


def main() -> None:
    """Serve the standard streams."""
    server = LanguageServer("bare", "0")

    @server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, types.DiagnosticOptions(False, False))
    def _asked(_: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        return types.RelatedFullDocumentDiagnosticReport([_SAID])

    server.start_io()


if __name__ == "__main__":
    main()
