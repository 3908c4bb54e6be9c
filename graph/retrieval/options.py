"""What a search is asked, and which of its stages run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from graph.ports import SearchFilter
from graph.results import Fact, ScoredPassage


@dataclass(frozen=True, slots=True)
class Stages:
    """Switches of retrieval's stages, so that each can be measured alone.

    Attributes:
        sparse: BM25 over syllables and bigrams.
        dense: Static or neural vectors.
        links: Documents that the question names, and one hop along the document graph.
        facts: Typed relations that the question triggers.
        pagerank: Personalised PageRank over a bounded neighbourhood.
        rerank: The reranker.
        dedupe: Removal of near-duplicate passages.
    """

    sparse: bool = True
    dense: bool = True
    links: bool = True
    facts: bool = True
    pagerank: bool = True
    rerank: bool = True
    dedupe: bool = True


@dataclass(frozen=True, slots=True)
class Query:
    """One search.

    Attributes:
        text: Self-contained question, with diacritics.
        where: Filters.
        limit: Passages wanted.
        relations: Relation types that the question triggers.
        focus: Names that the question is about.
        stages: What runs.
        instrument: Number of a legal instrument, the whole or its beginning (``38/2022``), that passages belong to.
        by_document: Rank documents, each with its best passage; ``limit`` then counts documents.
        out_of_force_on: Day on which some candidate must not be in force, be it through another instrument; where
            none is, nothing is found.
        within_s: Seconds that the search may take, not counting what it waits for its turn; None: as many as it needs.
    """

    text: str
    where: SearchFilter
    limit: int = 10
    relations: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    stages: Stages = Stages()
    instrument: str | None = None
    by_document: bool = False
    out_of_force_on: date | None = None
    within_s: float | None = None


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What a search found.

    Attributes:
        passages: Best first.
        facts: Facts of the graph that the question asks for, best first; their sentences stand in ``passages``.
        seconds: Time by stage.
        degraded: Stages that failed and were left out.
    """

    passages: tuple[ScoredPassage, ...] = ()
    facts: tuple[Fact, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    degraded: tuple[str, ...] = ()


class PassageSearch(Protocol):
    """What the agent asks of retrieval."""

    async def search(self, query: Query) -> Retrieved:
        """Finds passages for a query.

        Raises:
            StoreError: A store failed.
            ModelError: A model failed that the query cannot do without.
            TimeoutError: It took longer than ``query.within_s``.
        """
        ...
