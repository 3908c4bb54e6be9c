"""What came of a job, as it is kept and told."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable
from dataclasses import replace

from app.ports import Job, JobReject, JobState
from graph.errors import VinaGraphError
from ingestion.fates import Fate, FileFates
from ingestion.model import Reject
from ingestion.summary import IngestSummary

_MOST_LISTED = 1000
_BROKE = "The server broke over this job; its log tells more. Send the documents again, or report it."
_log = logging.getLogger(__name__)


def outcome(job: Job, task: asyncio.Task[IngestSummary], fates: FileFates, folder: str) -> Job:
    """The job as its work ended.

    Args:
        job: As it stood last.
        task: Its work, which is done.
        fates: What became of its files.
        folder: Where its files lay, which is nobody's business.
    """
    if task.cancelled():
        return replace(job, state=JobState.CANCELLED)
    error = task.exception()
    if error is None:
        return _done(job, task.result(), fates, folder)
    return failure(job, error)


async def error_of(work: Awaitable[None]) -> BaseException | None:
    """What broke some work, if anything did; who waits may be cancelled, and the work is then."""
    (error,) = await asyncio.gather(work, return_exceptions=True)
    return error


def failure(job: Job, error: BaseException) -> Job:
    """The job as failed by an error; one that nobody thought of goes to the log."""
    if isinstance(error, VinaGraphError):
        return replace(job, state=JobState.FAILED, error=str(error))
    _log.error("Job %s broke unexpectedly.", job.id, exc_info=error)
    return replace(job, state=JobState.FAILED, error=_BROKE)


def _done(job: Job, summary: IngestSummary, fates: FileFates, folder: str) -> Job:
    for reject in job.rejects:  # what was not even taken in
        fates.count(f"{folder}{reject.where}", Fate.REJECTED)
    result = {
        "added": summary.added,
        "changed": summary.changed,
        "unchanged": summary.unchanged,
        "rejected": len(job.rejects) + len(summary.rejects),
        "chunks": summary.chunks,
        "entities": summary.entities,
        "relations": sum(summary.relations.values()),
        "warnings": [text.replace(folder, "") for text in summary.warnings[:_MOST_LISTED]],
        "seconds": round(summary.elapsed, 3),
        "files": [
            {"file": file.removeprefix(folder), **{fate.value: counts[fate] for fate in Fate}}
            for file, counts in sorted(fates.counts.items())[:_MOST_LISTED]
        ],
    }
    rejects = (*job.rejects, *(_told(reject, folder) for reject in summary.rejects[:_MOST_LISTED]))
    written = json.dumps(result, ensure_ascii=False)
    return replace(job, state=JobState.DONE, result=written, rejects=rejects)


def _told(reject: Reject, folder: str) -> JobReject:
    """A reject without the server's folders."""
    return JobReject(reject.where.replace(folder, ""), reject.reason.replace(folder, ""), reject.why)
