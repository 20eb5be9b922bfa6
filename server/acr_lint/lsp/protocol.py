"""pygls' protocol with what it leaves open closed.

Every request is answered: before `initialize`, after `shutdown`, with parameters that can't be read
and with ones that make a handler fail. Documents are kept by our own store, which counts lines as
the protocol says. Messages are handled in the order in which they come, and a handler has begun
before the next message is looked at.
"""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol, lsp_method
from pygls.protocol.json_rpc import RPCMessage

if TYPE_CHECKING:
    from acr_lint.lsp.server import Server

_PARSE_ERROR = types.ErrorCodes.ParseError
_INVALID_REQUEST = types.ErrorCodes.InvalidRequest
_NOT_INITIALIZED = types.ErrorCodes.ServerNotInitialized

logger = logging.getLogger(__name__)


class Protocol(LanguageServerProtocol):
    """The protocol of one connection; `exit_code` is None until the client says `exit`."""

    _server: Server

    def __init__(self, server: Server, converter: Any) -> None:
        super().__init__(server, converter)
        self.exit_code: int | None = None
        self.on_exit: Callable[[], None] = lambda: None
        self._initialized = False

    def receive(self, body: bytes | None) -> None:
        """Handle one message, whatever it holds; None stands for a header that was wrong."""
        if body is None:
            self._refuse(None, _PARSE_ERROR, "the header isn't one of the protocol")
            return
        try:
            data = json.loads(body)
        except (ValueError, RecursionError) as error:
            self._refuse(None, _PARSE_ERROR, f"the message isn't JSON: {error}")
            return
        if not isinstance(data, dict) or data.get("jsonrpc") != self.VERSION:
            self._refuse(None, _INVALID_REQUEST, "the message isn't a JSON-RPC message")
            return
        method, identity = data.get("method"), data.get("id")
        if method is not None and not isinstance(method, str):
            self._refuse(identity, _INVALID_REQUEST, "the method isn't a string")
        elif "id" in data and not _is_identity(identity):
            self._refuse(None, _INVALID_REQUEST, "the id is neither a number nor a string")
        elif method is None or not self._is_out_of_turn(method, identity):
            self._dispatch(data, method, identity)

    def handle_message(self, message: RPCMessage) -> None:
        """Handle a message whose turn it is."""
        if isinstance(getattr(message, "method", None), str):
            self._trace(f"{message.method} received")  # type: ignore[union-attr]  # has a method
        super().handle_message(message)

    def _execute_handler(
        self,
        msg_id: Any,
        handler: Any,
        callback: Any,
        args: tuple[Any, ...] | None = None,
        kwargs: dict[str, Any] | None = None,
    ) -> None:
        """Run a handler, and keep nothing of a notification when it is done: pygls would keep what
        each key press is waited for with."""
        super()._execute_handler(msg_id, handler, callback, args, kwargs)
        future = self._request_futures.get(msg_id)
        if future is not None:
            future.add_done_callback(lambda done: self._drop(msg_id, done))

    def _drop(self, msg_id: Any, future: Any) -> None:
        if self._request_futures.get(msg_id) is future:
            del self._request_futures[msg_id]

    def tell(self, method: str, params: dict[str, Any]) -> None:
        """Send a notification whose parameters are JSON's plain values."""
        self._send({"jsonrpc": self.VERSION, "method": method, "params": params})

    def _send_response(
        self, msg_id: Any, result: Any = None, error: types.ResponseError | None = None
    ) -> None:
        """Answer a request; a result that is a dict is made of JSON's plain values already."""
        if error is None and isinstance(result, dict):
            self._result_types.pop(msg_id, None)
            self._send({"jsonrpc": self.VERSION, "id": msg_id, "result": result})
        else:
            super()._send_response(msg_id, result, error)

    def _send(self, message: dict[str, Any]) -> None:
        """Send a message of JSON's plain values."""
        body = encoded(message)
        logger.info("Sending data: %s", body)
        if self.writer is not None:
            self.writer.write(f"Content-Length: {len(body)}\r\n\r\n{body}".encode("ascii"))

    def _dispatch(self, data: dict[str, Any], method: str | None, identity: Any) -> None:
        """Structure a message and handle it."""
        try:
            if method is not None:
                data.setdefault("params", None)
            message = self.structure_message(data)
        except RecursionError as error:
            self._refuse(identity, _INVALID_REQUEST, f"the message is nested too deep: {error}")
        except JsonRpcException as error:
            logger.warning("can't read %s: %s", method or "an answer", error)
            if method is not None and "id" in data:
                self._refuse(identity, types.ErrorCodes.InvalidParams, "invalid parameters")
        else:
            self.handle_message(message)

    def _is_out_of_turn(self, method: str, identity: Any) -> bool:
        """Refuse or drop a message that may not come now."""
        if method == types.EXIT:
            return False
        if not self._initialized:
            if method == types.INITIALIZE and identity is not None:
                self._initialized = True
                return False
            self._refuse(identity, _NOT_INITIALIZED, "the server isn't initialized")
        elif self._shutdown:
            self._refuse(identity, _INVALID_REQUEST, "the server is shut down")
        elif method == types.INITIALIZE:
            self._refuse(identity, _INVALID_REQUEST, "the server is initialized already")
        else:
            return False
        return True

    def _refuse(self, identity: Any, code: int, message: str) -> None:
        """Answer with an error; a notification is dropped, a message without any sense is answered
        to nobody in particular."""
        logger.warning("refused a message: %s", message)
        if identity is None and code not in (_PARSE_ERROR, _INVALID_REQUEST):
            return
        if identity is None and self._shutdown:
            return
        body = {
            "jsonrpc": self.VERSION,
            "id": identity if _is_identity(identity) else None,
            "error": {"code": int(code), "message": message},
        }
        self._send(body)

    def _trace(self, message: str) -> None:
        if self.trace != types.TraceValue.Off:
            self.notify(types.LOG_TRACE, types.LogTraceParams(message))

    @lsp_method(types.EXIT)
    def lsp_exit(self, *args: Any) -> Generator[Any, Any, None]:
        """End the server: with 0 after `shutdown`, else with 1."""
        self.exit_code = 0 if self._shutdown else 1
        self.on_exit()
        yield from ()

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(
        self, params: types.DidOpenTextDocumentParams
    ) -> Generator[Any, Any, None]:
        """Take a document; our store has it, not that of pygls."""
        yield from self._handled(types.TEXT_DOCUMENT_DID_OPEN, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(
        self, params: types.DidChangeTextDocumentParams
    ) -> Generator[Any, Any, None]:
        """Change a document."""
        yield from self._handled(types.TEXT_DOCUMENT_DID_CHANGE, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(
        self, params: types.DidCloseTextDocumentParams
    ) -> Generator[Any, Any, None]:
        """Forget a document."""
        yield from self._handled(types.TEXT_DOCUMENT_DID_CLOSE, params)

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_OPEN)
    def lsp_notebook_document__did_open(
        self, params: types.DidOpenNotebookDocumentParams
    ) -> Generator[Any, Any, None]:
        """Take a notebook."""
        yield from self._handled(types.NOTEBOOK_DOCUMENT_DID_OPEN, params)

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_CHANGE)
    def lsp_notebook_document__did_change(
        self, params: types.DidChangeNotebookDocumentParams
    ) -> Generator[Any, Any, None]:
        """Change a notebook."""
        yield from self._handled(types.NOTEBOOK_DOCUMENT_DID_CHANGE, params)

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_CLOSE)
    def lsp_notebook_document__did_close(
        self, params: types.DidCloseNotebookDocumentParams
    ) -> Generator[Any, Any, None]:
        """Forget a notebook."""
        yield from self._handled(types.NOTEBOOK_DOCUMENT_DID_CLOSE, params)

    def _handled(self, method: str, params: Any) -> Generator[Any, Any, None]:
        handler = self.fm.features.get(method)
        if handler is not None:
            yield handler, (params,), None


def _is_identity(value: Any) -> bool:
    return isinstance(value, (int, str)) and not isinstance(value, bool)


COMPACT = json.JSONEncoder(separators=(",", ":"))


class Json(str):
    """A value as JSON spells it already, in ASCII."""

    __slots__ = ()


def encoded(value: Any) -> str:
    """JSON's plain values, with what is spelt out already among them, in ASCII."""
    if isinstance(value, Json):
        return value
    if isinstance(value, dict):
        return f"{{{','.join(f'{COMPACT.encode(key)}:{encoded(value[key])}' for key in value)}}}"
    if isinstance(value, list):
        return f"[{','.join(map(encoded, value))}]"
    return COMPACT.encode(value)


def logged(error: BaseException) -> str:
    """An error with its trace, for the log."""
    return "".join(traceback.format_exception(type(error), error, error.__traceback__))
