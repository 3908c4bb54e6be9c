"""The embedded graph store: one SQLite file, no server."""

from graph.stores.sqlite.store import SqliteGraphStore

__all__ = ["SqliteGraphStore"]
