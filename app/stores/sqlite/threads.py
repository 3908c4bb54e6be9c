"""Conversations in SQLite."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from typing import Literal

from app.ports.threads import Answer, Message, RunState, Thread
from app.stores.sqlite.times import moment
from graph.errors import NotFound
from graph.stores.sqlite.database import Database
from graph.text.normalise import strip_diacritics

_TITLE = 120
"""Code points of a title at most."""
_WORDS = 8
"""Words of a search that count; each reads every message that the tenant keeps."""


class ThreadsTable:
    """A `ThreadStore`."""

    _database: Database
    _searching: asyncio.Semaphore
    """Held by searches for words, which are slow: fewer than there are readers, so that keys are always read."""

    async def add_turn(self, tenant: str, thread: str, question: str, answer: Answer) -> None:
        """Adds a question and its answer, as far as that is, at the end; makes the conversation where it is new."""
        await self._database.write(_add_turn, tenant, thread, question, answer)

    async def replace_answer(self, tenant: str, thread: str, run: str, answer: Answer) -> None:
        """Puts an answer in place of that of a run.

        Raises:
            NotFound: The tenant has no such conversation, or it holds no answer of that run.
        """
        await self._database.write(_replace_answer, tenant, thread, run, answer)

    async def threads(self, tenant: str, *, query: str = "", offset: int = 0, limit: int = 50) -> Sequence[Thread]:
        """Conversations, last changed first; with ``query`` those that hold its words.

        Words are found with or without diacritics; of different ones the first eight count.
        """
        words = _words(query)
        if not words:
            return await self._database.read(_threads, tenant, words, offset, limit)
        async with self._searching:
            return await self._database.read(_threads, tenant, words, offset, limit)

    async def thread(self, tenant: str, thread: str) -> tuple[Thread, Sequence[Message]]:
        """A conversation with its messages in order.

        Raises:
            NotFound: The tenant has no such conversation.
        """
        return await self._database.read(_thread, tenant, thread)

    async def has_run(self, tenant: str, run: str) -> bool:
        """Whether a message of the tenant came of a run."""
        return await self._database.read(_has_run, tenant, run)

    async def delete_thread(self, tenant: str, thread: str) -> bool:
        """Deletes a conversation; False where there is none."""
        return await self._database.write(_delete, tenant, thread)


def _folded(text: str) -> str:
    return strip_diacritics(text).lower()


def _words(query: str) -> list[str]:
    return list(dict.fromkeys(_folded(query).split()))[:_WORDS]


def _add_turn(connection: sqlite3.Connection, tenant: str, thread: str, question: str, answer: Answer) -> None:
    at = answer.created.timestamp()
    title = question[:_TITLE]
    connection.execute(
        "INSERT INTO threads (tenant, id, title, folded, created, updated) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET updated = excluded.updated",
        (tenant, thread, title, _folded(title), at, at),
    )
    (count,) = connection.execute(
        "SELECT count(*) FROM messages WHERE tenant = ? AND thread = ?", (tenant, thread)
    ).fetchone()
    connection.executemany(
        "INSERT INTO messages (tenant, thread, ordinal, role, text, folded, run, state, events, created) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (tenant, thread, count, "user", question, _folded(question), answer.run, RunState.DONE, "[]", at),
            (tenant, thread, count + 1, "assistant", *_values(answer)),
        ],
    )


def _values(answer: Answer) -> tuple[str, str, str, RunState, str, float]:
    """Text, folded, run, state, events and created, as they are stored."""
    text, created = answer.text, answer.created.timestamp()
    return text, _folded(text), answer.run, answer.state, answer.events, created


def _replace_answer(connection: sqlite3.Connection, tenant: str, thread: str, run: str, answer: Answer) -> None:
    changed = connection.execute(
        "UPDATE messages SET text = ?, folded = ?, run = ?, state = ?, events = ?, created = ? "
        "WHERE tenant = ? AND thread = ? AND run = ? AND role = 'assistant'",
        (*_values(answer), tenant, thread, run),
    )
    if not changed.rowcount:
        raise NotFound(f"There is no answer of the run {run} in the conversation {thread}.")
    connection.execute(
        "UPDATE threads SET updated = ? WHERE tenant = ? AND id = ?", (answer.created.timestamp(), tenant, thread)
    )


def _threads(
    connection: sqlite3.Connection, tenant: str, words: Sequence[str], offset: int, limit: int
) -> list[Thread]:
    holds = "".join(
        " AND (instr(folded, ?) OR EXISTS (SELECT 1 FROM messages WHERE messages.tenant = threads.tenant "
        "AND messages.thread = threads.id AND instr(messages.folded, ?)))"
        for _ in words
    )
    rows = connection.execute(
        f"SELECT id, tenant, title, created, updated FROM threads WHERE tenant = ?{holds} "  # noqa: S608
        "ORDER BY updated DESC, id LIMIT ? OFFSET ?",
        (tenant, *(word for word in words for _ in range(2)), limit, offset),
    )
    return [_row(row) for row in rows]


def _row(row: tuple[str, str, str, float, float]) -> Thread:
    id_, tenant, title, created, updated = row
    return Thread(id_, tenant, title, moment(created), moment(updated))


def _thread(connection: sqlite3.Connection, tenant: str, thread: str) -> tuple[Thread, list[Message]]:
    row = connection.execute(
        "SELECT id, tenant, title, created, updated FROM threads WHERE tenant = ? AND id = ?", (tenant, thread)
    ).fetchone()
    if row is None:
        raise NotFound(f"There is no conversation {thread}.")
    messages = connection.execute(
        "SELECT ordinal, role, text, run, state, events, created FROM messages WHERE tenant = ? AND thread = ? "
        "ORDER BY ordinal",
        (tenant, thread),
    )
    return _row(row), [_message(row) for row in messages]


def _message(row: tuple[int, Literal["user", "assistant"], str, str, str, str, float]) -> Message:
    ordinal, role, text, run, state, events, created = row
    return Message(ordinal, role, text, run, RunState(state), events, moment(created))


def _has_run(connection: sqlite3.Connection, tenant: str, run: str) -> bool:
    where = (tenant, run)
    return (
        connection.execute("SELECT 1 FROM messages WHERE tenant = ? AND run = ? LIMIT 1", where).fetchone() is not None
    )


def _delete(connection: sqlite3.Connection, tenant: str, thread: str) -> bool:
    return connection.execute("DELETE FROM threads WHERE tenant = ? AND id = ?", (tenant, thread)).rowcount > 0
