"""A proxy between a browser and the server that breaks connections when a test says so."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

_CHUNK = 65536


class CuttingProxy:
    """Forwards bytes; cuts a connection in the midst of an answer, and can be away for a while.

    Attributes:
        url: Where it listens.
        cut_after: The next connection on which the server sends these bytes is cut right after them; empty for none.
        leaves: Whether it goes away with the cut.
        away: While true, connections are closed as they come.
        cuts: How many connections were cut.
        requests: First lines of the requests that passed.
    """

    def __init__(self, target: str) -> None:
        self._target = (urlsplit(target).hostname or "", urlsplit(target).port or 80)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.cut_after = b""
        self.leaves = False
        self.away = False
        self.cuts = 0
        self.requests: list[str] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Stops listening."""
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                if self.away:
                    client.close()
                else:
                    threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, socket.create_connection(self._target) as server:
            threading.Thread(target=self._send, args=(client, server), daemon=True).start()
            seen = b""
            with suppress(OSError):
                while data := server.recv(_CHUNK):
                    seen = (seen + data)[-2 * _CHUNK :]
                    if self.away:
                        break
                    mark = self.cut_after
                    if mark and mark in seen:
                        self.cut_after = b""
                        self.cuts += 1
                        self.away = self.leaves
                        kept = len(data) - (len(seen) - seen.index(mark) - len(mark))
                        client.sendall(data[: max(kept, 0)])
                        break
                    client.sendall(data)
            for end in (client, server):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def _send(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while data := client.recv(_CHUNK):
                if data.split(b" ", 1)[0] in {b"GET", b"POST", b"DELETE"}:
                    self.requests.append(data.split(b"\r\n", 1)[0].decode())
                server.sendall(data)
            server.shutdown(socket.SHUT_WR)


@contextmanager
def cutting_proxy(target: str) -> Iterator[CuttingProxy]:
    """A proxy before a server, until left."""
    proxy = CuttingProxy(target)
    try:
        yield proxy
    finally:
        proxy.close()
