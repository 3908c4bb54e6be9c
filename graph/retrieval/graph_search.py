"""The graph stage of retrieval: which documents and facts the names of a question lead to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graph.cpu_work import CpuWork
from graph.model import SAME_AS
from graph.ports import GraphStore
from graph.results import Fact
from graph.retrieval.document_graph import best_hop, neighbourhood, personalised_pagerank
from graph.retrieval.linking import LinkedName, link_names
from graph.retrieval.options import Query

_LINKS_A_DOCUMENT = 60
_FACTS = 60
_FACTS_BEYOND = 40
_STEPS_BEYOND = 2
_SEVERAL = 2
_DOCUMENTS_A_NAME = 5


@dataclass(slots=True)
class GraphSignals:
    """What the graph says about a question.

    Attributes:
        names: Names of the question that are entities.
        seeds: Documents about those entities, 0 to 1.
        hops: Documents one hop along the document graph, 0 to 1.
        pagerank: Documents by personalised PageRank, 0 to 1.
        facts: Facts of the relation types that the question triggers, best first.
    """

    names: list[LinkedName] = field(default_factory=list)
    seeds: dict[str, float] = field(default_factory=dict)
    hops: dict[str, float] = field(default_factory=dict)
    pagerank: dict[str, float] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)


async def search_graph(graph: GraphStore, query: Query, work: CpuWork | None = None) -> GraphSignals:
    """Runs the stages of the graph that the query switches on; a long question is read in the threads of ``work``."""
    stages = query.stages
    signals = GraphSignals()
    if not (stages.links or stages.facts or stages.pagerank):
        return signals
    signals.names = await link_names(graph, query.where.tenant, query.text, query.focus, work=work)
    entity_ids = [entity.id for name in signals.names for entity in name.entities]
    if not entity_ids:
        return signals
    if stages.links or stages.pagerank:
        await _documents(graph, query, signals)
    if stages.facts and query.relations:
        signals.facts = await triggered_facts(graph, entity_ids, query.relations)
    return signals


async def _documents(graph: GraphStore, query: Query, signals: GraphSignals) -> None:
    entity_ids = [entity.id for name in signals.names for entity in name.entities]
    about = await graph.documents_about(entity_ids)
    for name in signals.names:
        for place, entity in enumerate(name.entities):
            for document in about.get(entity.id, [])[:_DOCUMENTS_A_NAME]:
                signals.seeds[document] = max(signals.seeds.get(document, 0.0), 1.0 / (1 + place))
    if not signals.seeds:
        return
    around = await neighbourhood(
        graph, sorted(signals.seeds), hops=2 if query.stages.pagerank else 1, limit=_LINKS_A_DOCUMENT
    )
    if query.stages.links:
        signals.hops = best_hop(around, signals.seeds)
    if query.stages.pagerank:
        signals.pagerank = personalised_pagerank(around, signals.seeds)


async def triggered_facts(graph: GraphStore, entity_ids: Sequence[str], types: Sequence[str]) -> list[Fact]:
    """Facts of those types at the entities, and up to two steps beyond where the question triggers several types.

    A question over several hops (`Quê của người sáng lập X ở đâu?`) triggers each hop's relation; the far end of
    a fact of one is where the next starts. Nearer facts go first.
    """
    facts = {fact.relation.id: fact for fact in await graph.facts(entity_ids, types=types, limit=_FACTS)}
    if len(set(types) - {SAME_AS}) < _SEVERAL:
        return list(facts.values())
    known, latest = set(entity_ids), list(facts.values())
    for _ in range(_STEPS_BEYOND):
        reached = (entity_id for fact in latest for entity_id in (fact.tail.id, fact.head.id))
        ends = list(dict.fromkeys(entity_id for entity_id in reached if entity_id not in known))
        if not ends:
            break
        known.update(ends)
        beyond = await graph.facts(ends, types=types, limit=_FACTS_BEYOND)
        latest = [fact for fact in beyond if fact.relation.id not in facts]
        facts.update((fact.relation.id, fact) for fact in latest)
    return list(facts.values())
