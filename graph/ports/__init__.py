"""What retrieval, ingestion and the agent ask of stores and encoders.

Each port has one contract suite in ``tests/contract/`` that every implementation passes.
"""

from graph.ports.encoders import Candidate, Embedder, Reranker
from graph.ports.graph_store import GraphStore
from graph.ports.vectors import FloatArray, SearchFilter, SparseVector, VectorHit, VectorPoint, VectorStore

__all__ = [
    "Candidate",
    "Embedder",
    "FloatArray",
    "GraphStore",
    "Reranker",
    "SearchFilter",
    "SparseVector",
    "VectorHit",
    "VectorPoint",
    "VectorStore",
]
