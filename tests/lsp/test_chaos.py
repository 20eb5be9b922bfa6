"""Random edits, requests and rubbish: the server's text is the client's, and all is answered."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from acr_lint.lsp.commands import digest
from tests.lsp.client import Client
from tests.lsp.conftest import CLEANUP, PULLING, Starter, codes

PIECES = (
    "client", ".", "(", ")", "\n", "    ", "try:", "except", "é", "😀", '"""', "'", "#", "[", "}",
    "def f():\n", "async ", "await ", "with ", "lambda: ", "client.delete_tag('a', 'b')\n", ":",
    "# acr-lint: ignore[ACR101]", "\r\n", "\r", "\t", "\\", "return", "\f", "\u2028", "0", "if 1:",
    "from azure.containerregistry import *\n", "for x in client.list_repository_names():\n",
)  # fmt: skip
RUBBISH = (
    b"Content-Length: 3\r\n\r\n{]}",
    b"Content-Length: x\r\n\r\n",
    b"\r\n\r\n",
    b"Content-Length: 4\r\n\r\nnull",
    b'Content-Length: 33\r\n\r\n{"jsonrpc": "2.0", "method": "x"}',
)
ASKED = ("textDocument/hover", "textDocument/completion", "textDocument/codeAction")


@pytest.mark.parametrize(
    "edits", [300, pytest.param(20_000, marks=pytest.mark.long)], ids=["short", "long"]
)
def test_chaos(start: Starter, tmp_path: Path, edits: int) -> None:
    client = start()
    encoding = {"general": {"positionEncodings": ["utf-32"]}}
    client.initialize([tmp_path], {**PULLING, **encoding})
    storm = _Storm(client, client.open(tmp_path / "x.py", CLEANUP))
    started = 0
    for count in range(edits):
        storm.step()
        if count % 100 == 99:
            storm.compare()
        if count == edits // 4:
            started = _memory(client)
    storm.compare()
    assert not client.told("window/showMessage")
    assert client.process.poll() is None
    if edits > 1000 and started:
        assert _memory(client) < 1.25 * started + 20_000
    assert client.stop() == 0


class _Storm:
    """A client that does anything; the dice are the same each time."""

    def __init__(self, client: Client, uri: str) -> None:
        self._client = client
        self._uri = uri
        self._dice = random.Random(11)
        self._text = CLEANUP
        self._version = 1
        self._waiting: list[int] = []

    def step(self) -> None:
        """An edit, and now and then something else."""
        dice, client = self._dice, self._client
        self._edit()
        luck = dice.random()
        if luck < 0.1:
            method = dice.choice(ASKED)
            place = {"line": dice.randrange(40), "character": dice.randrange(60)}
            params = {
                "textDocument": {"uri": self._uri},
                "position": place,
                "range": {"start": place, "end": place},
                "context": {"diagnostics": []},
            }
            self._waiting.append(client.start(method, params))
            if luck < 0.03:
                client.notify("$/cancelRequest", {"id": self._waiting[-1]})
        elif luck < 0.12:
            client.send_bytes(dice.choice(RUBBISH))
        elif luck < 0.15:
            self._waiting.append(client.start("no/such/method", {"x": luck}))

    def compare(self) -> None:
        """All that was asked is answered, and the server's text is ours: after a
        reset it finds what is in that text."""
        client = self._client
        for identity in self._waiting:
            client.answer(identity)
        self._waiting.clear()
        told = client.ask("workspace/executeCommand", {"command": "acr-lint.debugInformation"})
        (document,) = told["documents"]
        assert document["digest"] == digest(self._text)
        assert document["version"] == self._version
        lines = _lines(self._text)
        for item in client.pull(self._uri)["items"]:
            for place in item["range"].values():
                assert place["character"] <= len(lines[place["line"]])
        self._version += 1
        self._text = CLEANUP
        client.change(self._uri, self._version, {"text": CLEANUP})
        assert codes(client.pull(self._uri)["items"]) == ["ACR201", "ACR101"]

    def _edit(self) -> None:
        lines = _lines(self._text)
        line = self._dice.randrange(len(lines))
        start = self._dice.randrange(len(lines[line]) + 1)
        end = min(len(lines[line]), start + self._dice.choice((0, 0, 0, 1, 3, 20)))
        new = self._dice.choice(PIECES) if self._dice.random() < 0.8 else ""
        area = {
            "start": {"line": line, "character": start},
            "end": {"line": line, "character": end},
        }
        before = sum(len(text) + len(sep) for text, sep in _with_ends(self._text)[:line])
        self._text = self._text[: before + start] + new + self._text[before + end :]
        self._version += 1
        self._client.change(self._uri, self._version, {"range": area, "text": new})


def _with_ends(text: str) -> list[tuple[str, str]]:
    """The lines of a text with their ends, as the protocol counts them."""
    found: list[tuple[str, str]] = []
    line, index = "", 0
    while index < len(text):
        end = text[index : index + 2] if text[index : index + 2] == "\r\n" else text[index]
        if end in ("\n", "\r", "\r\n"):
            found.append((line, end))
            line = ""
        else:
            line += end
        index += len(end)
    return [*found, (line, "")]


def _lines(text: str) -> list[str]:
    return [line for line, _ in _with_ends(text)]


def _memory(client: Client) -> int:
    """The server's resident memory in kB; 0 where the system doesn't tell."""
    try:
        lines = Path(f"/proc/{client.process.pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)
