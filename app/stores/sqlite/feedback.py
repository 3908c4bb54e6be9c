"""Feedback in SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from app.ports.feedback import Feedback
from app.stores.sqlite.times import moment
from graph.stores.sqlite.database import Database


class FeedbackTable:
    """A `FeedbackStore`."""

    _database: Database

    async def add_feedback(self, feedback: Feedback) -> None:
        """Keeps it; another one on the same run takes the place of the first."""
        await self._database.write(_add, feedback)

    async def feedback(self, tenant: str, *, offset: int = 0, limit: int = 100) -> Sequence[Feedback]:
        """Feedback of a tenant, newest first."""
        return await self._database.read(_feedback, tenant, offset, limit)


def _add(connection: sqlite3.Connection, feedback: Feedback) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO feedback (tenant, run, id, rating, comment, created) VALUES (?, ?, ?, ?, ?, ?)",
        (
            feedback.tenant,
            feedback.run,
            feedback.id,
            feedback.rating,
            feedback.comment,
            feedback.created.timestamp(),
        ),
    )


def _feedback(connection: sqlite3.Connection, tenant: str, offset: int, limit: int) -> list[Feedback]:
    rows = connection.execute(
        "SELECT id, tenant, run, rating, comment, created FROM feedback WHERE tenant = ? "
        "ORDER BY created DESC, id LIMIT ? OFFSET ?",
        (tenant, limit, offset),
    )
    return [
        Feedback(id_, owner, run, rating, comment, moment(created))
        for id_, owner, run, rating, comment, created in rows
    ]
