"""Conversations of the agent in a SQLite file: LangGraph's checkpointer with our errors."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import aiosqlite
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import ChannelVersions, Checkpoint, CheckpointMetadata, CheckpointTuple
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from graph.errors import StoreError
from graph.stores.sqlite.database import store_errors

_KEPT = 2
"""Checkpoints of a thread that are kept."""

_DROP_OLD = tuple(
    f"DELETE FROM {table} WHERE thread_id = ? AND checkpoint_ns = ? AND checkpoint_id NOT IN ("  # noqa: S608 - no input
    "SELECT checkpoint_id FROM checkpoints WHERE thread_id = ? AND checkpoint_ns = ? "
    "ORDER BY checkpoint_id DESC LIMIT ?)"
    for table in ("writes", "checkpoints")
)
"""Ids of checkpoints grow with time."""


class ConversationStore(AsyncSqliteSaver):
    """What a run asks of the checkpointer raises `StoreError` when the file fails or was closed."""

    def __init__(self, connection: aiosqlite.Connection, path: Path) -> None:
        super().__init__(connection)
        self._path = path
        self._closed = False

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncIterator[ConversationStore]:
        """Opens the file, and makes it if need be.

        Raises:
            StoreError: It cannot be opened.
        """
        with store_errors(path):
            async with aiosqlite.connect(path) as connection:
                store = cls(connection, path)
                try:
                    yield store
                finally:
                    store._closed = True

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """The latest checkpoint of a thread, or the one that is named."""
        with self._errors():
            return await super().aget_tuple(config)

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Keeps a checkpoint, and of those before it only the last: each holds all that its thread remembers."""
        with self._errors():
            kept = await super().aput(config, checkpoint, metadata, new_versions)
            await self._drop_old(kept["configurable"]["thread_id"], kept["configurable"]["checkpoint_ns"])
            return kept

    async def _drop_old(self, thread: str, namespace: str) -> None:
        async with self.lock:
            for statement in _DROP_OLD:
                await self.conn.execute(statement, (thread, namespace, thread, namespace, _KEPT))
            await self.conn.commit()

    async def aput_writes(
        self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        """Keeps what a step wrote before its checkpoint."""
        with self._errors():
            await super().aput_writes(config, writes, task_id, task_path)

    async def adelete_thread(self, thread_id: str) -> None:
        """Forgets a thread."""
        with self._errors():
            await self.setup()  # a new file has no tables yet
            await super().adelete_thread(thread_id)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            with store_errors(self._path):
                yield
        except ValueError as error:  # aiosqlite's word for a closed connection
            if not self._closed:
                raise
            raise StoreError(
                f"The conversations in {self._path} were closed by this program; open them again."
            ) from error
