"""The HTTP side of the fake registry: a server on 127.0.0.1 that asks a function for answers."""

from __future__ import annotations

import http.server
import socketserver
import ssl
import threading
import urllib.parse
from collections.abc import Callable

from tests.registry.certificate import certificate
from tests.registry.exchange import Answer, Request

POLL_SECONDS = 0.02


class Server(http.server.ThreadingHTTPServer):
    """Serves on a free port until it is shut down.

    `respond` is given each request; None means that the connection is dropped without an answer.
    """

    daemon_threads = True

    def __init__(self, respond: Callable[[Request], Answer | None], *, tls: bool) -> None:
        self.respond = respond
        super().__init__(("127.0.0.1", 0), _Handler)
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate())
            # The handshake is left to the connection's own thread: a client that fails it must
            # not hold up the others.
            self.socket = context.wrap_socket(
                self.socket, server_side=True, do_handshake_on_connect=False
            )

    def start(self) -> None:
        """Serve in a thread of its own."""
        arguments = {"poll_interval": POLL_SECONDS}
        threading.Thread(target=self.serve_forever, kwargs=arguments, daemon=True).start()

    def stop(self) -> None:
        """Stop serving and free the port."""
        self.shutdown()
        self.server_close()

    def server_bind(self) -> None:
        """Bind without asking for the host's name, which takes seconds where there is no DNS."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: dropped connections and refused handshakes are what tests ask for."""


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def log_message(self, format: str, *args: object) -> None:
        pass

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (ConnectionError, ssl.SSLError, TimeoutError):
            self.close_connection = True

    def _handle(self) -> None:
        target = urllib.parse.urlsplit(self.path)
        request = Request(
            self.command,
            target.path,
            dict(urllib.parse.parse_qsl(target.query)),
            {name.lower(): value for name, value in self.headers.items()},
            self._body(),
        )
        answer = self.server.respond(request)
        if answer is None:
            self.close_connection = True
            self.connection.close()
            return
        request.status = answer.status
        self._send(answer)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _handle

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        chunks = []
        while size := int(self.rfile.readline().strip() or b"0", 16):
            chunks.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(chunks)

    def _send(self, answer: Answer) -> None:
        payload = answer.payload
        headers = {"Content-Length": str(len(payload)), **answer.headers}
        if isinstance(answer.body, (dict, list)):
            headers.setdefault("Content-Type", "application/json; charset=utf-8")
        self.send_response(answer.status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(payload)
        self.wfile.flush()
