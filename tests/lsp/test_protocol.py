from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from acr_lint.lsp.features import complete_server
from tests.lsp.client import PATIENCE, Client
from tests.lsp.conftest import CLEANUP, Starter, at, codes

NOT_INITIALIZED, INVALID_REQUEST, NO_METHOD, INVALID_PARAMS = -32002, -32600, -32601, -32602
PARSE_ERROR, CANCELLED, CONTENT_MODIFIED = -32700, -32800, -32801


def test_a_whole_life(start: Starter, tmp_path: Path) -> None:
    client = start()
    assert client.error("textDocument/hover", {}) == NOT_INITIALIZED
    client.notify("textDocument/didOpen", {})
    able = client.initialize([tmp_path])
    assert able["textDocumentSync"]["change"] == 2
    assert able["diagnosticProvider"]["interFileDependencies"]
    assert able["diagnosticProvider"]["workspaceDiagnostics"]
    assert able["codeActionProvider"]["codeActionKinds"] == ["quickfix", "source.fixAll.acr-lint"]
    assert client.error("initialize", {"capabilities": {}, "processId": None, "rootUri": None}) == (
        INVALID_REQUEST
    )
    client.open(tmp_path / "x.py", CLEANUP)
    assert client.ask("shutdown") is None
    assert client.error("textDocument/hover", {}) == INVALID_REQUEST
    assert client.error("shutdown") == INVALID_REQUEST
    client.notify("exit")
    assert client.process.wait(PATIENCE) == 0


def test_exit_without_shutdown_is_an_error(start: Starter) -> None:
    client = start()
    client.notify("exit")
    assert client.process.wait(PATIENCE) == 1


def test_the_server_ends_with_its_input(start: Starter) -> None:
    client = start()
    client.initialize()
    assert client.process.stdin
    client.process.stdin.close()
    assert client.process.wait(PATIENCE) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a parent is killed with a signal")
def test_the_server_ends_with_its_parent(start: Starter) -> None:
    parent = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    client = start()
    client.initialize(process=parent.pid)
    parent.kill()
    parent.wait(PATIENCE)
    assert client.process.wait(PATIENCE) == 1


def test_a_living_parent_keeps_the_server(start: Starter) -> None:
    client = start()
    client.initialize(process=os.getpid())
    time.sleep(1.2)
    assert client.ask("textDocument/codeAction", _question("file:///none.py")) == []


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"Content-Length: 9\r\n\r\n{garbage}", PARSE_ERROR),
        (b"Content-Length: 2\r\n\r\n\xff\xfe", PARSE_ERROR),
        (b"Content-Length: 20002\r\n\r\n" + b"[" * 10001 + b"]" * 10001, None),
        (b"Content-Length: 2\r\n\r\n[]", INVALID_REQUEST),
        (b"Content-Length: 4\r\n\r\nnull", INVALID_REQUEST),
        (b"Content-Length: 2\r\n\r\n{}", INVALID_REQUEST),
        (b"Content-Type: x\r\nnonsense: 1\r\n\r\n", PARSE_ERROR),
        (b"GET / HTTP/1.1\r\n\r\n", PARSE_ERROR),
    ],
)
def test_rubbish_is_refused_and_the_next_request_answered(
    pushed: Client, data: bytes, code: int | None
) -> None:
    before = len(pushed.said)
    pushed.send_bytes(data)
    assert pushed.ask("textDocument/codeAction", _question("file:///none.py")) == []
    answers = [message for message in pushed.said[before:] if "error" in message]
    assert answers and all(answer["id"] is None for answer in answers)
    if code is not None:
        assert answers[0]["error"]["code"] == code


def test_a_method_that_it_has_not_is_no_mistake_of_the_server(start: Starter) -> None:
    """Kate asks for highlights of every server, and shows its author what a server logs."""
    client = start()
    client.initialize()
    where = {"textDocument": {"uri": "file:///none.py"}, "position": {"line": 0, "character": 0}}
    assert client.error("textDocument/documentHighlight", where) == NO_METHOD
    assert client.stop() == 0
    client.kill()
    assert not client.errors


