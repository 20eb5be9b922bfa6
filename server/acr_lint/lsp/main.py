"""The command `server`: the language server on the standard streams or a TCP port."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import sys
import threading
from collections.abc import Sequence

from acr_lint.lsp.features import complete_server
from acr_lint.lsp.heap import share_one_heap, tame_collector
from acr_lint.lsp.processes import is_alive
from acr_lint.lsp.protocol import logged
from acr_lint.lsp.server import Server
from acr_lint.lsp.transport import Streams, Writer, accept, messages, standard_streams
from acr_lint.text.record import NamedTuple

_PARENT_CHECKED = 1.0
_MISUSE = 2
_LEVELS = ("error", "warning", "info", "debug")

logger = logging.getLogger(__name__)


class Arguments(argparse.Namespace):
    """What the user asked `server` to do."""

    tcp: str | None
    log_file: str | None
    log_level: str


def serve(argv: Sequence[str]) -> int:
    """Serve one client as `argv` says; the result is the exit code."""
    parser = argparse.ArgumentParser(
        prog="acr-lint server", description="Run the language server on the standard streams."
    )
    parser.add_argument("--stdio", action="store_true", help="the default, which clients may name")
    parser.add_argument(
        "--tcp", metavar="[HOST:]PORT", help="serve the first client that connects to this port"
    )
    parser.add_argument("--log-file", metavar="FILE", help="write the log here, not to stderr")
    parser.add_argument("--log-level", choices=_LEVELS, default="warning")
    arguments = parser.parse_args(argv, namespace=Arguments())
    try:
        logging.basicConfig(
            filename=arguments.log_file,
            level=arguments.log_level.upper(),
            format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        )
        logging.getLogger("pygls").setLevel(
            logging.DEBUG if arguments.log_level == "debug" else logging.CRITICAL
        )
    except OSError as error:
        return _misuse(f"can't write {arguments.log_file}: {_reason(error)}")
    try:
        streams = standard_streams() if arguments.tcp is None else accept(*_address(arguments.tcp))
    except ValueError as error:
        return _misuse(str(error))
    except OSError as error:
        return _misuse(f"can't serve {arguments.tcp}: {_reason(error)}")
    share_one_heap()
    code = asyncio.run(_run(streams))
    logging.shutdown()
    # A thread that waits for input would hold up, or crash, an orderly end of the interpreter.
    os._exit(code)


async def _run(streams: Streams) -> int:
    """Handle messages until the client leaves; the exit code."""
    loop = asyncio.get_running_loop()
    server = complete_server()
    writer = Writer(streams.writer)
    server.protocol.set_writer(writer)
    inbox: asyncio.Queue[_Message | None] = asyncio.Queue()
    left = asyncio.Event()
    server.protocol.on_exit = left.set

    def read() -> None:
        try:
            for body in messages(streams.reader):
                loop.call_soon_threadsafe(inbox.put_nowait, _Message(body))
        except (OSError, ValueError) as error:
            logger.info("the client is gone: %s", error)
        loop.call_soon_threadsafe(inbox.put_nowait, None)

    threading.Thread(target=read, name="reader", daemon=True).start()
    tame_collector()
    ends = [
        asyncio.create_task(end)
        for end in (_handle(inbox, server), left.wait(), _parent_gone(server))
    ]
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    writer.close()
    server.leave()
    return 1 if server.protocol.exit_code is None else server.protocol.exit_code


class _Message(NamedTuple):
    """A message's body; None for a header that was wrong."""

    body: bytes | None


async def _handle(inbox: asyncio.Queue[_Message | None], server: Server) -> None:
    """Handle messages, to the end of the stream."""
    while (message := await inbox.get()) is not None:
        try:
            server.protocol.receive(message.body)
        except Exception as error:
            logger.error("can't handle a message: %s", logged(error))
        # A handler that this has started begins before the next message is looked at.
        await asyncio.sleep(0)


async def _parent_gone(server: Server) -> None:
    """Wait until the process that the client named as its own is gone."""
    while server.process_id is None or is_alive(server.process_id):
        await asyncio.sleep(_PARENT_CHECKED)
    logger.warning("the client's process %s is gone", server.process_id)


def _misuse(message: str) -> int:
    """Say what is wrong; the result is the exit code."""
    print(f"acr-lint: {message}", file=sys.stderr)
    return _MISUSE


def _reason(error: OSError) -> str:
    """What the system says, without the numbers and addresses that come with it."""
    return (error.strerror or str(error)).partition(" (")[0].lower()


def _address(text: str) -> tuple[str, int]:
    """The host and port that `--tcp` names; raises ValueError. Only this machine may connect where
    no host is named."""
    host, _, port = text.rpartition(":")
    if not port.isdigit() or int(port) > 65535:
        raise ValueError(f"--tcp must be [HOST:]PORT, not {text}")
    return host.strip("[]") or "127.0.0.1", int(port)
