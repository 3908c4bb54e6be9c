"""A tenant's documents as a whole."""

from __future__ import annotations

from app.ports import JobStore
from app.problem import Problem
from app.wiring import Ports
from ingestion.writer import StoreWriter

_BATCH = 200
"""Documents that are deleted at once; others who write have their turn between."""


async def empty_collection(ports: Ports, jobs: JobStore, tenant: str) -> int:
    """Deletes all documents of a tenant; returns how many there were.

    Raises:
        Problem: ``conflict``: a job is reading documents in.
        StoreError: A store failed; what was deleted so far is gone, the rest is deleted when this is asked again.
    """
    reading = [job.id for job in await jobs.unfinished_jobs() if job.tenant == tenant]
    if reading:
        raise Problem(
            "conflict",
            f"Documents are being read in (job {reading[0]}): wait for it, or cancel it with DELETE /jobs/ID.",
        )
    writer = StoreWriter(ports.graph, ports.vectors)
    await writer.recover(lambda: ports.embedder)
    count = 0
    while found := await ports.graph.documents(tenant, limit=_BATCH):
        count += await writer.delete(tenant, [document.id for document in found])
    return count
