"""A tenant's documents as a whole."""

from __future__ import annotations

from app.jobs import JobRunner
from app.wiring import Ports
from ingestion.writer import StoreWriter

_BATCH = 200
"""Documents that are deleted at once; others who write have their turn between."""


async def empty_collection(ports: Ports, jobs: JobRunner, tenant: str) -> int:
    """Deletes all documents of a tenant; returns how many there were. Jobs that are sent meanwhile begin behind it.

    Raises:
        Problem: ``conflict``: a job is reading documents in, or they are being deleted already.
        StoreError: A store failed; what was deleted so far is gone, the rest is deleted when this is asked again.
    """
    writer = StoreWriter(ports.graph, ports.vectors)
    count = 0
    with jobs.held(tenant):
        await writer.recover(lambda: ports.embedder)
        while found := await ports.graph.documents(tenant, limit=_BATCH):
            count += await writer.delete(tenant, [document.id for document in found])
    return count
