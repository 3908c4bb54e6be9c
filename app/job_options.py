"""How the documents of a job are to be read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

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
    """

    source: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    vietnamese_only: bool = False

    def to_json(self) -> str:
        """As a job keeps them."""
        return json.dumps(asdict(self), ensure_ascii=False)


def ingest_options(job: Job, settings: Settings) -> IngestOptions:
    """How a job's files are read; its processes stand back for those who wait for an answer."""
    return IngestOptions(
        tenant=job.tenant,
        workers=settings.workers,
        schema_file=settings.schema_file,
        niceness=_NICENESS,
        passing=True,
        **json.loads(job.options),
    )
