"""A client that speaks the protocol as bytes, so that it can also speak it wrongly.

It answers what the server asks of it and keeps all that it is told.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

SERVER = Path(__file__).parents[2] / "server"
COMMAND = (sys.executable, "-m", "acr_lint", "server")
PATIENCE = 30.0

Message = dict[str, Any]


class Client:
    """A server process and what it said; `answers` gives the results of what it asks, `command` and
    `environment` say how it is started."""

    def __init__(
        self,
        *arguments: str,
        answers: dict[str, Any] | None = None,
        command: Sequence[str] = COMMAND,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        own = {**os.environ, "PYTHONPATH": str(SERVER), "PYTHONUTF8": "1"}
        self.process = subprocess.Popen(
            [*command, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=own if environment is None else environment,
        )
        assert self.process.stdin and self.process.stdout and self.process.stderr
        self._start(self.process.stdin, self.process.stdout, answers or {})
        self.errors: list[str] = []
        stderr = self.process.stderr
        self._collector = threading.Thread(
            target=lambda: self.errors.extend(line.decode() for line in stderr), daemon=True
        )
        self._collector.start()

    def _start(self, writer: Any, reader: Any, answers: dict[str, Any]) -> None:
        self._writer, self._reader = writer, reader
        self.answers = answers
        self.said: list[Message] = []
        self.capabilities: Message = {}
        self._inbox: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._id = 0
        self._results: dict[int, Message] = {}
        threading.Thread(target=self._read, daemon=True).start()

    # ---- bytes

    def send_bytes(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._writer.write(data)
        self._writer.flush()

    def send(self, message: Any) -> None:
        """Send a message in a right frame, whatever it is."""
        body = json.dumps(message).encode()
        self.send_bytes(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    # ---- messages

    def notify(self, method: str, params: Any = None) -> None:
        """Send a notification."""
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def start(self, method: str, params: Any = None) -> int:
        """Send a request; its id."""
        self._id += 1
        self.send({"jsonrpc": "2.0", "id": self._id, "method": method, "params": params})
        return self._id

    def answer(self, identity: int) -> Message:
        """The whole answer to a request."""
        self.until(lambda: identity in self._results, f"an answer to request {identity}")
        return self._results.pop(identity)

    def ask(self, method: str, params: Any = None) -> Any:
        """The result of a request."""
        answer = self.answer(self.start(method, params))
        assert "error" not in answer, answer
        return answer["result"]

    def error(self, method: str, params: Any = None) -> int:
        """The code of the error that answers a request."""
        answer = self.answer(self.start(method, params))
        assert "error" in answer, answer
        code = answer["error"]["code"]
        assert isinstance(code, int)
        return code

    def until(self, holds: Callable[[], bool], what: str) -> None:
        """Take messages until something holds."""
        end = time.monotonic() + PATIENCE
        while not holds():
            try:
                message = self._inbox.get(timeout=max(0.01, end - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"no {what}; the server said {self.errors}") from None
            if message is None:
                raise AssertionError(f"no {what}: the server left; it said {self.errors}")
            self._take(message)

    def settle(self, seconds: float = 0.3) -> None:
        """Take all messages until there are none for a while."""
        while True:
            try:
                message = self._inbox.get(timeout=seconds)
            except queue.Empty:
                return
            if message is None:
                return
            self._take(message)

    def told(self, method: str) -> list[Any]:
        """The parameters of all notifications and requests of a method so far."""
        return [message.get("params") for message in self.said if message.get("method") == method]

    def wait_for(self, method: str, fits: Callable[[Any], bool] = lambda _: True) -> Any:
        """The parameters of the first message of a method that fits."""
        self.until(lambda: any(map(fits, self.told(method))), method)
        return next(params for params in self.told(method) if fits(params))

    # ---- the usual

    def initialize(
        self,
        folders: Iterable[Path] = (),
        capabilities: Message | None = None,
        options: Any = None,
        process: int | None = None,
    ) -> Message:
        """Shake hands; what the server can do."""
        result = self.ask(
            "initialize",
            {
                "processId": process,
                "rootUri": None,
                "workspaceFolders": [{"uri": f.as_uri(), "name": f.name} for f in folders] or None,
                "capabilities": capabilities or {},
                "initializationOptions": options,
            },
        )
        self.notify("initialized", {})
        assert isinstance(result, dict)
        self.capabilities = result["capabilities"]
        return self.capabilities

    def open(self, path: Path | str, text: str, version: int = 1) -> str:
        """Open a document; its URI."""
        uri = path if isinstance(path, str) else path.as_uri()
        document = {"uri": uri, "languageId": "python", "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})
        return uri

    def change(self, uri: str, version: int, *changes: Message) -> None:
        """Change a document."""
        self.notify(
            "textDocument/didChange",
            {
                "textDocument": {"uri": uri, "version": version},
                "contentChanges": list(changes),
            },
        )

    def close(self, uri: str) -> None:
        """Close a document."""
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    def published(self, uri: str, version: int | None = None) -> list[Message]:
        """What is published for a document, of this version where one is given, in the end."""

        def fits(params: Message) -> bool:
            return params["uri"] == uri and version in (None, params.get("version"))

        self.wait_for("textDocument/publishDiagnostics", fits)
        found = [p for p in self.told("textDocument/publishDiagnostics") if fits(p)]
        items = found[-1]["diagnostics"]
        assert isinstance(items, list)
        return items

    def pull(self, uri: str, previous: str | None = None) -> Message:
        """The answer to a question for a document's diagnostics."""
        result = self.ask(
            "textDocument/diagnostic",
            {"textDocument": {"uri": uri}, "previousResultId": previous},
        )
        assert isinstance(result, dict)
        return result

    def stop(self) -> int:
        """Shut the server down; its exit code."""
        self.ask("shutdown")
        self.notify("exit")
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        """End the server in any case."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)
        self._collector.join(PATIENCE)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    # ---- what comes

    def _read(self) -> None:
        try:
            while True:
                length = 0
                while (line := self._reader.readline()) not in (b"\r\n", b""):
                    name, _, value = line.partition(b":")
                    if name.lower() == b"content-length":
                        length = int(value)
                if not line:
                    break
                self._inbox.put(json.loads(self._reader.read(length)))
        except (OSError, ValueError):
            pass
        self._inbox.put(None)

    def _take(self, message: Message) -> None:
        if "method" not in message:
            if isinstance(message.get("id"), int):
                self._results[message["id"]] = message
            else:
                self.said.append(message)
            return
        self.said.append(message)
        if "id" in message:
            answer = self.answers.get(message["method"])
            result = answer(message["params"]) if callable(answer) else answer
            self.send({"jsonrpc": "2.0", "id": message["id"], "result": result})
