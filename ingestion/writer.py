"""Keeps graph store and vector index in agreement.

A batch is staged in the graph store, its vectors are written and made durable, then one transaction makes its documents
current; what they replace leaves the index last, by way of the outbox. Until the transaction the old versions answer,
and whatever a crash leaves half done, `StoreWriter.recover` undoes or finishes.

Several may write to a store in one process (a server's jobs): they take turns, a batch each, in the order in which they
asked. So what one finds staged or in the outbox is what a crash or a failed write left there, and nobody's live work.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from weakref import WeakKeyDictionary

from graph.model import DocumentRecord
from graph.ports import Embedder, GraphStore, VectorPoint, VectorStore
from graph.results import Revision
from graph.retrieval.sparse import SparseEncoder
from ingestion.vectors import points_of

_REINDEX_BATCH = 500
_turns: WeakKeyDictionary[GraphStore, asyncio.Lock] = WeakKeyDictionary()


def writing_turn(graph: GraphStore) -> asyncio.Lock:
    """The lock of those who write to a store in this process; first come, first served."""
    return _turns.setdefault(graph, asyncio.Lock())


class StoreWriter:
    """Writes and deletes documents in both stores."""

    def __init__(self, graph: GraphStore, vectors: VectorStore) -> None:
        self._graph = graph
        self._vectors = vectors
        self._turn = writing_turn(graph)

    async def recover(self, embedder: Callable[[], Embedder]) -> int:
        """Undoes what a crash left staged and finishes what it left in the outbox; returns how much was staged.

        Chunk ids are those of document, text and place, so that a new reading of the same text (another chunker) may
        have left its vectors under ids that are current: those are encoded anew before the staging is forgotten.

        Args:
            embedder: Opens the embedder of the index, where that is needed.
        """
        async with self._turn:
            half = await self._graph.half_replaced()
            if half:
                encoder = await asyncio.to_thread(embedder)
                await self._vectors.upsert(await asyncio.to_thread(points_of, half, SparseEncoder(), encoder))
                await self._vectors.flush()
            undone = await self._graph.recover()
            await self._drain()
            return undone

    async def write(self, records: Sequence[DocumentRecord], points: Sequence[VectorPoint]) -> list[Revision]:
        """Makes the records current, with the points of all their chunks; returns their revisions."""
        async with self._turn:
            revisions = await self._graph.stage(records)
            await self._vectors.upsert(points)
            await self._vectors.flush()
            await self._graph.commit(revisions)
            await self._drain()
            return revisions

    async def delete(self, tenant: str, document_ids: Sequence[str]) -> int:
        """Deletes documents and exactly what nothing else supports; returns how many there were."""
        async with self._turn:
            count = await self._graph.delete_documents(tenant, document_ids)
            await self._drain()
            return count

    async def _drain(self) -> None:
        """Takes what is no longer current out of the index."""
        gone = await self._graph.outbox()
        if gone:
            await self._vectors.delete(gone)
            await self._vectors.flush()
            await self._graph.clear_outbox(gone)


async def delete_documents(
    graph: GraphStore, vectors: VectorStore, embedder: Embedder, tenant: str, document_ids: Sequence[str]
) -> int:
    """Deletes documents from both stores; returns how many there were.

    Raises:
        StoreError: A store failed; what was done so far holds, the rest is finished on the next run.
    """
    writer = StoreWriter(graph, vectors)
    await writer.recover(lambda: embedder)
    return await writer.delete(tenant, document_ids)


async def reindex(graph: GraphStore, vectors: VectorStore, embedder: Embedder) -> int:
    """Fills the vector index from the graph store and removes what does not belong there; returns the chunks.

    Searches go on meanwhile, writers of this process wait; after an interruption it can simply be started again. What a
    crash left staged stays noted for the next write: it may concern the collection of another embedder, to which one
    can still go back.
    """
    async with writing_turn(graph):
        current = await _encode_all(graph, vectors, embedder)
        strays = [chunk_id for chunk_id in await vectors.ids() if chunk_id not in current]
        if strays:
            await vectors.delete(strays)
        await vectors.flush()
    await vectors.optimise()
    return len(current)


async def _encode_all(graph: GraphStore, vectors: VectorStore, embedder: Embedder) -> set[str]:
    """Writes the vectors of all current chunks; returns their ids."""
    sparse = SparseEncoder()
    current: set[str] = set()
    last = ""
    while records := await graph.records(after=last, limit=_REINDEX_BATCH):
        points = await asyncio.to_thread(points_of, records, sparse, embedder)
        await vectors.upsert(points)
        current.update(point.chunk_id for point in points)
        last = records[-1].document.id
    return current
