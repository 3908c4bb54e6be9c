"""An index in memory for training and benchmarks: the engine's formulas, without the engine."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from graph.embedding.static import StaticEmbedder
from graph.ports import FloatArray, SparseVector, VectorHit
from graph.results import Passage
from graph.retrieval.fields import embedded_text, fields_of_passage
from graph.retrieval.sparse import SparseEncoder
from graph.text.tables import TermTable

NO_RELIABILITY = TermTable(np.empty(0, dtype=np.uint32), np.empty(0, dtype=np.uint8), 0.0, 1.0)


class SparseIndex:
    """Exact search by the sum of query value x impact x ln(1 + (N - n + 0.5) / (n + 0.5)), as Qdrant's IDF."""

    def __init__(self, vectors: Sequence[SparseVector]) -> None:
        lengths = [len(vector.indices) for vector in vectors]
        self._terms, columns = np.unique(np.concatenate([v.indices for v in vectors]), return_inverse=True)
        rows = np.repeat(np.arange(len(vectors)), lengths)
        values = np.concatenate([v.values for v in vectors])
        self._matrix = sp.csc_array((values, (rows, columns)), shape=(len(vectors), len(self._terms)))
        holding = np.diff(self._matrix.indptr)
        self._idf = np.log(1.0 + (len(vectors) - holding + 0.5) / (holding + 0.5)).astype(np.float32)

    def scores(self, query: SparseVector) -> FloatArray:
        """Score of every vector [number of vectors]."""
        _, places, asked = np.intersect1d(self._terms, query.indices, assume_unique=True, return_indices=True)
        scores = np.zeros(self._matrix.shape[0], dtype=np.float32)
        for place, value in zip(places, query.values[asked], strict=True):
            postings = slice(self._matrix.indptr[place], self._matrix.indptr[place + 1])
            scores[self._matrix.indices[postings]] += value * self._idf[place] * self._matrix.data[postings]
        return scores


class PassageIndex:
    """Sparse and dense search over passages held in memory."""

    def __init__(self, passages: Sequence[Passage], embedder: StaticEmbedder) -> None:
        self._passages = passages
        self._embedder = embedder
        encoder = SparseEncoder(reliability=NO_RELIABILITY)
        fields = [fields_of_passage(passage) for passage in passages]
        self._sparse = SparseIndex(encoder.encode_passages(fields))
        self._dense = embedder.embed_passages([embedded_text(each) for each in fields])
        self._by_chunk = {passage.chunk_id: passage for passage in passages}

    def search_sparse(self, query: SparseVector, limit: int) -> list[VectorHit]:
        """Best passages by sparse score."""
        return self._best(self._sparse.scores(query), limit)

    def search_dense(self, question: str, limit: int) -> list[VectorHit]:
        """Best passages by cosine."""
        return self._best(self._dense @ self._embedder.embed_query(question), limit)

    def passage(self, chunk_id: str) -> Passage:
        """The passage with that id."""
        return self._by_chunk[chunk_id]

    def _best(self, scores: npt.NDArray[np.float32], limit: int) -> list[VectorHit]:
        limit = min(limit, len(scores))
        best = np.argpartition(-scores, limit - 1)[:limit]
        best = best[np.argsort(-scores[best], kind="stable")]
        found = [(self._passages[place], float(scores[place])) for place in best]
        return [VectorHit(passage.chunk_id, passage.document_id, score) for passage, score in found]
