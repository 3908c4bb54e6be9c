"""The process that holds the index: reads requests from a socket, answers each, ends with its parent."""

from __future__ import annotations

import os
import select
import signal
import socket
import sys
from pathlib import Path

from graph.stores.edge.engine import Engine
from graph.stores.edge.wire import HEADER, OPENED, Reply, Request, decode, encode

_OPERATIONS = frozenset(
    ("upsert", "delete", "flush", "optimise", "search_dense", "search_sparse", "count", "ids", "clear")
)
_WATCH_SECONDS = 1.0


class _Parent:
    """The other end of the socket."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._process = os.getppid()

    def send(self, reply: Reply) -> None:
        self._socket.sendall(encode(reply))

    def receive(self) -> Request | None:
        """The next request; None when the parent closed the socket or died.

        A worker that the parent forked holds a copy of its end and keeps the socket open, hence the look
        at who the parent is.
        """
        while not select.select([self._socket], [], [], _WATCH_SECONDS)[0]:
            if os.getppid() != self._process:
                return None
        header = self._read(HEADER.size)
        if header is None:
            return None
        body = self._read(HEADER.unpack(header)[0])
        if body is None:
            return None
        request: Request = decode(body)
        return request

    def _read(self, size: int) -> bytes | None:
        parts = bytearray()
        while len(parts) < size:
            part = self._socket.recv(min(size - len(parts), 1 << 20))
            if not part:
                return None
            parts += part
        return bytes(parts)


def _answer(engine: Engine, request: Request) -> Reply:
    if request.operation not in _OPERATIONS:
        return Reply(request.id, error=f"no operation {request.operation!r}")
    try:
        return Reply(request.id, getattr(engine, request.operation)(*request.arguments))
    except Exception as error:  # noqa: BLE001 - the library raises bare Exceptions; the parent must hear of each
        return Reply(request.id, error=str(error))


def serve(connection: socket.socket, folder: Path, dimension: int) -> None:
    """Answers requests until the parent closes the socket or dies."""
    parent = _Parent(connection)
    try:
        engine = Engine(folder, dimension)
    except Exception as error:  # noqa: BLE001 - as above
        parent.send(Reply(OPENED, error=str(error)))
        return
    try:
        parent.send(Reply(OPENED))
        while (request := parent.receive()) is not None:
            parent.send(_answer(engine, request))
    except ConnectionError:
        return  # the parent is gone
    finally:
        engine.close()


def main() -> None:
    """``python -m graph.stores.edge.process SOCKET FOLDER DIMENSION``; started by `EdgeProcess` only."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to end
    number, folder, dimension = sys.argv[1:]
    with socket.socket(fileno=int(number)) as connection:
        serve(connection, Path(folder), int(dimension))


if __name__ == "__main__":
    main()
