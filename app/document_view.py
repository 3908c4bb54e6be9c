"""Documents as people look at them: what they name and where, and single passages."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from graph.errors import NotFound
from graph.model import Chunk, Entity
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
class DocumentContents:
    """What stands in a document.

    Attributes:
        headings: Headings of its passages, in order, each once.
        chunks: How many passages it has.
        mentions: Places where it names an entity.
        entities: Different ones that it names.
    """

    headings: tuple[str, ...]
    chunks: int
    mentions: int
    entities: int


async def contents_of(graph: GraphStore, document_id: str) -> DocumentContents:
    """What stands in a document, in sum."""
    chunks, sites = await _sites_of(graph, document_id)
    return await asyncio.to_thread(_contents, chunks, sites)


def _contents(chunks: Sequence[Chunk], sites: Sequence[MentionSite]) -> DocumentContents:
    headings = dict.fromkeys(heading for chunk in chunks for heading in chunk.path)
    return DocumentContents(tuple(headings), len(chunks), len(sites), len({site.entity_id for site in sites}))


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


async def _sites_of(graph: GraphStore, document_id: str) -> tuple[Sequence[Chunk], Sequence[MentionSite]]:
    """The passages of a document, and where it names entities: many thousand places in a large one."""
    chunks = await graph.document_chunks(document_id)
    return chunks, await graph.chunk_mentions([chunk.id for chunk in chunks])


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
