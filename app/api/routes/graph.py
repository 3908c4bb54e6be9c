"""The graph: entities, what is known of them and from where, and how they hang together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query

from app.api.deps import ReaderDep, ServicesDep
from app.api.graph_models import (
    AboutOut,
    EntityDetail,
    EntityOut,
    FactPage,
    Passages,
    PathsOut,
    RelationDetail,
    StatsOut,
    entity_out,
    evidence_out,
    fact_out,
    paths_out,
    relation_detail,
    stats_out,
)
from app.api.openapi import problems
from app.api.paging import Limit, Offset, Page, page_of
from app.exploring import entity_of, shortest_paths
from graph.errors import NotFound
from graph.ports import GraphStore
from graph.results import Fact

router = APIRouter(prefix="/graph", tags=["graph"])

_ABOUT = 50
_STEPS = 4

EntityId = Annotated[str, Path(max_length=100, description="Id of an entity")]
EntityIdQuery = Annotated[str, Query(max_length=100, description="Id of an entity")]
Types = Annotated[
    list[str], Query(alias="type", max_length=50, description="Only these types; all where none is given")
]
Direction = Annotated[
    Literal["both", "out", "in"], Query(description="`out`: facts that read from the entity; `in`: to it")
]


@router.get("/entities")
async def search_entities(
    services: ServicesDep,
    caller: ReaderDep,
    query: Annotated[
        str, Query(min_length=1, max_length=500, description="A name, or words of it", examples=["ha noi"])
    ],
    type_: Types = [],  # noqa: B006 - FastAPI copies it
    offset: Offset = 0,
    limit: Limit = 20,
) -> Page[EntityOut]:
    """Entities by name, with or without diacritics: those of exactly that name first, then the most mentioned."""
    found = await services.ports.graph.search_entities(
        caller.tenant, query, limit + 1, offset=offset, types=type_ or None
    )
    return page_of([entity_out(entity) for entity in found], limit)


@router.get("/entities/{entity_id}")
async def show_entity(
    services: ServicesDep,
    caller: ReaderDep,
    entity_id: EntityId,
    type_: Types = [],  # noqa: B006 - FastAPI copies it
    direction: Direction = "both",
    offset: Offset = 0,
    limit: Limit = 50,
) -> EntityDetail:
    """An entity with the documents about it and the facts around it, each with the sentence that states it best."""
    graph = services.ports.graph
    entity = await entity_of(graph, caller.tenant, entity_id)
    ways = {"outgoing": direction != "in", "incoming": direction != "out"}
    counts = await graph.fact_counts(entity_id, **ways)
    facts = await graph.facts_page(entity_id, types=type_ or None, offset=offset, limit=limit, **ways)
    passages = await _passages(graph, facts)
    total = sum(count for type_name, count in counts.items() if not type_ or type_name in type_)
    return EntityDetail(
        **entity_out(entity).model_dump(),
        documents=await _about(graph, entity_id),
        types=counts,
        facts=FactPage(
            items=[fact_out(fact, passages) for fact in facts], more=offset + len(facts) < total, total=total
        ),
    )


@router.get("/relations/{relation_id}")
async def show_relation(
    services: ServicesDep,
    caller: ReaderDep,
    relation_id: Annotated[str, Path(max_length=100, description="Id of a fact")],
    offset: Offset = 0,
    limit: Limit = 50,
) -> RelationDetail:
    """A fact with every sentence that states it, page by page."""
    graph = services.ports.graph
    facts = await graph.evidence(relation_id)
    if facts[0].head.tenant != caller.tenant:
        raise NotFound(f"There is no relation {relation_id!r}; no current document states it.")
    shown = facts[offset : offset + limit + 1]
    passages = await _passages(graph, shown)
    return relation_detail(facts, page_of([evidence_out(fact, passages) for fact in shown], limit))


@router.get("/paths", responses=problems("not_found"))
async def find_paths(
    services: ServicesDep,
    caller: ReaderDep,
    start: Annotated[EntityIdQuery, Query(alias="from")],
    goal: Annotated[EntityIdQuery, Query(alias="to")],
    steps: Annotated[int, Query(ge=1, le=_STEPS, description="Facts of a way at most")] = _STEPS,
    limit: Annotated[int, Query(ge=1, le=50, description="Ways at most")] = 10,
) -> PathsOut:
    """The shortest ways from one entity to another over facts, each fact with its best sentence."""
    graph = services.ports.graph
    first = await entity_of(graph, caller.tenant, start)
    last = await entity_of(graph, caller.tenant, goal)
    found = await shortest_paths(graph, first, last, steps=steps, limit=limit)
    return paths_out(found, await _passages(graph, [fact for path in found.paths for fact in path.facts]))


@router.get("/stats")
async def show_stats(services: ServicesDep, caller: ReaderDep) -> StatsOut:
    """Counts of documents, chunks, entities and relations, by type."""
    return stats_out(await services.ports.graph.stats(caller.tenant))


async def _passages(graph: GraphStore, facts: Sequence[Fact]) -> Passages:
    """Where the sentences of facts stand."""
    chunks = list(dict.fromkeys(fact.chunk_id for fact in facts))
    return {passage.chunk_id: passage for passage in await graph.passages(chunks)}


async def _about(graph: GraphStore, entity_id: str) -> list[AboutOut]:
    documents = (await graph.documents_about([entity_id])).get(entity_id, [])[:_ABOUT]
    first = await graph.passages_of(documents, 1)
    return [AboutOut(id=passage.document_id, uri=passage.uri, title=passage.title) for passage in first]
