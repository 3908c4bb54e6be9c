"""Documents as people look at them: what they name and where, and single passages."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from graph.errors import NotFound
from graph.model import Entity
from graph.ports import GraphStore
from graph.results import MentionSite, Passage

_PLACES = 20_000
"""Places that are told at once."""


@dataclass(frozen=True, slots=True)
class DocumentEntity:
    """An entity with the places where a document names it, in the order of the text."""

    entity: Entity
    mentions: tuple[MentionSite, ...]


@dataclass(frozen=True, slots=True)
class DocumentCounts:
    """How many passages a document has, places where it names an entity, and different ones that it names."""

    chunks: int
    mentions: int
    entities: int


async def counts_of(graph: GraphStore, document_id: str) -> DocumentCounts:
    """Counts of a document."""
    chunks, sites = await _sites_of(graph, document_id)
    entities = await asyncio.to_thread(lambda: len({site.entity_id for site in sites}))
    return DocumentCounts(chunks, len(sites), entities)


async def entities_of(
    graph: GraphStore, document_id: str, *, offset: int, limit: int
) -> tuple[list[DocumentEntity], bool]:
    """What a document names, first named first, and whether there is more.

    Args:
        graph: Where it is stored.
        document_id: The document.
        offset: Entities that are skipped.
        limit: Entities at most; fewer where they are named in very many places.
    """
    _, sites = await _sites_of(graph, document_id)
    page, are_more = await asyncio.to_thread(_page, sites, offset, limit)
    entities = {entity.id: entity for entity in await graph.entities([entity_id for entity_id, _ in page])}
    return [
        DocumentEntity(entities[entity_id], places)
        for entity_id, places in page
        if entity_id in entities  # gone since, with the document's older version
    ], are_more


async def _sites_of(graph: GraphStore, document_id: str) -> tuple[int, Sequence[MentionSite]]:
    """How many passages a document has, and where it names entities: many thousand places in a large one."""
    chunk_ids = [chunk.id for chunk in await graph.document_chunks(document_id)]
    return len(chunk_ids), await graph.chunk_mentions(chunk_ids)


def _page(
    sites: Sequence[MentionSite], offset: int, limit: int
) -> tuple[list[tuple[str, tuple[MentionSite, ...]]], bool]:
    """The places of some entities, by entity, and whether there are more of these."""
    named: dict[str, dict[tuple[int, int], MentionSite]] = {}
    for site in sorted(sites, key=lambda site: (site.start, -site.end)):
        named.setdefault(site.entity_id, {}).setdefault((site.start, site.end), site)  # chunks may overlap
    page: list[tuple[str, tuple[MentionSite, ...]]] = []
    room = _PLACES
    for entity_id, found in islice(named.items(), offset, offset + limit):
        if page and len(found) > room:
            break
        page.append((entity_id, tuple(islice(found.values(), _PLACES))))
        room -= len(found)
    return page, offset + len(page) < len(named)


async def chunk_of(graph: GraphStore, tenant: str, chunk_id: str) -> Passage:
    """A passage of a tenant's.

    Raises:
        NotFound: The tenant has no such passage.
    """
    for passage in await graph.passages([chunk_id]):
        states = await graph.document_states(tenant, [passage.uri])
        if passage.uri in states and states[passage.uri].document_id == passage.document_id:
            return passage
    raise NotFound(f"There is no passage {chunk_id!r}. Its document may have changed since: search again.")
