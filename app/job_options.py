"""What a job was sent, and how it is to be read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Self

from app.ports import Job
from app.settings import Settings
from ingestion.options import IngestOptions

DEFAULT_SOURCE = "uploads"
"""Collection of what is sent without one."""
_NICENESS = 10


@dataclass(frozen=True, slots=True)
class JobOptions:
    """How the files of a job are read.

    Attributes:
        source: Collection; None leaves it to `DEFAULT_SOURCE`, and rows to the name of their file.
        fields: What the keys of JSON rows mean, by our name.
        vietnamese_only: Reject documents in other languages.
        files: Names of the first files that were sent as such, to tell the job by.
        file_count: How many there were.
    """

    source: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    vietnamese_only: bool = False
    files: Sequence[str] = ()
    file_count: int = 0

    def to_json(self) -> str:
        """As a job keeps them."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of(cls, job: Job) -> Self:
        """Those of a job."""
        return cls(**json.loads(job.options))


def ingest_options(job: Job, settings: Settings) -> IngestOptions:
    """How a job's files are read; its processes stand back for those who wait for an answer."""
    options = JobOptions.of(job)
    return IngestOptions(
        tenant=job.tenant,
        workers=settings.workers,
        schema_file=settings.schema_file,
        niceness=_NICENESS,
        passing=True,
        source=options.source,
        fields=options.fields,
        vietnamese_only=options.vietnamese_only,
    )
