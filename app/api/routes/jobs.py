"""Jobs: how far the reading in of documents is."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

from fastapi import APIRouter, Depends, Header

from app.api.deps import ReaderDep, ServicesDep, WriterDep
from app.api.job_models import JobDetail, JobOut, job_detail, job_out
from app.api.openapi import problems
from app.api.paging import Limit, Offset, Page, page_of
from app.api.sse import EventStream, Message, described, numbered
from app.ports import Job, JobState
from app.problem import Problem

router = APIRouter(prefix="/jobs", tags=["jobs"])

_EVENTS = described(
    "`progress` events, then one `done`, `failed` or `cancelled`. `id` numbers them; `data` is JSON.",
    'event: progress\ndata: {"id":"0f3c9a51b2d47e68","state":"running","step":"write","done":1,"total":2}\nid: 1\n\n',
)
LastEventId = Annotated[str | None, Header(description="The last event that was seen; any value is taken")]


async def _job(job_id: str, services: ServicesDep, caller: ReaderDep) -> Job:
    return await services.jobs.job(caller.tenant, job_id)


JobDep = Annotated[Job, Depends(_job)]


@router.get("")
async def list_jobs(services: ServicesDep, caller: ReaderDep, offset: Offset = 0, limit: Limit = 50) -> Page[JobOut]:
    """Lists jobs, newest first: those that are not over, and the last 1,000 that are."""
    found = await services.jobs.jobs(caller.tenant, offset=offset, limit=limit + 1)
    return page_of([job_out(job) for job in found], limit)


@router.get("/{job_id}")
async def get_job(job: JobDep) -> JobDetail:
    """Tells how far a job is, what it did not take in and why, and what came of it."""
    return job_detail(job)


@router.get("/{job_id}/events", response_class=EventStream, responses=_EVENTS)
async def job_events(
    job: JobDep, services: ServicesDep, caller: ReaderDep, last_event_id: LastEventId = None
) -> EventStream:
    """Follows a job: `progress` events (the job as in lists), then one `done`, `failed` or `cancelled` (in full).

    Each event tells all that is so, so that whoever comes back misses nothing: the first one comes at once. A server
    that stops ends the stream before; the next one goes on with the job.
    """
    return EventStream(_messages(services.jobs.watch(caller.tenant, job.id), numbered(last_event_id)))


async def _messages(states: AsyncGenerator[Job], number: int) -> AsyncGenerator[Message, None]:
    async with aclosing(states):
        async for job in states:
            number += 1
            if job.state.is_over:
                yield Message(number, job.state.value, job_detail(job).model_dump_json())
            else:
                yield Message(number, "progress", job_out(job).model_dump_json())


@router.delete("/{job_id}", responses=problems("conflict"))
async def cancel_job(job_id: str, services: ServicesDep, caller: WriterDep) -> JobDetail:
    """Cancels a job; documents that it wrote so far stay.

    What is just being written is written first: the job may come back `running` with step `cancel`.
    """
    job = await services.jobs.job(caller.tenant, job_id)
    if not job.state.is_over:
        job = await services.jobs.cancel(caller.tenant, job_id)
    elif job.state is not JobState.CANCELLED:
        raise Problem("conflict", f"Job {job_id} is over already ({job.state}).")
    return job_detail(job)
