"""The Qdrant Edge shard and what is asked of it; runs in the index process only.

The library holds the interpreter's lock during every call, so that calls go one after the other.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

import qdrant_edge as edge

from graph.ports import FloatArray, SearchFilter, SparseVector
from graph.stores.edge.wire import HELD, PointBatch

DENSE, SPARSE = "dense", "sparse"
_FIELDS = {
    "tenant": edge.PayloadSchemaType.Keyword,
    "document": edge.PayloadSchemaType.Keyword,
    "source": edge.PayloadSchemaType.Keyword,
    "kind": edge.PayloadSchemaType.Keyword,
    "valid_from": edge.PayloadSchemaType.Integer,
    "valid_to": edge.PayloadSchemaType.Integer,
}
_HNSW = edge.HnswIndexConfig(m=16, ef_construct=100, full_scan_threshold=10_000)
INDEXING_THRESHOLD_KB = 4_000_000
"""Size of the vectors, sparse ones included, below which they are scanned: 1.5 million points of 300 terms.

Measured at 100,000 points of 128 dimensions and 300 terms on one core: a scan takes 5 ms, and building the
structures that would make it 2 ms takes 45 s, in which every query waits, and 3 GB. Whoever needs more
points than that needs Qdrant's server.
"""
_SPARSE_SCAN = 500
"""Points that a filter may leave for a scan of their sparse vectors, 1.5 ms; more go through the index."""

_WIDER = 2
_DOCUMENT = "document"
_TESTED = (_DOCUMENT, "source", "kind", "valid_from", "valid_to")
_SCROLL = 10_000
_OPEN_SECONDS = 4.0
_RETRY_SECONDS = 0.05
_SPARSE_VECTORS = edge.EdgeSparseVectorParams(modifier=edge.Modifier.Idf, full_scan_threshold=_SPARSE_SCAN)
Hits = list[tuple[str, str, float]]


def _config(dimension: int) -> edge.EdgeConfig:
    return edge.EdgeConfig(
        vectors={DENSE: edge.EdgeVectorParams(size=dimension, distance=edge.Distance.Cosine)},
        sparse_vectors={SPARSE: _SPARSE_VECTORS},
        hnsw_config=_HNSW,
        optimizers=edge.EdgeOptimizersConfig(indexing_threshold=INDEXING_THRESHOLD_KB),
        wal_enabled=True,
    )


class ShardHeld(Exception):
    """Another process holds the shard."""


def held(folder: Path) -> BinaryIO:
    """Lock file of a shard, locked until it is closed or the process ends.

    The engine locks a shard too, but version 0.9 reads the segments before that: beside a process that is
    just flushing and letting go, it then misses what this one wrote (seen in one opening out of two).
    A process that a killed program left behind lets go within seconds, so a held shard is tried for a while.

    Raises:
        ShardHeld: Another process holds it and keeps it.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    file = folder.with_suffix(".lock").open("ab")
    deadline = time.monotonic() + _OPEN_SECONDS
    while True:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError) as error:  # POSIX allows either
            if time.monotonic() > deadline:
                file.close()
                raise ShardHeld(HELD) from error
        else:
            return file
        time.sleep(_RETRY_SECONDS)


def open_shard(folder: Path, dimension: int) -> edge.EdgeShard:
    """Opens the shard in a folder, and makes it if need be."""
    if not (folder / "edge_config.json").exists():
        folder.mkdir(parents=True, exist_ok=True)
        return edge.EdgeShard.create(str(folder), _config(dimension))
    return edge.EdgeShard.load(str(folder), _config(dimension))


