"""Port of the vector index, and what goes in and out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SparseVector:
    """Term ids (uint32, unique, ascending) and their weights (float32), of equal length."""

    indices: npt.NDArray[np.uint32]
    values: FloatArray


@dataclass(frozen=True, slots=True)
class VectorPoint:
    """A chunk as the vector index holds it.

    Attributes:
        chunk_id: Id of the point.
        document_id: Its document.
        tenant: Owner.
        dense: Unit vector of the embedder's dimension.
        sparse: Impacts of the chunk's terms (the engine multiplies by IDF).
        source: Collection of the document, for filters.
        kind: Kind of document (type of legal instrument, file type), for filters.
        validity: First day in force and first day no longer in force.
    """

    chunk_id: str
    document_id: str
    tenant: str
    dense: FloatArray
    sparse: SparseVector
    source: str = ""
    kind: str = ""
    validity: tuple[date | None, date | None] = (None, None)


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """What a hit must satisfy; empty fields ask nothing.

    Attributes:
        tenant: Whose it is.
        sources: Collections, one of which it is in.
        kinds: Kinds, one of which it is of.
        documents: Ids of documents, one of which it stands in.
        in_force_on: Day on which it is in force.
        not_in_force_on: Day on which it is not: before its first or after its last.
    """

    tenant: str
    sources: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    in_force_on: date | None = None
    not_in_force_on: date | None = None


class VectorHit(NamedTuple):
    """A point found, with its score in one vector space. A tuple, since a search makes hundreds."""

    chunk_id: str
    document_id: str
    score: float


class VectorStore(Protocol):
    """An index derived from the graph store: vectors, ids and filter fields; rebuilt at any time."""

    async def upsert(self, points: Sequence[VectorPoint]) -> None:
        """Adds points or replaces those with the same id; visible at once, durable after `flush`."""
        ...

    async def delete(self, chunk_ids: Sequence[str]) -> None:
        """Removes points; unknown ids are ignored."""
        ...

    async def flush(self) -> None:
        """Makes all writes so far durable."""
        ...

    async def optimise(self) -> None:
        """Builds the engine's search structures over what was written since; may take seconds."""
        ...

    async def search_dense(self, vector: FloatArray, where: SearchFilter, limit: int) -> list[VectorHit]:
        """Nearest points by cosine, best first."""
        ...

    async def search_sparse(self, vector: SparseVector, where: SearchFilter, limit: int) -> list[VectorHit]:
        """Points by the sum of query weight x impact x IDF, best first."""
        ...

    async def count(self, tenant: str | None = None) -> int:
        """Number of points."""
        ...

    async def ids(self) -> list[str]:
        """All chunk ids in the index, in no order (for checks and repair)."""
        ...

    async def clear(self) -> None:
        """Removes all points."""
        ...

    async def other_collections(self) -> list[str]:
        """Names of the collections beside the open one: those of other embedders, whoever made them."""
        ...

    async def drop(self, fingerprint: str) -> None:
        """Removes the collection of another embedder; there need not be one.

        Raises:
            StoreError: It is the open one, or cannot be removed.
        """
        ...

    async def close(self) -> None:
        """Flushes and releases the index."""
        ...
