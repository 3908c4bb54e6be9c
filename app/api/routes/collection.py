"""All documents of the tenant as a whole, and the cache of answers about them."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from app.api.deps import AdminDep, ReaderDep, ServicesDep
from app.api.openapi import problems
from app.collection import empty_collection
from app.index_state import index_fingerprint
from app.ports import Role
from app.problem import Problem
from app.sizes import store_sizes

router = APIRouter(tags=["collection"])


class CollectionOut(BaseModel):
    """What your tenant holds, and how it is indexed."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "tenant": "default",
                    "documents": 100,
                    "chunks": 412,
                    "entities": 1530,
                    "relations": 980,
                    "embedder": "static:",
                    "fingerprint": "static-1",
                }
            ]
        }
    )

    tenant: str
    documents: int
    chunks: int
    entities: int
    relations: int
    embedder: str = Field(description="The part that makes the vectors")
    fingerprint: str = Field(description="Names the encoders of the index; other encoders need `vinagraph reindex`")
    changes: int | None = Field(
        default=None, description="Counts the writes of all tenants; an answer is cached until it moves. For admins"
    )
    sizes: dict[str, int] | None = Field(
        default=None, description="Bytes on the disk by store, of all tenants together. For admins"
    )


class DeletedOut(BaseModel):
    """What was deleted."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"deleted": 100}]})

    deleted: int


class CacheOut(BaseModel):
    """How your tenant uses the cache of answers."""

    enabled: bool = Field(description="False where VINAGRAPH_CACHE_URL is `none:`")
    entries: int = Field(default=0, description="Answers that it holds")
    bytes: int = Field(default=0, description="What they take")
    max_bytes: int = Field(default=0, description="What it holds at most, for all tenants")
    seconds_to_live: float = Field(default=0, description="How long an answer is kept at most")
    hits: int = Field(default=0, description="Answers found since the server started")
    misses: int = Field(default=0, description="Answers looked for in vain since then")


@router.get("/collection/info")
async def collection_info(services: ServicesDep, caller: ReaderDep) -> CollectionOut:
    """Counts, the encoders of the index, and sizes."""
    ports = services.ports
    of_all = caller.role.allows(Role.ADMIN)
    stats = await ports.graph.stats(caller.tenant)
    return CollectionOut(
        tenant=caller.tenant,
        documents=stats.documents,
        chunks=stats.chunks,
        entities=stats.entities,
        relations=stats.relations,
        embedder=services.settings.embedder_url,
        fingerprint=index_fingerprint(ports.embedder),
        changes=await ports.graph.changes() if of_all else None,
        sizes=await asyncio.to_thread(store_sizes, services.settings) if of_all else None,
    )


@router.delete("/collection", responses=problems("conflict"))
async def delete_collection(
    services: ServicesDep,
    caller: AdminDep,
    confirm: Annotated[str, Query(max_length=200, description="The name of your tenant, so that nobody slips")],
) -> DeletedOut:
    """Deletes all documents of your tenant, and what only they support; other tenants' stay.

    A `conflict` (409) where `confirm` names another, and while a job waits or reads documents in. What is sent while
    the documents are being deleted is read in behind that. Conversations and keys stay.
    """
    if confirm != caller.tenant:
        raise Problem(
            "conflict",
            f"This deletes every document of the tenant {caller.tenant}: say so with ?confirm={caller.tenant}",
        )
    return DeletedOut(deleted=await empty_collection(services.ports, services.jobs, caller.tenant))


@router.get("/cache/stats")
async def cache_stats(services: ServicesDep, caller: ReaderDep) -> CacheOut:
    """How many answers are kept, and how often they were asked for."""
    if services.cache is None:
        return CacheOut(enabled=False)
    stats = await services.cache.stats(caller.tenant)
    return CacheOut(
        enabled=True,
        entries=stats.entries,
        bytes=stats.bytes,
        max_bytes=stats.max_bytes,
        seconds_to_live=stats.seconds_to_live,
        hits=stats.hits,
        misses=stats.misses,
    )


@router.delete("/cache")
async def clear_cache(services: ServicesDep, caller: AdminDep) -> DeletedOut:
    """Forgets the answers that were given to your tenant."""
    return DeletedOut(deleted=0 if services.cache is None else await services.cache.clear(caller.tenant))
