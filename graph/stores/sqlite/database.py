"""Connections of a SQLite file: one that writes and a few that read, each used on threads of its own."""

from __future__ import annotations

import asyncio
import queue
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from graph.errors import StoreBusy, StoreError, StoreFull
from graph.stores.sqlite.migrations import Schema, migrate
from graph.stores.sqlite.schema import GRAPH
from graph.stores.sqlite.words import search_words

P = ParamSpec("P")
T = TypeVar("T")

READERS = 4
_WRITER_CACHE_KIB = 131_072
_READER_CACHE_KIB = 16_384
_CHECKPOINT_PAGES = 32_000  # about 128 MB of log between two copies into the file
_BUSY_SECONDS = 5.0
_PAGE_BYTES = 4096


@contextmanager
def store_errors(path: Path) -> Iterator[None]:
    """Turns SQLite's errors into ours, with the file and what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translated(path, error) from error


def _translated(path: Path, error: sqlite3.Error) -> StoreError:
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if code is not None else None  # the upper bytes say more about the same error
    if primary == sqlite3.SQLITE_FULL:
        return StoreFull(f"No room left for {path}; nothing of this write was kept. Free some space and run it again.")
    if primary in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return StoreBusy(f"Another process is writing to {path}. Wait for it to end, or stop it, and run this again.")
    if primary in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return StoreError(
            f"{path} is damaged or is not a VinaGraph store ({error}). Restore it from a backup, or move it away "
            "and ingest the sources again."
        )
    if primary in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM}:
        return StoreError(f"{path} cannot be opened for writing ({error}). Check that its folder exists and is yours.")
    if primary == sqlite3.SQLITE_IOERR:
        return StoreError(f"The disk failed while using {path} ({error}). Check its space and health, then try again.")
    return StoreError(f"{path} refused what was asked: {error}.")


def _connect(path: Path, cache_kib: int) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    try:
        connection.execute(f"PRAGMA cache_size = -{cache_kib}")
        connection.execute("PRAGMA temp_store = MEMORY")
    except BaseException:
        connection.close()
        raise
    return connection


class Database:
    """A SQLite file in write-ahead mode; reads see the last commit and never wait for a write.

    Every commit is synced (``synchronous = FULL``): what was committed survives a kill and a power cut.
    """

    def __init__(self, path: Path, max_bytes: int | None = None, schema: Schema = GRAPH) -> None:
        self._path = path
        self._closed = False
        self._version: int | None = 0
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="sqlite-write")
        self._reading = ThreadPoolExecutor(READERS, thread_name_prefix="sqlite-read")
        self._idle: queue.SimpleQueue[sqlite3.Connection] = queue.SimpleQueue()
        with store_errors(path):
            self._writer = _connect(path, _WRITER_CACHE_KIB)
            try:
                self._prepare_writer(max_bytes, schema)
                for _ in range(READERS):
                    reader = _connect(path, _READER_CACHE_KIB)
                    self._idle.put(reader)
                    reader.execute("PRAGMA query_only = ON")
            except BaseException:
                self._close_connections()
                raise

    def _prepare_writer(self, max_bytes: int | None, schema: Schema) -> None:
        writer = self._writer
        writer.create_function("search_words", 1, search_words, deterministic=True)
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("PRAGMA synchronous = FULL")
        writer.execute("PRAGMA foreign_keys = ON")
        writer.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
        migrate(writer, str(self._path), schema)
        if max_bytes is not None:
            writer.execute(f"PRAGMA max_page_count = {max(1, max_bytes // _PAGE_BYTES)}")

    async def read(self, work: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs ``work`` on a reading thread, all its queries on one snapshot."""
        return await self._run(self._reading, lambda: self._read(lambda c: work(c, *args, **kwargs)))

    async def write(
        self, work: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Runs ``work`` on the writing thread in one transaction; an error undoes all of it."""
        return await self._run(self._writing, lambda: self._write(lambda c: work(c, *args, **kwargs), self._commit))

    async def write_aside(
        self, work: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """`write` for what nobody keeps reads of: ``version`` stays, so that all that is kept of the file holds on."""
        return await self._run(
            self._writing, lambda: self._write(lambda c: work(c, *args, **kwargs), self._commit_aside)
        )

    @property
    def version(self) -> int | None:
        """Counts the commits since it was opened, but for those aside; None while one is being made.

        What was read of one version holds for as long as that is the version.

        Raises:
            StoreError: It was closed.
        """
        self._check_open()
        return self._version

    async def close(self) -> None:
        """Waits for what runs, then closes all connections."""
        if not self._closed:
            self._closed = True
            await asyncio.to_thread(self._close)

    async def _run(self, pool: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        self._check_open()
        return await asyncio.get_running_loop().run_in_executor(pool, work)

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError(f"{self._path} was closed by this program; open the store again.")

    def _read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        connection = self._idle.get()
        try:
            with store_errors(self._path):
                connection.execute("BEGIN")
                try:
                    return work(connection)
                finally:
                    connection.execute("ROLLBACK")
        finally:
            self._idle.put(connection)

    def _write(self, work: Callable[[sqlite3.Connection], T], commit: Callable[[], None]) -> T:
        with store_errors(self._path):
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                result = work(self._writer)
                commit()
            except BaseException:
                if self._writer.in_transaction:  # SQLite undoes some failures by itself
                    self._writer.execute("ROLLBACK")
                raise
            return result

    def _commit(self) -> None:
        """Commits; only the writing thread does."""
        version, self._version = self._version or 0, None
        try:
            self._commit_aside()
        finally:
            self._version = version + 1

    def _commit_aside(self) -> None:
        self._writer.execute("COMMIT")

    def _close(self) -> None:
        self._reading.shutdown(wait=True)
        self._writing.shutdown(wait=True)
        with store_errors(self._path):
            self._close_connections()

    def _close_connections(self) -> None:
        while not self._idle.empty():
            self._idle.get().close()
        self._writer.close()
