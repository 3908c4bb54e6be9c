"""Jobs: how far the reading in of documents is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent

from app.api.deps import ReaderDep, ServicesDep, WriterDep
from app.api.job_models import JobDetail, JobOut, job_detail, job_out
from app.api.openapi import problems
from app.api.paging import Limit, Offset, Page, page_of
from app.api.sse import described
from app.ports import Job, JobState
from app.problem import Problem

router = APIRouter(prefix="/jobs", tags=["jobs"])

_EVENTS = described(
    "The job as it stands, whenever it has changed",
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


@router.get("/{job_id}/events", response_class=EventSourceResponse, responses=_EVENTS)
async def job_events(
    job: JobDep, services: ServicesDep, caller: ReaderDep, last_event_id: LastEventId = None
) -> AsyncIterator[ServerSentEvent]:
    """Follows a job: `progress` events (the job as in lists), then one `done`, `failed` or `cancelled` (in full).

    Each event tells all that is so, so that whoever comes back misses nothing: the first one comes at once.
    """
    number = int(last_event_id) if last_event_id and last_event_id.isdecimal() and len(last_event_id) < 10 else 0
    async for state in services.jobs.watch(caller.tenant, job.id):
        number += 1
        if state.state.is_over:
            yield ServerSentEvent(data=job_detail(state), event=state.state.value, id=str(number))
        else:
            yield ServerSentEvent(data=job_out(state), event="progress", id=str(number))


@router.delete("/{job_id}", responses=problems("conflict"))
async def cancel_job(job_id: str, services: ServicesDep, caller: WriterDep) -> JobDetail:
    """Cancels a job; documents that it wrote so far stay.

    A worker in the midst of a large document ends first: the job may come back `running` with step `cancel`.
    """
    job = await services.jobs.job(caller.tenant, job_id)
    if not job.state.is_over:
        job = await services.jobs.cancel(caller.tenant, job_id)
    elif job.state is not JobState.CANCELLED:
        raise Problem("conflict", f"Job {job_id} is over already ({job.state}).")
    return job_detail(job)
