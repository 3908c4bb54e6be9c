"""Whether the vector index was made by the encoders that the settings name, and which collections it has.

The graph store keeps the active fingerprint and the embedders of which this store has made a collection.
One is noted before it is made and forgotten after it is gone, so that a crash at any moment leaves none unknown;
collections that are not noted belong to somebody else and are never touched.
"""

from __future__ import annotations

import json

from graph.errors import StoreError
from graph.ports import Embedder, GraphStore, VectorStore
from graph.retrieval.sparse import SparseEncoder

_KEY = "vector_fingerprint"
_COLLECTIONS = "vector_collections"


def index_fingerprint(embedder: Embedder) -> str:
    """Names the encoders of both vector spaces."""
    return f"{embedder.fingerprint}+{SparseEncoder().fingerprint}"


async def note_index(graph: GraphStore, embedder: Embedder) -> None:
    """Keeps in the graph store which encoders made the index."""
    await graph.set_meta(_KEY, index_fingerprint(embedder))


async def note_collection(graph: GraphStore, embedder: Embedder) -> None:
    """Keeps in the graph store that an embedder has a collection, before that is made."""
    known = await _collections(graph)
    now = known | await _kept(graph, embedder)
    if now != known:
        await graph.set_meta(_COLLECTIONS, json.dumps(sorted(now)))


async def drop_old_collections(graph: GraphStore, vectors: VectorStore, embedder: Embedder) -> None:
    """Removes the collections of this store that are neither active nor open.

    Raises:
        StoreError: One cannot be removed.
    """
    known, kept = await _collections(graph), await _kept(graph, embedder)
    for fingerprint in sorted(known - kept):
        await vectors.drop(fingerprint)
    if known - kept:
        await graph.set_meta(_COLLECTIONS, json.dumps(sorted(known & kept)))


async def _collections(graph: GraphStore) -> set[str]:
    """Fingerprints of the embedders of which this store has made a collection."""
    return set(json.loads(await graph.get_meta(_COLLECTIONS) or "[]"))


async def _kept(graph: GraphStore, embedder: Embedder) -> set[str]:
    """Fingerprints of the open embedder and of the active one, whose collection answers until another is filled."""
    active = await graph.get_meta(_KEY)
    return {embedder.fingerprint} | ({active.rsplit("+", 1)[0]} if active is not None else set())


async def check_index(graph: GraphStore, vectors: VectorStore, embedder: Embedder) -> None:
    """Makes sure that there is an index and that questions are encoded as it was; old collections are removed.

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
    await drop_old_collections(graph, vectors, embedder)
