"""Documents as people look at them: what they name and where, and single passages."""

from __future__ import annotations

from dataclasses import dataclass

from graph.errors import NotFound
from graph.model import Entity
from graph.ports import GraphStore
from graph.results import MentionSite, Passage


@dataclass(frozen=True, slots=True)
class DocumentEntity:
    """An entity with the places where a document names it, in the order of the text."""

    entity: Entity
    mentions: tuple[MentionSite, ...]


async def entities_of(graph: GraphStore, document_id: str) -> list[DocumentEntity]:
    """What a document names, first named first."""
    chunk_ids = [chunk.id for chunk in await graph.document_chunks(document_id)]
    sites: dict[str, dict[tuple[int, int], MentionSite]] = {}
    for site in sorted(await graph.chunk_mentions(chunk_ids), key=lambda site: (site.start, -site.end)):
        sites.setdefault(site.entity_id, {}).setdefault((site.start, site.end), site)  # chunks may overlap
    entities = {entity.id: entity for entity in await graph.entities(list(sites))}
    return [
        DocumentEntity(entities[entity_id], tuple(found.values()))
        for entity_id, found in sites.items()
        if entity_id in entities  # gone since, with the document's older version
    ]


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
