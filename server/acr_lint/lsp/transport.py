"""Messages over a pair of byte streams: framed by headers, read and written by threads.

A *message* is the body of one JSON-RPC message. A header that can't be understood costs the bytes
up to the next one that can; it never ends the server.
"""

from __future__ import annotations

import logging
import queue
import re
import socket
import sys
import threading
from collections.abc import Iterator
from typing import BinaryIO

from acr_lint.text.record import NamedTuple

_LENGTH = re.compile(rb"content-length[ \t]*:[ \t]*([0-9]{1,12})[ \t]*", re.IGNORECASE)
_LONGEST_LINE = 1 << 14
_LONGEST_BODY = 1 << 30

logger = logging.getLogger(__name__)


class Streams(NamedTuple):
    """Where messages come from and where they go."""

    reader: BinaryIO
    writer: BinaryIO


def messages(stream: BinaryIO) -> Iterator[bytes | None]:
    """The bodies of the messages that a stream holds, to its end; None for a header that is
    wrong."""
    length: int | None = None
    while line := stream.readline(_LONGEST_LINE):
        header = line.rstrip(b"\r\n")
        if header:
            if match := _LENGTH.search(header):
                length = int(match[1])
            elif length is None and not header.lower().startswith(b"content-type"):
                yield None
        elif length is not None:
            if length > _LONGEST_BODY:
                length = None
                yield None
                continue
            body = _exactly(stream, length)
            if len(body) < length:
                return
            length = None
            yield body


def standard_streams() -> Streams:
    """The process's standard input and output, which nothing else can write to from here on."""
    streams = Streams(sys.stdin.buffer, sys.stdout.buffer)
    sys.stdout = sys.stderr
    return streams


def accept(host: str, port: int) -> Streams:
    """The streams of the first client that connects to a TCP port; raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family) as listener:
        print(f"listening on {host}:{listener.getsockname()[1]}", file=sys.stderr, flush=True)
        connection, _ = listener.accept()
    return Streams(connection.makefile("rb"), connection.makefile("wb"))


class Writer:
    """Writes messages in a thread of its own, so that a client that doesn't read stops nothing
    else."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._waiting: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def write(self, data: bytes) -> None:
        """Send a framed message."""
        self._waiting.put(data)

    def close(self) -> None:
        """Wait a moment until all is written."""
        self._waiting.put(None)
        self._thread.join(2)

    def _run(self) -> None:
        try:
            while (data := self._waiting.get()) is not None:
                self._stream.write(data)
                if self._waiting.empty():
                    self._stream.flush()
        except (OSError, ValueError) as error:
            logger.info("the client reads no more: %s", error)


def _exactly(stream: BinaryIO, length: int) -> bytes:
    """That many bytes; fewer only at the end of the stream."""
    pieces: list[bytes] = []
    while length and (piece := stream.read(min(length, 1 << 20))):
        pieces.append(piece)
        length -= len(piece)
    return b"".join(pieces)
