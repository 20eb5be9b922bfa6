"""Random edits, requests and rubbish: the server's text is the client's, and all is answered."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from acr_lint.lsp.commands import digest
from tests.lsp.client import Client, Message
from tests.lsp.conftest import CLEANUP, PULLING, Starter, codes
from tests.lsp.test_beside import ON
from tests.lsp.test_diagnostics import FACTORY, USER

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
    b"GET / HTTP/1.1\r\nHost: here\r\n\r\n",
)
WRONG: tuple[Any, ...] = (
    {"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"textDocument": {}}},
    {"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": None},
    {"jsonrpc": "2.0", "method": "textDocument/didClose", "params": {"textDocument": 3}},
    {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 10**6}},
    {"jsonrpc": "2.0", "id": "never asked", "result": {}},
    {"jsonrpc": "1.0", "method": "exit"},
    [],
)
ASKED = (
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/codeAction",
    "textDocument/codeLens",
    "textDocument/inlayHint",
    "textDocument/diagnostic",
    "workspace/diagnostic",
    "no/such/method",
)
WIDTHS = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
TEXTS = {"x.py": CLEANUP, "factory.py": FACTORY, "user.py": USER}
EXPECTED = {"x.py": ["ACR201", "ACR101"], "factory.py": ["ACR201"], "user.py": ["ACR101"]}


@pytest.mark.parametrize(
    ("steps", "encoding"),
    [
        (300, "utf-8"),
        (300, "utf-16"),
        (300, "utf-32"),
        pytest.param(20_000, "utf-16", marks=pytest.mark.long),
    ],
)
def test_chaos(start: Starter, tmp_path: Path, steps: int, encoding: str) -> None:
    (tmp_path / ".git").mkdir()
    client = start()
    units = {"general": {"positionEncodings": [encoding]}}
    able = client.initialize([tmp_path], {**PULLING, **units}, options=ON)
    assert able["positionEncoding"] == encoding
    storm = _Storm(client, tmp_path, encoding)
    memory: list[int] = []
    for count in range(1, steps + 1):
        storm.step()
        if count % 100 == 0:
            storm.compare()
        if count % max(1, steps // 8) == 0:
            memory.append(_memory(client))
    storm.compare()
    assert client.process.poll() is None
    print(f"{dict(storm.done)}; resident kB {memory}")
    assert not client.told("window/showMessage")
    assert storm.done["edit"] and storm.done["answer"] and storm.done["rubbish"]
    if steps > 1000 and memory[0]:
        first, *_, last = memory[1:]
        assert last < 1.1 * first, memory
    assert client.stop() == 0


class _Storm:
    """A client that does anything; the dice are the same each time."""

    def __init__(self, client: Client, folder: Path, encoding: str) -> None:
        self.done: Counter[str] = Counter()
        self._client = client
        self._encoding = encoding
        self._dice = random.Random(11)
        self._uris = {name: (folder / name).as_uri() for name in TEXTS}
        self._texts: dict[str, str] = {}
        self._version = 0
        self._waiting: list[int] = []
        for name, text in TEXTS.items():
            self._open(name, text)

    def step(self) -> None:
        """An edit of a document, and now and then something else."""
        dice, client = self._dice, self._client
        name = dice.choice(list(TEXTS))
        self._edit(name)
        luck = dice.random()
        if luck < 0.1:
            self._waiting.append(client.start(dice.choice(ASKED), self._question(name)))
            if luck < 0.03:
                client.notify("$/cancelRequest", {"id": self._waiting[-1]})
        elif luck < 0.12:
            client.send_bytes(dice.choice(RUBBISH))
            self.done["rubbish"] += 1
        elif luck < 0.14:
            client.send(dice.choice(WRONG))
            self.done["rubbish"] += 1
        elif luck < 0.16:
            client.close(self._uris[name])
            self._open(name, self._texts[name])
        elif luck < 0.2:
            self._answered(client.start("textDocument/diagnostic", self._question(name)))

    def compare(self) -> None:
        """All that was asked is answered, and the server's texts are ours: after a reset it finds
        what is in them."""
        client = self._client
        for identity in self._waiting:
            self._answered(identity)
        self._waiting.clear()
        told = client.ask("workspace/executeCommand", {"command": "acr-lint.debugInformation"})
        digests = {document["uri"]: document["digest"] for document in told["documents"]}
        assert digests == {uri: digest(self._texts[name]) for name, uri in self._uris.items()}
        for name, uri in self._uris.items():
            lines = _lines(self._texts[name])
            for item in client.pull(uri)["items"]:
                for place in item["range"].values():
                    assert place["character"] <= self._width(lines[place["line"]])
        for name, text in TEXTS.items():
            self._version += 1
            self._texts[name] = text
            client.change(self._uris[name], self._version, {"text": text})
        for name, uri in self._uris.items():
            assert codes(client.pull(uri)["items"]) == EXPECTED[name]
        client.said = [one for one in client.said if one.get("method") == "window/showMessage"]

    def _answered(self, identity: int) -> None:
        self._client.answer(identity)
        self.done["answer"] += 1

    def _open(self, name: str, text: str) -> None:
        self._version += 1
        self._texts[name] = text
        document = {"uri": self._uris[name], "languageId": "python"}
        document |= {"version": self._version, "text": text}  # type: ignore[dict-item]  # mixed
        self._client.notify("textDocument/didOpen", {"textDocument": document})

    def _question(self, name: str) -> Message:
        """The parameters of any request; places may be outside of the text."""
        place = {"line": self._dice.randrange(40), "character": self._dice.randrange(60)}
        return {
            "textDocument": {"uri": self._uris[name]},
            "position": place,
            "range": {"start": place, "end": place},
            "context": {"diagnostics": []},
            "previousResultIds": [],
        }

    def _edit(self, name: str) -> None:
        """Change a document at one to three places, one after the other."""
        changes = [self._change(name) for _ in range(self._dice.choice((1, 1, 1, 2, 3)))]
        self._version += 1
        self._client.change(self._uris[name], self._version, *changes)
        self.done["edit"] += len(changes)

    def _change(self, name: str) -> Message:
        """Change our text; the same change for the server."""
        text, dice = self._texts[name], self._dice
        lines = _lines(text)
        line = dice.randrange(len(lines))
        start = dice.randrange(len(lines[line]) + 1)
        last = min(len(lines) - 1, line + dice.choice((0, 0, 0, 0, 1, 2)))
        reach = dice.choice((0, 0, 0, 1, 3, 20))
        end = min(len(lines[last]), (start if last == line else 0) + reach)
        new = dice.choice(PIECES) if dice.random() < 0.8 else ""
        begins = [0]
        for content, ending in _with_ends(text):
            begins.append(begins[-1] + len(content) + len(ending))
        self._texts[name] = text[: begins[line] + start] + new + text[begins[last] + end :]
        beyond = 1000 if end == len(lines[last]) and dice.random() < 0.1 else 0
        return {
            "range": {
                "start": {"line": line, "character": self._width(lines[line][:start])},
                "end": {"line": last, "character": self._width(lines[last][:end]) + beyond},
            },
            "text": new,
        }

    def _width(self, text: str) -> int:
        """How many units of the agreed encoding a text takes."""
        unit = len("a".encode(WIDTHS[self._encoding]))
        return len(text.encode(WIDTHS[self._encoding])) // unit


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
