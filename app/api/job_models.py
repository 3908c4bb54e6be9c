"""Jobs as the API tells them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from app.job_options import JobOptions
from app.ports import Job, JobState
from ingestion.model import Why


class FileOut(BaseModel):
    """What became of a file: how many of its documents (one, but for rows)."""

    file: str = Field(examples=["noi-quy.docx"])
    added: int = Field(description="Were new")
    changed: int = Field(description="Replaced an older version")
    unchanged: int = Field(description="Were stored already")
    rejected: int = Field(description="Were not taken in; `rejects` says why")


class JobResult(BaseModel):
    """What a job did."""

    added: int = Field(description="Documents that were new")
    changed: int = Field(description="Documents that replaced an older version")
    unchanged: int = Field(description="Documents that were stored already")
    rejected: int = Field(description="What did not become a document; `rejects` says why")
    chunks: int = Field(description="Passages written")
    entities: int = Field(description="Different entities that the written documents name")
    relations: int = Field(description="Different relations that they state")
    warnings: list[str] = Field(
        description="What a person should know of documents that were kept; at most 1000", examples=[[]]
    )
    seconds: float = Field(description="How long it took")
    files: list[FileOut] = Field([], description="What became of each file, by name; at most 1000")


class RejectOut(BaseModel):
    """Something that did not become a document."""

    where: str = Field(description="File, with the line of a row", examples=["luat.jsonl:12"])
    reason: str = Field(description="Why, and what to do", examples=["the row holds no text"])
    code: Why = Field(description="Kind of the reason, for programs")


_EXAMPLE: dict[str, Any] = {
    "id": "0f3c9a51b2d47e68",
    "state": "done",
    "files": ["noi-quy.docx", "luong.xlsx"],
    "file_count": 2,
    "step": "",
    "done": 2,
    "total": 2,
    "rejected": 1,
    "error": "",
    "created": "2026-11-21T09:00:00Z",
    "finished": "2026-11-21T09:00:03Z",
}


class JobOut(BaseModel):
    """A job: documents that were sent and are read in."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    id: str
    state: JobState = Field(description="Where it stands; `done`, `failed` and `cancelled` are final")
    files: list[str] = Field(description="Names of the first files that were sent, at most 10; none for rows and JSON")
    file_count: int = Field(description="Files that were sent")
    step: str = Field(description="What it does now; empty while it waits and when it is over", examples=["write"])
    done: int = Field(description="Documents that are through")
    total: int | None = Field(description="Documents in all, where that is known")
    rejected: int = Field(description="What is known not to have become a document")
    error: str = Field(description="Why it failed; empty otherwise")
    created: datetime = Field(description="When it was asked for, UTC")
    finished: datetime | None = Field(description="When it was over, UTC")


class JobDetail(JobOut):
    """A job with all that came of it."""

    rejects: list[RejectOut] = Field(description="What was not taken in, and why; at most some 1000")
    result: JobResult | None = Field(description="What it did, once it is `done`")


def job_out(job: Job) -> JobOut:
    """A job for a list."""
    return JobOut(**_fields(job))


def job_detail(job: Job) -> JobDetail:
    """A job in full."""
    rejects = [RejectOut(where=reject.where, reason=reject.reason, code=Why(reject.code)) for reject in job.rejects]
    result = JobResult(**json.loads(job.result)) if job.result else None
    return JobDetail(**_fields(job), rejects=rejects, result=result)


def _fields(job: Job) -> dict[str, Any]:
    rejected = json.loads(job.result)["rejected"] if job.result else len(job.rejects)
    options = JobOptions.of(job)
    return {
        "id": job.id,
        "state": job.state,
        "files": options.files,
        "file_count": options.file_count,
        "step": job.step,
        "done": job.done,
        "total": job.total,
        "rejected": rejected,
        "error": job.error,
        "created": job.created,
        "finished": job.finished,
    }