class Engine:
    """One shard with a dense and a sparse vector a point."""

    def __init__(self, folder: Path, dimension: int) -> None:
        self._held = held(folder)
        self._shard = open_shard(folder, dimension)
        for name, schema in _FIELDS.items():
            self._shard.update(edge.UpdateOperation.create_field_index(name, schema))

    def upsert(self, batch: PointBatch) -> None:
        """Adds or replaces points."""
        points, start = [], 0
        for id_, payload, dense, end in zip(
            batch.ids, batch.payloads, batch.dense.tolist(), batch.ends.tolist(), strict=True
        ):
            sparse = edge.SparseVector(batch.indices[start:end].tolist(), batch.values[start:end].tolist())
            points.append(edge.Point(id_, {DENSE: dense, SPARSE: sparse}, payload))
            start = end
        self._shard.update(edge.UpdateOperation.upsert_points(points))

    def delete(self, ids: list[str]) -> None:
        """Removes points."""
        self._shard.update(edge.UpdateOperation.delete_points(list(ids)))

    def flush(self) -> None:
        """Makes writes durable."""
        self._shard.flush()

    def optimise(self) -> None:
        """Builds search structures where the shard is large enough, and drops what was deleted."""
        self._shard.optimize()

    def search_dense(self, vector: FloatArray, where: SearchFilter, limit: int) -> Hits:
        """Nearest by cosine."""
        return self._search(edge.Query.Nearest(vector.tolist(), DENSE), where, limit)

    def search_sparse(self, vector: SparseVector, where: SearchFilter, limit: int) -> Hits:
        """Best by weighted terms."""
        query = edge.SparseVector(vector.indices.tolist(), vector.values.tolist())
        return self._search(edge.Query.Nearest(query, SPARSE), where, limit)

    def _search(self, query: edge.Query, where: SearchFilter, limit: int) -> Hits:
        """Best points that satisfy a filter.

        The engine tests one condition with its index, and several point by point, which makes a scan seven
        times slower. Most filters leave most points, so twice as many are asked for by tenant alone and
        sorted out here; the result is the same. Only where too few remain does the engine test them all.
        """
        alone = where == SearchFilter(where.tenant)
        if alone or where.documents:
            return [hit[:3] for hit in self._ask(query, _filter(where), limit)]
        wide = self._ask(query, _filter(SearchFilter(where.tenant)), _WIDER * limit, _TESTED)
        kept = [hit[:3] for hit in wide if _satisfies(hit[3], where)][:limit]
        if len(kept) == limit or len(wide) < _WIDER * limit:
            return kept
        return [hit[:3] for hit in self._ask(query, _filter(where), limit)]

    def _ask(
        self, query: edge.Query, where: edge.Filter, limit: int, fields: Sequence[str] = (_DOCUMENT,)
    ) -> list[tuple[str, str, float, dict[str, Any]]]:
        """Best points, each with those fields of its payload; each field takes time."""
        request = edge.SearchRequest(query, limit, filter=where, with_payload=list(fields))
        found = []
        for hit in self._shard.search(request):
            payload = hit.payload or {}
            found.append((str(hit.id), payload[_DOCUMENT], hit.score, payload))
        return found

    def count(self, tenant: str | None) -> int:
        """Number of points."""
        where = None if tenant is None else edge.Filter(must=[_matches("tenant", tenant)])
        return int(self._shard.count(edge.CountRequest(exact=True, filter=where)))

    def ids(self) -> list[str]:
        """Ids of all points."""
        found: list[str] = []
        offset: Any = None
        while True:
            records, offset = self._shard.scroll(
                edge.ScrollRequest(offset=offset, limit=_SCROLL, with_payload=False, with_vector=False)
            )
            found += [str(record.id) for record in records]
            if offset is None:
                return found

    def clear(self) -> None:
        """Removes all points."""
        self._shard.update(edge.UpdateOperation.delete_points_by_filter(edge.Filter()))

    def close(self) -> None:
        """Flushes and releases the shard."""
        self._shard.flush()
        self._shard.close()
        self._held.close()


def _satisfies(payload: dict[str, Any], where: SearchFilter) -> bool:
    """What `_filter` asks of a point of the tenant, apart from its document."""
    held, not_held = where.in_force_on, where.not_in_force_on
    valid = range(payload["valid_from"], payload["valid_to"])
    return (
        (not where.sources or payload["source"] in where.sources)
        and (not where.kinds or payload["kind"] in where.kinds)
        and (held is None or held.toordinal() in valid)
        and (not_held is None or not_held.toordinal() not in valid)
    )


def _matches(key: str, value: str) -> edge.FieldCondition:
    return edge.FieldCondition(key, match=edge.MatchValue(value))


def _filter(where: SearchFilter) -> edge.Filter:
    conditions = [_matches("tenant", where.tenant)]
    for key, values in (("source", where.sources), ("kind", where.kinds), ("document", where.documents)):
        if values:
            conditions.append(edge.FieldCondition(key, match=edge.MatchAny(list(values))))
    if where.in_force_on is not None:
        day = where.in_force_on.toordinal()
        conditions.append(edge.FieldCondition("valid_from", range=edge.RangeFloat(lte=day)))
        conditions.append(edge.FieldCondition("valid_to", range=edge.RangeFloat(gt=day)))
    if where.not_in_force_on is None:
        return edge.Filter(must=list(conditions))
    day = where.not_in_force_on.toordinal()
    before = edge.FieldCondition("valid_from", range=edge.RangeFloat(gt=day))
    after = edge.FieldCondition("valid_to", range=edge.RangeFloat(lte=day))
    return edge.Filter(must=list(conditions), should=[before, after])
