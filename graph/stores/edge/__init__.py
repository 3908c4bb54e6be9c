"""The embedded vector store: Qdrant Edge, in a process of its own."""

from graph.stores.edge.store import EdgeVectorStore

__all__ = ["EdgeVectorStore"]
