"""Hybrid retrieval: sparse and dense search, the graph, fusion, reranking, duplicates removed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from graph.cpu_work import CpuWork
from graph.errors import ModelError, StoreError
from graph.ports import Candidate, Embedder, GraphStore, Reranker, SparseVector, VectorHit, VectorStore
from graph.results import Fact, Passage, ScoredPassage
from graph.retrieval.allowed import allowed
from graph.retrieval.duplicates import without_duplicates
from graph.retrieval.fusion import fuse
from graph.retrieval.graph_search import GraphSignals, search_graph
from graph.retrieval.options import Query, Retrieved
from graph.retrieval.replaced import ended, endings
from graph.retrieval.sparse import SparseEncoder
from graph.retrieval.timing import Stopwatch

_CHUNKS_A_DOCUMENT = 3
_ASKED_AGAIN = 4
_AT_ONCE = 6
"""Searches that hold candidates at once; more would wait for the same two threads, each with hundreds of passages
that every collection of garbage walks while the event loop stands still."""
_PATIENCE_S = 60.0
"""Longest wait for a turn. Who waits longer is told, since then the store hangs."""


@dataclass(frozen=True, slots=True)
class RetrievalWeights:
    """How much the graph adds to a text score that runs from 0 to 1, and how many candidates each stage sees.

    Attributes:
        seed: A document about a name of the question.
        hop: A document one hop from such a document, at full link weight.
        pagerank: A document by personalised PageRank.
        fact: A chunk whose sentence states a fact that the question asks for.
        first: Hits asked of each vector space, at least.
        reranked: Candidates that the reranker sees.
        graph_documents: Documents that the graph may add.
    """

    seed: float = 0.5
    hop: float = 0.3
    pagerank: float = 0.1
    fact: float = 0.6
    first: int = 150
    reranked: int = 120
    graph_documents: int = 30


@dataclass(slots=True)
class _Scored:
    """A candidate in the making, of one search alone."""

    passage: Passage
    text_score: float
    channels: dict[str, float]


class Retriever:
    """Finds passages for a query over one graph store and one vector store.

    Args:
        graph: System of record.
        vectors: Index over its chunks.
        embedder: Encoder of the dense space.
        reranker: Orders the first candidates; None leaves the fused order.
        work: Where encoding and reranking run, so that they do not block the event loop.
        weights: Weights and sizes.
    """

    def __init__(
        self,
        graph: GraphStore,
        vectors: VectorStore,
        embedder: Embedder,
        reranker: Reranker | None,
        work: CpuWork,
        weights: RetrievalWeights = RetrievalWeights(),
    ) -> None:
        self._graph = graph
        self._vectors = vectors
        self._embedder = embedder
        self._reranker = reranker
        self._work = work
        self._weights = weights
        self._sparse = SparseEncoder()
        self._turn = asyncio.Semaphore(_AT_ONCE)

    async def search(self, query: Query) -> Retrieved:
        """Finds at most ``query.limit`` passages; a few searches run at a time, the others wait for their turn.

        The graph, the dense space or the reranker is left out where it fails, and named in ``degraded``.

        Raises:
            StoreError: The vector index, or the store that holds the text, failed; or no turn came within a minute.
            ModelError: The encoder failed, and no search by words is asked; or abandoned work keeps all threads.
            TimeoutError: It took longer than ``query.within_s``.
        """
        watch = Stopwatch()
        with watch("wait"):
            await self._wait()
        try:
            async with asyncio.timeout(query.within_s):
                return await self._search(query, watch)
        finally:
            self._turn.release()

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await self._turn.acquire()
        except TimeoutError as error:
            raise StoreError(
                f"{_AT_ONCE} searches kept all others waiting for {_PATIENCE_S:g} seconds; see `vinagraph doctor`."
            ) from error

    async def _search(self, query: Query, watch: Stopwatch) -> Retrieved:
        restricted = await self._within_instrument(query)
        if restricted is None:
            return Retrieved(seconds=watch.seconds)
        query = restricted
        depth = self._depth(query)
        for _ in range(_ASKED_AGAIN):
            (channels, signals, degraded) = await self._candidates(query, depth, watch)
            with watch("read"):
                scored = await self._visible(depth, query, channels, signals)
            if _enough(scored, query) or all(len(hits) < depth for hits in channels.values()):
                break
            depth *= 2  # what the index holds beyond what is current must not leave the answer short
        day = query.out_of_force_on
        if day is not None and all(item.passage.validity.holds_on(day) for item in scored):
            return Retrieved(seconds=watch.seconds, degraded=degraded)
        left_out, ranked = await self._work.run(self._ordered, query, scored, signals, watch)
        shown = {passage.passage.chunk_id for passage in ranked}
        facts = tuple(fact for fact in signals.facts if fact.chunk_id in shown)
        return Retrieved(tuple(ranked), facts, watch.seconds, (*degraded, *left_out))

    async def _within_instrument(self, query: Query) -> Query | None:
        """The query restricted to the documents of its instrument; None where there are none."""
        if query.instrument is None:
            return query
        documents = await self._graph.instrument_documents(query.where.tenant, query.instrument)
        if query.where.documents:
            documents = [document for document in documents if document in query.where.documents]
        return replace(query, where=replace(query.where, documents=tuple(documents))) if documents else None

    async def _candidates(
        self, query: Query, depth: int, watch: Stopwatch
    ) -> tuple[dict[str, list[VectorHit]], GraphSignals, tuple[str, ...]]:
        with watch("search"):
            signals_task = asyncio.create_task(search_graph(self._graph, query, self._work))
            try:
                vector = self._sparse.encode_query(query.text)
                channels, degraded = await self._vector_search(query, vector, depth)
            except BaseException:
                signals_task.cancel()
                await asyncio.gather(signals_task, return_exceptions=True)
                raise
        with watch("graph"):
            try:
                signals = await signals_task
            except (StoreError, ModelError):
                signals, degraded = GraphSignals(), (*degraded, "graph")
            extra = await self._graph_documents(query, vector, channels, signals)
        if extra and query.stages.sparse:
            channels["sparse"] = _merged(channels["sparse"], extra)
        elif extra:
            channels["graph"] = extra  # without a weight of its own: what the graph adds is ranked by its boosts
        return channels, signals, degraded

    def _depth(self, query: Query) -> int:
        """Hits asked of each vector space: a document may hold several of the best chunks."""
        return max(self._weights.first, query.limit * (_CHUNKS_A_DOCUMENT if query.by_document else 1))

    async def _vector_search(
        self, query: Query, vector: SparseVector, limit: int
    ) -> tuple[dict[str, list[VectorHit]], tuple[str, ...]]:
        """Hits by vector space, and the spaces left out since their encoder failed."""
        channels: dict[str, list[VectorHit]] = {}
        if query.stages.sparse:
            channels["sparse"] = await self._vectors.search_sparse(vector, query.where, limit)
        if query.stages.dense:
            try:
                dense = await self._work.run(self._embedder.embed_query, query.text)
            except ModelError:
                if not query.stages.sparse:
                    raise
                return channels, ("dense",)
            channels["dense"] = await self._vectors.search_dense(dense, query.where, limit)
        return channels, ()

    async def _graph_documents(
        self, query: Query, vector: SparseVector, channels: Mapping[str, Sequence[VectorHit]], signals: GraphSignals
    ) -> list[VectorHit]:
        """Best chunks of the documents that the graph proposes and the first stage did not find."""
        boosts = self._document_boosts(signals)
        for fact in signals.facts:
            boosts[fact.document_id] = boosts.get(fact.document_id, 0.0) + self._weights.fact
        found = {hit.document_id for hits in channels.values() for hit in hits}
        missing = sorted((d for d in boosts if d not in found), key=lambda d: -boosts[d])
        chosen = tuple(missing[: self._weights.graph_documents])
        if not chosen:
            return []
        where = replace(query.where, documents=chosen)
        return await self._vectors.search_sparse(vector, where, 4 * len(chosen))

    async def _visible(
        self, depth: int, query: Query, channels: Mapping[str, Sequence[VectorHit]], signals: GraphSignals
    ) -> list[_Scored]:
        """Fused candidates that are current and in force, and the chunks of the facts."""
        fused = fuse(channels)
        scores = {chunk_id: (score, parts) for chunk_id, score, parts in fused[: depth + len(signals.facts)]}
        for fact in signals.facts:
            scores.setdefault(fact.chunk_id, (0.0, {}))
        passages = await self._graph.passages(list(scores))
        found = await endings(self._graph, query.where.tenant, passages)
        passages = [ended(passage, found) for passage in passages] if found else passages
        return [_Scored(p, *scores[p.chunk_id]) for p in passages if allowed(p, query.where)]

    def _ordered(
        self, query: Query, scored: Sequence[_Scored], signals: GraphSignals, watch: Stopwatch
    ) -> tuple[tuple[str, ...], list[ScoredPassage]]:
        """What failed and is named, and the candidates in order; by the fused scores where the reranker fails."""
        left_out: tuple[str, ...] = ()
        with watch("rerank"):
            try:
                self._rerank(query, scored)
            except ModelError:
                left_out = ("rerank",)
        with watch("rank"):
            return left_out, self._ranked(query, scored, signals)

    def _rerank(self, query: Query, scored: Sequence[_Scored]) -> None:
        """Text scores of the reranker for the first candidates, scaled to 0 to 1; the rest stay below them."""
        if not query.stages.rerank or self._reranker is None or not scored:
            return
        head, tail = scored[: self._weights.reranked], scored[self._weights.reranked :]
        candidates = [Candidate(s.passage, s.text_score, s.channels) for s in head]
        scores = self._reranker.rerank(query.text, candidates)
        low, high = min(scores), max(scores)
        spread = (high - low) or 1.0
        for item, score in zip(head, scores, strict=True):
            item.text_score = (score - low) / spread
            item.channels["rerank"] = score
        for item in tail:
            item.text_score -= 1.0

    def _ranked(self, query: Query, scored: Sequence[_Scored], signals: GraphSignals) -> list[ScoredPassage]:
        """The candidates with what the graph adds, best first: one a document or none twice, as the query says."""
        boosts = self._document_boosts(signals)
        facts: dict[str, tuple[Fact, ...]] = {}
        for fact in signals.facts:
            facts[fact.chunk_id] = (*facts.get(fact.chunk_id, ()), fact)
        for item in scored:
            stated = self._weights.fact if item.passage.chunk_id in facts else 0.0
            if boost := boosts.get(item.passage.document_id, 0.0) + stated:
                item.text_score += boost
                item.channels["graph"] = boost
        best = sorted(scored, key=lambda item: -item.text_score)
        if query.by_document:
            of_document: dict[str, _Scored] = {}
            for item in best:
                of_document.setdefault(item.passage.document_id, item)
            best = list(of_document.values())
        ranked = (
            ScoredPassage(item.passage, item.text_score, item.channels, facts.get(item.passage.chunk_id, ()))
            for item in best
        )
        return list(without_duplicates(ranked, query.limit) if query.stages.dedupe else islice(ranked, query.limit))

    def _document_boosts(self, signals: GraphSignals) -> dict[str, float]:
        weights, boosts = self._weights, dict[str, float]()
        for part, weight in (
            (signals.seeds, weights.seed),
            (signals.hops, weights.hop),
            (signals.pagerank, weights.pagerank),
        ):
            for document, value in part.items():
                boosts[document] = boosts.get(document, 0.0) + weight * value
        return boosts


def _enough(scored: Sequence[_Scored], query: Query) -> bool:
    """Whether as many passages, or documents, are visible as were asked for."""
    found = {item.passage.document_id if query.by_document else item.passage.chunk_id for item in scored}
    return len(found) >= query.limit


def _merged(hits: Iterable[VectorHit], extra: Iterable[VectorHit]) -> list[VectorHit]:
    best = {hit.chunk_id: hit for hit in (*extra, *hits)}
    return sorted(best.values(), key=lambda hit: -hit.score)
