"""Entities, facts and ways as the API tells them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from app.api.paging import Page
from app.exploring import GraphPath, GraphPaths
from graph.model import Entity
from graph.results import Fact, GraphStats, Passage

_TRAN: JsonDict = {"id": "6d1c8a1e-9a51-5f3c-8e0b-0c3cf2a6b7aa", "type": "Person", "name": "Trần Hưng Đạo"}
_LIEU: JsonDict = {"id": "a27f7d5e-3b0c-5c35-8d3f-7f3c5f6b1d02", "type": "Person", "name": "Trần Liễu"}
_FACT = "f0a4c1d2-6b7e-5f11-9c3d-2a8e5b7c9d10"
_EVIDENCE: JsonDict = {
    "sentence": "Trần Hưng Đạo là con của Trần Liễu.",
    "document_id": "0d9c2a39-0f3b-5a0e-9f0c-6f2f4f3ad0a1",
    "chunk_id": "b3e9d2c0-54f1-5c0a-bd0e-2f4b1c9a7e55",
    "start": 120,
    "end": 155,
    "title": "Trần Hưng Đạo",
    "uri": "tran-hung-dao.md",
    "confidence": 0.93,
}


class EntityRef(BaseModel):
    """An entity."""

    model_config = ConfigDict(json_schema_extra={"examples": [_TRAN]})

    id: str
    type: str = Field(description="Its type, such as Person or Place")
    name: str = Field(description="The name that most documents give it")


class EntityOut(EntityRef):
    """An entity with its other names."""

    aliases: list[str] = Field(
        description="Its other names, the most given first", examples=[["Hưng Đạo Đại Vương", "Trần Quốc Tuấn"]]
    )


class EvidenceOut(BaseModel):
    """A sentence that states a fact; the span counts code points of the document's text, half-open."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EVIDENCE]})

    sentence: str
    document_id: str
    chunk_id: str
    start: int
    end: int
    title: str = Field(description="Title of the document")
    uri: str = Field(description="URI of the document")
    confidence: float = Field(description="Estimated probability that the sentence states the fact")


class FactOut(BaseModel):
    """A fact with the sentence that states it best; it reads from head to tail."""

    id: str = Field(description="Id of the relation: GET /graph/relations/ID gives every sentence", examples=[_FACT])
    type: str = Field(description="What joins the two", examples=["CHILD_OF"])
    head: EntityRef
    tail: EntityRef = Field(examples=[_LIEU])
    supports: int = Field(description="How many sentences state it")
    evidence: EvidenceOut = Field(description="The sentence that states it best")


class FactPage(Page[FactOut]):
    """Some facts of an entity, best supported first."""

    total: int = Field(description="Facts in all, of the types and directions asked for")


class AboutOut(BaseModel):
    """A document that is about an entity."""

    id: str = Field(examples=[_EVIDENCE["document_id"]])
    uri: str = Field(examples=[_EVIDENCE["uri"]])
    title: str = Field(examples=[_EVIDENCE["title"]])


class EntityDetail(EntityOut):
    """What is known of an entity, and from where."""

    documents: list[AboutOut] = Field(description="Documents that are about it, 50 at most")
    types: dict[str, int] = Field(description="How many facts of each type there are, in the directions asked for")
    facts: FactPage


class RelationDetail(BaseModel):
    """A fact with the sentences that state it."""

    id: str = Field(examples=[_FACT])
    type: str = Field(examples=["CHILD_OF"])
    head: EntityRef
    tail: EntityRef = Field(examples=[_LIEU])
    evidence: Page[EvidenceOut] = Field(description="Best first")


class PathOut(BaseModel):
    """A way through the graph: `facts[i]` joins `entities[i]` and `entities[i + 1]`, in either direction."""

    entities: list[EntityRef] = Field(examples=[[_TRAN, _LIEU]])
    facts: list[FactOut]


class PathsOut(BaseModel):
    """The shortest ways between two entities, the best stated first; none where they do not meet."""

    paths: list[PathOut]
    complete: bool = Field(description="False where time or size ended the search, so that other ways may exist")


class StatsOut(BaseModel):
    """Counts of what your tenant holds."""

    documents: int
    chunks: int
    entities: int
    mentions: int
    relations: int
    evidence: int
    entities_by_type: dict[str, int] = Field(examples=[{"Person": 512, "Place": 340}])
    relations_by_type: dict[str, int] = Field(examples=[{"BORN_IN": 41, "CHILD_OF": 27}])


Passages = Mapping[str, Passage]
"""Passages by chunk id: they tell where a fact's sentence stands."""


def entity_ref(entity: Entity) -> EntityRef:
    """An entity."""
    return EntityRef(id=entity.id, type=entity.type, name=entity.name)


def entity_out(entity: Entity) -> EntityOut:
    """An entity with its other names."""
    return EntityOut(id=entity.id, type=entity.type, name=entity.name, aliases=list(entity.aliases))


def evidence_out(fact: Fact, passages: Passages) -> EvidenceOut:
    """The sentence of a fact, and where it stands."""
    passage = passages.get(fact.chunk_id)
    return EvidenceOut(
        sentence=fact.sentence,
        document_id=fact.document_id,
        chunk_id=fact.chunk_id,
        start=fact.start,
        end=fact.end,
        title=passage.title if passage else "",
        uri=passage.uri if passage else "",
        confidence=fact.confidence,
    )


def fact_out(fact: Fact, passages: Passages) -> FactOut:
    """A fact with its best sentence."""
    return FactOut(
        id=fact.relation.id,
        type=fact.relation.type,
        head=entity_ref(fact.head),
        tail=entity_ref(fact.tail),
        supports=fact.supports,
        evidence=evidence_out(fact, passages),
    )


def relation_detail(facts: Sequence[Fact], page: Page[EvidenceOut]) -> RelationDetail:
    """A relation, of which there is at least one sentence."""
    relation, first = facts[0].relation, facts[0]
    return RelationDetail(
        id=relation.id, type=relation.type, head=entity_ref(first.head), tail=entity_ref(first.tail), evidence=page
    )


def paths_out(found: GraphPaths, passages: Passages) -> PathsOut:
    """Ways through the graph."""
    return PathsOut(paths=[_path_out(path, passages) for path in found.paths], complete=found.complete)


def _path_out(path: GraphPath, passages: Passages) -> PathOut:
    return PathOut(
        entities=[entity_ref(entity) for entity in path.entities],
        facts=[fact_out(fact, passages) for fact in path.facts],
    )


def stats_out(stats: GraphStats) -> StatsOut:
    """Counts."""
    return StatsOut(
        documents=stats.documents,
        chunks=stats.chunks,
        entities=stats.entities,
        mentions=stats.mentions,
        relations=stats.relations,
        evidence=stats.evidence,
        entities_by_type=dict(stats.entities_by_type),
        relations_by_type=dict(stats.relations_by_type),
    )
