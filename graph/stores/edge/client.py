"""Starts the index process and talks to it; several requests may be in flight."""

from __future__ import annotations

import asyncio
import errno
import itertools
import re
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from graph.errors import StoreBusy, StoreError, StoreFull, StoreTooNew
from graph.stores.edge.wire import HEADER, HELD, OPENED, Reply, Request, decode, encode

_LOG = "process.log"
_END_SECONDS = 30.0
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_OS_ERROR = re.compile(r"\b(?:os error|code:) (\d+)")
_NO_ROOM = "No room left for the vector index in {}. Free some space and run it again."


class EdgeProcess:
    """The index process as a set of operations.

    If the process dies, the requests in flight fail with `StoreError`, and the next request starts it
    again: its write-ahead log keeps what it had acknowledged.
    """

    def __init__(self, folder: Path, dimension: int) -> None:
        self._folder = folder
        self._dimension = dimension
        self._link: _Link | None = None
        self._starting = asyncio.Lock()
        self._closed = False

    async def call(self, operation: str, *arguments: object) -> Any:  # noqa: ANN401 - each operation has its own
        """Value of an operation of `graph.stores.edge.engine.Engine`.

        Raises:
            StoreBusy: Another process holds the index.
            StoreFull: The disk is full.
            StoreError: The operation failed, or the process died.
        """
        return await (await self._started()).call(operation, *arguments)

    async def start(self) -> None:
        """Starts the process and waits until the index is open."""
        await self._started()

    async def close(self) -> None:
        """Ends the process; it flushes first."""
        self._closed = True
        if self._link is not None:
            await self._link.close()
            self._link = None

    async def _started(self) -> _Link:
        async with self._starting:
            if self._closed:
                raise StoreError(f"The vector index in {self._folder} was closed by this program; open it again.")
            if self._link is None or self._link.ended:
                if self._link is not None:
                    await self._link.close()
                self._link = await _Link.open(self._folder, self._dimension)
            return self._link


class _Link:
    """One life of the process."""

    def __init__(
        self,
        folder: Path,
        process: subprocess.Popen[bytes],
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self._folder = folder
        self._process = process
        self._reader = reader
        self._writer = writer
        self._ids = itertools.count(OPENED + 1)
        loop = asyncio.get_running_loop()
        self._opened: asyncio.Future[Any] = loop.create_future()
        self._waiting: dict[int, asyncio.Future[Any]] = {OPENED: self._opened}
        self._receiving = loop.create_task(self._receive())

    @classmethod
    async def open(cls, folder: Path, dimension: int) -> _Link:
        """Starts the process and waits until the index is open."""
        ours, theirs = socket.socketpair()
        try:
            process = await asyncio.to_thread(_spawn, folder, dimension, theirs)
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        reader, writer = await asyncio.open_connection(sock=ours)
        link = cls(folder, process, reader, writer)
        try:
            await link._opened
        except BaseException:
            await link.close()
            raise
        return link

    @property
    def ended(self) -> bool:
        """Whether the process is gone."""
        return self._receiving.done()

    async def call(self, operation: str, *arguments: object) -> Any:  # noqa: ANN401 - each operation has its own
        """Sends a request and waits for its reply."""
        request = Request(next(self._ids), operation, arguments)
        reply: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[request.id] = reply
        try:
            self._writer.write(encode(request))
            await self._writer.drain()
        except ConnectionError:
            await asyncio.wait([self._receiving])  # it finds out how the process ended, and says so in the reply
        return await reply

    async def close(self) -> None:
        """Closes the socket, which ends the process, and waits for both."""
        self._writer.close()
        with suppress(ConnectionError):
            await self._writer.wait_closed()
        await asyncio.to_thread(_wait, self._process)
        await asyncio.wait([self._receiving])

    async def _receive(self) -> None:
        """Settles what is asked until the process ends; whatever ends this, nobody goes on waiting."""
        error = StoreError(f"What the process of the vector index in {self._folder} sends cannot be read. Try again.")
        try:
            await self._settle_replies()
        except (asyncio.IncompleteReadError, ConnectionError):
            status = await asyncio.to_thread(_wait, self._process)
            error = await asyncio.to_thread(_death, self._folder, status)
        finally:
            self._fail(error)

    async def _settle_replies(self) -> None:
        while True:
            size = HEADER.unpack(await self._reader.readexactly(HEADER.size))[0]
            self._settle(decode(await self._reader.readexactly(size)))

    def _settle(self, reply: Reply) -> None:
        future = self._waiting.pop(reply.id)
        if future.cancelled():
            return
        if reply.error is None:
            future.set_result(reply.value)
        else:
            future.set_exception(_translated(self._folder, reply.error))

    def _fail(self, error: StoreError) -> None:
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(error)
        self._waiting.clear()


def _spawn(folder: Path, dimension: int, theirs: socket.socket) -> subprocess.Popen[bytes]:
    number = str(theirs.fileno())
    command = [sys.executable, "-P", "-m", "graph.stores.edge.process", number, str(folder / "shard"), str(dimension)]
    with _opened_log(folder) as log:
        return subprocess.Popen(  # noqa: S603 - our own module
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=[theirs.fileno()]
        )


def _opened_log(folder: Path) -> BinaryIO:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return (folder / _LOG).open("wb")
    except OSError as error:
        if error.errno in _FULL:
            raise StoreFull(_NO_ROOM.format(folder)) from error
        raise StoreError(
            f"The folder of the vector index, {folder}, cannot be used: {error.strerror}. "
            "Check its rights, or name another in VINAGRAPH_VECTOR_URL."
        ) from error


def _wait(process: subprocess.Popen[bytes]) -> int:
    """Exit status of a process that was told to end; it is killed when it does not."""
    try:
        return process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def _death(folder: Path, status: int) -> StoreError:
    if status == -signal.SIGBUS:  # the index maps its files: the system kills whoever writes where the disk has no room
        return StoreFull(_NO_ROOM.format(folder))
    return StoreError(
        f"The process of the vector index in {folder} ended (status {status}){_last_words(folder)}. "
        "What it had acknowledged is kept; the next request starts it again. `vinagraph doctor` checks the index."
    )


def _last_words(folder: Path) -> str:
    try:
        lines = (folder / _LOG).read_text(encoding="utf-8", errors="replace").strip().splitlines()
    except OSError:  # the folder went with the process
        return ""
    return f", saying {lines[-1]!r}" if lines else ""


def _translated(folder: Path, message: str) -> StoreError:
    if message == HELD:
        return StoreBusy(
            f"Another process holds the vector index in {folder}. Use that program, or stop it and run this again."
        )
    if _FULL.intersection(map(int, _OS_ERROR.findall(message))):
        return StoreFull(_NO_ROOM.format(folder))
    if "is newer than application version" in message:
        return StoreTooNew(
            f"A newer version of VinaGraph wrote the vector index in {folder}. Update VinaGraph, or delete that folder "
            "and run `vinagraph reindex`."
        )
    if "Incompatible config" in message:
        return StoreError(
            f"The vector index in {folder} was made for another embedding ({message}). Run `vinagraph reindex`."
        )
    return StoreError(
        f"The vector index in {folder} failed: {message}. If this stays, delete the folder and run `vinagraph reindex`."
    )
