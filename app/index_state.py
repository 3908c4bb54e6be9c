"""Whether the vector index was made by the encoders that the settings name."""

from __future__ import annotations

from graph.errors import StoreError
from graph.ports import Embedder, GraphStore, VectorStore
from graph.retrieval.sparse import SparseEncoder

_KEY = "vector_fingerprint"


def index_fingerprint(embedder: Embedder) -> str:
    """Names the encoders of both vector spaces."""
    return f"{embedder.fingerprint}+{SparseEncoder().fingerprint}"


async def note_index(graph: GraphStore, embedder: Embedder) -> None:
    """Keeps in the graph store which encoders made the index."""
    await graph.set_meta(_KEY, index_fingerprint(embedder))


async def check_index(graph: GraphStore, vectors: VectorStore, embedder: Embedder) -> None:
    """Makes sure that there is an index and that questions are encoded as it was.

    Raises:
        StoreError: Other encoders made the index, or it is gone.
    """
    made_by, now = await graph.get_meta(_KEY), index_fingerprint(embedder)
    if made_by is None:
        await note_index(graph, embedder)
    elif made_by != now:
        raise StoreError(
            f"The index was made with {made_by}, but the settings name {now}. "
            "Run vinagraph reindex, or set VINAGRAPH_EMBEDDER_URL back."
        )
    if await vectors.count() == 0 and await graph.records(limit=1):
        raise StoreError("Documents are stored, but the vector index is empty. Run vinagraph reindex to rebuild it.")