def test_wrong_requests_are_answered(pushed: Client) -> None:
    assert pushed.error("no/such/method", {}) == NO_METHOD
    assert pushed.error("$/noSuchMethod", {}) == NO_METHOD
    assert pushed.error("textDocument/hover", {"textDocument": 3}) == INVALID_PARAMS
    assert pushed.error("textDocument/hover") == INVALID_PARAMS
    assert pushed.error("workspace/executeCommand", {"command": "none"}) == INVALID_PARAMS
    pushed.notify("textDocument/didOpen", {"textDocument": "?"})
    pushed.notify("no/such/notification", {})
    pushed.notify("$/cancelRequest", {"id": 12345})
    pushed.send({"jsonrpc": "2.0", "id": "unknown", "result": None})
    pushed.send({"jsonrpc": "2.0", "id": 3.5, "method": "shutdown"})
    pushed.send({"jsonrpc": "2.0", "id": 7, "method": 7})
    assert pushed.ask("textDocument/codeAction", _question("file:///none.py")) == []
    assert not pushed.told("window/showMessage")


def test_positions_outside_a_document_are_no_error(pushed: Client, project: Path) -> None:
    uri = pushed.open(project / "x.py", CLEANUP)
    for line, character in ((0, 9999), (9999, 0), (9999, 9999)):
        place = {"line": line, "character": character}
        params = {"textDocument": {"uri": uri}, "position": place}
        assert pushed.ask("textDocument/hover", params) is None
        assert pushed.ask("textDocument/completion", params)["items"] == []
        question = _question(uri)
        question["range"] = {"start": place, "end": place}
        pushed.ask("textDocument/codeAction", question)


def test_a_request_can_be_cancelled(pulled: Client, project: Path) -> None:
    slow = CLEANUP + "\n\n".join(
        f"def more{n}(endpoint: str) -> None:\n    remove(endpoint)" for n in range(200)
    )
    uri = pulled.open(project / "x.py", slow)
    identity = pulled.start("textDocument/diagnostic", {"textDocument": {"uri": uri}})
    pulled.notify("$/cancelRequest", {"id": identity})
    answer = pulled.answer(identity)
    assert answer["error"]["code"] == CANCELLED
    assert "ACR101" in codes(pulled.pull(uri)["items"])


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000,
        "x = " + "(" * 300 + ")" * 300,
        "x" + ".a" * 20000,
        "x = " + "-" * 20000 + "1",
        "\0",
        "if 1:\n" + "".join(" " * n + "if 1:\n" for n in range(1, 200)),
        "\ud83d",
        "'" * 10001,
        "x" + ".a" * 200_000,
        f"x = '{'a' * 1_000_000}'",
        pytest.param(f"x = '{'a' * 10_000_000}'", marks=pytest.mark.long),
    ],
    ids=[
        *("parentheses", "nested", "attributes", "signs", "nul", "blocks", "surrogate", "quotes"),
        *("a very long chain", "a long line", "a very long line"),
    ],
)
def test_hostile_text_ends_nothing(pulled: Client, project: Path, text: str) -> None:
    head = "from azure.containerregistry import ContainerRegistryClient\n"
    uri = pulled.open(project / "hostile.py", head + text)
    assert pulled.pull(uri)["kind"] == "full"
    other = pulled.open(project / "other.py", CLEANUP)
    assert "ACR101" in codes(pulled.pull(other)["items"])


def test_an_action_that_is_none_of_ours_comes_back_as_it_was(pushed: Client, project: Path) -> None:
    uri = pushed.open(project / "x.py", CLEANUP)
    foreign = {"title": "x", "data": "rubbish"}
    assert pushed.ask("codeAction/resolve", foreign) == foreign
    stale = {"title": "x", "data": [uri, 99, "ignore", "ACR101", 0]}
    assert pushed.error("codeAction/resolve", stale) == CONTENT_MODIFIED


