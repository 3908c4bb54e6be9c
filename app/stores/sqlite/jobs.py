"""Jobs in SQLite."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from app.ports.jobs import Job, JobReject, JobState
from app.stores.sqlite.times import moment
from graph.errors import NotFound
from graph.stores.sqlite.database import Database

_COLUMNS = "id, tenant, state, folder, options, created, done, total, step, result, rejects, error, finished"
_OVER = ", ".join(f"'{state.value}'" for state in JobState if state.is_over)


class JobsTable:
    """A `JobStore`."""

    _database: Database

    async def save_job(self, job: Job) -> None:
        """Keeps a job as it is now, new or not."""
        await self._database.write(_save, job)

    async def job(self, tenant: str, job_id: str) -> Job:
        """A job.

        Raises:
            NotFound: The tenant has no such job.
        """
        found = await self._database.read(_jobs, "tenant = ? AND id = ?", (tenant, job_id))
        if not found:
            raise NotFound(f"There is no job {job_id}.")
        return found[0]

    async def jobs(self, tenant: str, *, offset: int = 0, limit: int = 50) -> Sequence[Job]:
        """Jobs of a tenant, newest first."""
        where = "tenant = ? ORDER BY created DESC, id LIMIT ? OFFSET ?"
        return await self._database.read(_jobs, where, (tenant, limit, offset))

    async def unfinished_jobs(self) -> Sequence[Job]:
        """Jobs of all tenants that are not over, oldest first: what a restart goes on with."""
        where = f"state NOT IN ({_OVER}) ORDER BY created, id"
        return await self._database.read(_jobs, where, ())

    async def forget_jobs(self, tenant: str, keep: int) -> None:
        """Deletes the jobs of a tenant that are over, but so many that were asked for last."""
        await self._database.write(_forget, tenant, keep)

    async def count_jobs(self) -> dict[JobState, int]:
        """How many jobs of all tenants are in each state."""
        return await self._database.read(_count)


def _save(connection: sqlite3.Connection, job: Job) -> None:
    marks = ", ".join("?" for _ in _COLUMNS.split(", "))
    connection.execute(
        f"INSERT OR REPLACE INTO jobs ({_COLUMNS}) VALUES ({marks})",  # noqa: S608 - no input in it
        (
            job.id,
            job.tenant,
            job.state,
            job.folder,
            job.options,
            job.created.timestamp(),
            job.done,
            job.total,
            job.step,
            job.result,
            json.dumps([asdict(reject) for reject in job.rejects], ensure_ascii=False),
            job.error,
            job.finished.timestamp() if job.finished else None,
        ),
    )


def _forget(connection: sqlite3.Connection, tenant: str, keep: int) -> None:
    connection.execute(
        "DELETE FROM jobs WHERE id IN (SELECT id FROM jobs "  # noqa: S608 - no input in it
        f"WHERE tenant = ? AND state IN ({_OVER}) ORDER BY created DESC, id LIMIT -1 OFFSET ?)",
        (tenant, keep),
    )


def _jobs(connection: sqlite3.Connection, where: str, values: Iterable[object]) -> list[Job]:
    rows = connection.execute(f"SELECT {_COLUMNS} FROM jobs WHERE {where}", tuple(values))  # noqa: S608
    return [_job(row) for row in rows]


def _job(row: Sequence[Any]) -> Job:
    fields = dict(zip(_COLUMNS.split(", "), row, strict=True))
    fields["state"] = JobState(fields["state"])
    fields["created"] = moment(fields["created"])
    fields["finished"] = None if fields["finished"] is None else moment(fields["finished"])
    fields["rejects"] = tuple(JobReject(**reject) for reject in json.loads(fields["rejects"]))
    return Job(**fields)


def _count(connection: sqlite3.Connection) -> dict[JobState, int]:
    counted = dict(connection.execute("SELECT state, count(*) FROM jobs GROUP BY state").fetchall())
    return {state: counted.get(state.value, 0) for state in JobState}
