"""Work that outlives a request: documents to be read in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}


@dataclass(frozen=True, slots=True)
class JobReject:
    """What a job did not take in, and why; ``code`` is one of `ingestion.model.Why`."""

    where: str
    reason: str
    code: str = "unreadable"


@dataclass(frozen=True, slots=True)
class Job:
    """A job.

    Attributes:
        id: Made by the server.
        tenant: Whose it is.
        state: Where it stands.
        folder: Folder of the files that it reads, kept until it is over.
        options: JSON object: how they are to be read.
        done: Documents done.
        total: Documents in all, where that is known.
        step: What it does now.
        result: JSON object: what came of it; empty until it is done.
        rejects: What was not taken in.
        error: Why it failed, for the person who asked; empty otherwise.
        created: When it was asked for, UTC.
        finished: When it was over, UTC.
    """

    id: str
    tenant: str
    state: JobState
    folder: str
    options: str
    created: datetime
    done: int = 0
    total: int | None = None
    step: str = ""
    result: str = ""
    rejects: tuple[JobReject, ...] = ()
    error: str = ""
    finished: datetime | None = None


class JobStore(Protocol):
    """Keeps jobs over restarts."""

    async def save_job(self, job: Job) -> None:
        """Keeps a job as it is now, new or not."""
        ...

    async def job(self, tenant: str, job_id: str) -> Job:
        """A job.

        Raises:
            NotFound: The tenant has no such job.
        """
        ...

    async def jobs(self, tenant: str, *, offset: int = 0, limit: int = 50) -> Sequence[Job]:
        """Jobs of a tenant, newest first."""
        ...

    async def unfinished_jobs(self) -> Sequence[Job]:
        """Jobs of all tenants that are not over, oldest first: what a restart goes on with."""
        ...

    async def forget_jobs(self, tenant: str, keep: int) -> None:
        """Deletes the jobs of a tenant that are over, but so many that were asked for last."""
        ...

    async def count_jobs(self) -> dict[JobState, int]:
        """How many jobs of all tenants are in each state."""
        ...