def test_a_crash_costs_one_request(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    """The server runs in this process, so that something in it can be broken."""
    crashes = iter((True, False))

    def crashing(*arguments: object) -> None:
        if next(crashes):
            raise RuntimeError("broken on purpose")

    async def scenario() -> list[dict[str, Any]]:
        server = complete_server()
        sent: list[bytes] = []
        answered = asyncio.Event()

        class Writer:
            def write(self, data: bytes) -> None:
                sent.append(data.partition(b"\r\n\r\n")[2])
                answered.set()

            def close(self) -> None:
                raise AssertionError("nobody closes this")

        server.protocol.set_writer(Writer())

        async def ask(method: str, params: object) -> dict[str, Any]:
            sent.clear()
            answered.clear()
            message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
            server.protocol.receive(json.dumps(message).encode())
            while not any(b'"id": 1' in data for data in sent):
                await asyncio.wait_for(answered.wait(), PATIENCE)
                answered.clear()
            return next(json.loads(data) for data in sent if b'"id": 1' in data)

        await ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        uri = (tmp_path / "x.py").as_uri()
        opened = {"uri": uri, "languageId": "python", "version": 1, "text": CLEANUP}
        message = {"jsonrpc": "2.0", "method": "textDocument/didOpen"}
        message["params"] = {"textDocument": opened}  # type: ignore[assignment]  # mixed
        server.protocol.receive(json.dumps(message).encode())
        hover = {"textDocument": {"uri": uri}, "position": at(CLEANUP, "delete_tag")}
        return [await ask("textDocument/hover", hover) for _ in range(2)]

    monkeypatch.setattr("acr_lint.lsp.hover.at_offset", crashing)
    first, second = asyncio.run(scenario())
    assert first["error"]["code"] == -32603
    assert "anonymous-write" in second["result"]["contents"]["value"]
    assert "broken on purpose" in caplog.text


def test_nothing_is_kept_of_a_notification(tmp_path: Path) -> None:
    class Silent:
        def write(self, data: bytes) -> None:
            assert data

        def close(self) -> None:
            raise AssertionError("nobody closes this")

    uri = (tmp_path / "x.py").as_uri()
    opened = {"uri": uri, "languageId": "python", "version": 1, "text": "x = 1\n"}
    changed = {"textDocument": {"uri": uri, "version": 2}, "contentChanges": [{"text": "y = 1\n"}]}
    life = {"processId": None, "rootUri": None, "capabilities": {}}

    async def scenario() -> int:
        server = complete_server()
        server.protocol.set_writer(Silent())
        for method, params in (
            ("initialize", life),
            ("initialized", {}),
            ("textDocument/didOpen", {"textDocument": opened}),
            *[("textDocument/didChange", changed)] * 20,
            ("textDocument/didClose", {"textDocument": {"uri": uri}}),
        ):
            message = {"jsonrpc": "2.0", "method": method, "params": params}
            if method == "initialize":
                message["id"] = 1
            server.protocol.receive(json.dumps(message).encode())
            await asyncio.sleep(0)
        await asyncio.sleep(0.01)
        return len(server.protocol._request_futures)

    assert asyncio.run(scenario()) == 0


def test_the_log_goes_to_a_file_and_traces_to_the_client(start: Starter, tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    client = start("--log-file", str(log), "--log-level", "warning")
    client.initialize([tmp_path])
    client.notify("$/setTrace", {"value": "verbose"})
    client.send_bytes(b"Content-Length: 1\r\n\r\n{")
    client.ask("textDocument/codeAction", _question("file:///none.py"))
    assert client.told("$/logTrace")
    assert client.stop() == 0
    assert "isn't JSON" in log.read_text()
    assert not client.errors


def test_tcp(tmp_path: Path) -> None:
    client = _TcpClient()
    try:
        client.initialize([tmp_path])
        uri = client.open(tmp_path / "x.py", CLEANUP)
        assert codes(client.published(uri)) == ["ACR201", "ACR101"]
        assert client.stop() == 0
    finally:
        client.kill()


@pytest.mark.parametrize("address", ["x", "127.0.0.1:x", "127.0.0.1:99999", "no.such.host.:1"])
def test_a_wrong_address_is_misuse(address: str) -> None:
    client = Client("--tcp", address)
    try:
        assert client.process.wait(PATIENCE) == 2
    finally:
        client.kill()
    assert client.errors and client.errors[0].startswith("acr-lint: ")


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--tcp", "can't serve 127.0.0.1:{port}: address already in use"),
        ("--log-file", "can't write /no/such/file: no such file or directory"),
    ],
)
def test_what_the_system_refuses_is_said_in_words(option: str, said: str) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        value = f"127.0.0.1:{port}" if option == "--tcp" else "/no/such/file"
        client = Client(option, value)
        try:
            assert client.process.wait(PATIENCE) == 2
        finally:
            client.kill()
    assert client.errors == [f"acr-lint: {said.format(port=port)}\n"]


class _TcpClient(Client):
    """A client that connects to the port that the server names."""

    def __init__(self) -> None:
        import socket

        super().__init__("--tcp", "0")
        end = time.monotonic() + PATIENCE
        while not self.errors and time.monotonic() < end:
            time.sleep(0.01)
        host, _, port = self.errors[0].split()[-1].rpartition(":")
        assert host == "127.0.0.1"
        connection = socket.create_connection((host, int(port)), PATIENCE)
        self._start(connection.makefile("wb"), connection.makefile("rb"), {})
        connection.settimeout(None)
        connection.close()


def _question(uri: str) -> dict[str, object]:
    nowhere = {"line": 0, "character": 0}
    return {
        "textDocument": {"uri": uri},
        "range": {"start": nowhere, "end": nowhere},
        "context": {"diagnostics": []},
    }
