"""The small world in real embedded stores, and models that cannot be reached."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from graph.embedding.static import StaticEmbedder
from graph.errors import ModelError, ModelUnavailable
from graph.ports import Candidate, FloatArray, GraphStore, VectorStore
from graph.retrieval.sparse import SparseEncoder
from graph.stores.edge import EdgeVectorStore
from graph.stores.sqlite import SqliteGraphStore
from ingestion.vectors import points_of
from ingestion.writer import StoreWriter
from tests.small_world import records

Stores = tuple[GraphStore, VectorStore]


@asynccontextmanager
async def small_stores(folder: Path) -> AsyncIterator[Stores]:
    """Opens stores in a folder and puts the small world into them."""
    graph = await SqliteGraphStore.open(folder / "graph.sqlite")
    vectors = await EdgeVectorStore.open(folder / "vectors", StaticEmbedder().dimension, fingerprint="t")
    written = records()
    await StoreWriter(graph, vectors).write(written, points_of(written, SparseEncoder(), StaticEmbedder()))
    yield graph, vectors
    await vectors.close()
    await graph.close()


class NoEmbedder(StaticEmbedder):
    """Cannot be reached once it is open."""

    def embed_query(self, text: str) -> FloatArray:
        """Fails."""
        raise ModelUnavailable("The embedder does not answer.")


class NoReranker:
    """Cannot be reached."""

    def rerank(self, question: str, candidates: Sequence[Candidate]) -> list[float]:
        """Fails."""
        raise ModelError("The reranker does not answer.")
