"""Chunks to the points of the vector index."""

from __future__ import annotations

from collections.abc import Sequence

from graph.model import DocumentRecord
from graph.ports import Embedder, VectorPoint
from graph.retrieval.fields import embedded_text, fields_of
from graph.retrieval.sparse import SparseEncoder

KIND = "kind"
"""Metadata key of a document's kind, by which searches can be filtered."""


def points_of(records: Sequence[DocumentRecord], sparse: SparseEncoder, embedder: Embedder) -> list[VectorPoint]:
    """One point a chunk, in the order of the records and their chunks."""
    owners = [(record.document, chunk) for record in records for chunk in record.chunks]
    passages = [fields_of(document, chunk) for document, chunk in owners]
    dense = embedder.embed_passages([embedded_text(passage) for passage in passages])
    return [
        VectorPoint(
            chunk_id=chunk.id,
            document_id=document.id,
            tenant=document.tenant,
            dense=vector,
            sparse=terms,
            source=document.source,
            kind=document.metadata.get(KIND, ""),
            validity=(chunk.validity.start, chunk.validity.end),
        )
        for (document, chunk), vector, terms in zip(owners, dense, sparse.encode_passages(passages), strict=True)
    ]
