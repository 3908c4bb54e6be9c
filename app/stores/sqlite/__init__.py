"""The app store in a SQLite file."""

from __future__ import annotations

import asyncio
from pathlib import Path

from app.stores.sqlite.feedback import FeedbackTable
from app.stores.sqlite.jobs import JobsTable
from app.stores.sqlite.keys import KeysTable
from app.stores.sqlite.schema import APP
from app.stores.sqlite.threads import ThreadsTable
from graph.stores.sqlite.database import READERS, Database

__all__ = ["SqliteAppStore"]

SEARCHES = READERS // 2
"""Conversations are searched by so many at once; others wait, and all else is read meanwhile."""


class SqliteAppStore(KeysTable, ThreadsTable, JobsTable, FeedbackTable):
    """An `AppStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._searching = asyncio.Semaphore(SEARCHES)

    @classmethod
    async def open(cls, path: Path) -> SqliteAppStore:
        """Opens the file, and makes it if need be.

        Raises:
            StoreError: It cannot be opened.
        """
        return cls(await asyncio.to_thread(Database, path, schema=APP))

    async def close(self) -> None:
        """Waits for what runs, then closes."""
        await self._database.close()
