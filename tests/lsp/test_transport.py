from __future__ import annotations

import io

import pytest

from acr_lint.lsp.transport import messages


def framed(body: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


def read(data: bytes) -> list[bytes | None]:
    return list(messages(io.BytesIO(data)))


def test_messages_come_as_they_were_framed() -> None:
    assert read(framed(b"one") + framed(b"") + framed(b"three")) == [b"one", b"", b"three"]


@pytest.mark.parametrize(
    "head",
    [
        b"content-length: 2\r\n\r\n",
        b"Content-Length:2\r\n\r\n",
        b"Content-Length: 2\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n",
        b"Content-Type: application/vscode-jsonrpc\r\nContent-Length: 2\r\n\r\n",
        b"Content-Length: 2\n\n",
    ],
)
def test_a_header_may_be_written_in_many_ways(head: bytes) -> None:
    assert read(head + b"{}" + framed(b"next")) == [b"{}", b"next"]


@pytest.mark.parametrize(
    "rubbish",
    [
        b"Content-Length: many\r\n\r\n",
        b"Content-Length: -3\r\n\r\n",
        b"hello\r\n\r\n",
        b'{"jsonrpc": "2.0"}\n',
        b"\x00\xff\xfe\r\n",
        b"Content-Length: 99999999999\r\n\r\n",
        b"x" * 70000 + b"\n",
    ],
)
def test_a_wrong_header_costs_nothing_that_follows(rubbish: bytes) -> None:
    found = read(rubbish + framed(b"next"))
    assert found[-1] == b"next"
    assert found[0] is None


def test_a_body_without_line_end_may_precede_the_next_header() -> None:
    assert read(b'{"left": "over"}' + framed(b"next")) == [b"next"]


def test_a_message_that_breaks_off_is_no_message() -> None:
    assert read(b"Content-Length: 10\r\n\r\nhalf") == []
