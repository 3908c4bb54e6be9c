"""`VectorStore` over Qdrant Edge."""

from __future__ import annotations

import asyncio
import hashlib
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from graph.errors import StoreError
from graph.ports import FloatArray, SearchFilter, SparseVector, VectorHit, VectorPoint
from graph.stores.edge.client import EdgeProcess
from graph.stores.edge.wire import batch_of

_SLICE = 256
"""Points in one request: under a millisecond to pack, so that the event loop goes on."""

_UNSAFE = re.compile(r"[^a-z0-9]+")


def collection_folder(path: Path, fingerprint: str) -> Path:
    """Folder of the vectors of one embedder, below the folder of the index."""
    name = _UNSAFE.sub("-", fingerprint.lower()).strip("-")[:40]
    return path / f"{name}-{hashlib.blake2b(fingerprint.encode(), digest_size=6).hexdigest()}"


def _collections_beside(folder: Path) -> list[str]:
    return sorted(str(other.parent) for other in folder.parent.glob("*/shard") if other.parent != folder)


def _remove(folder: Path) -> None:
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreError(
            f"The old vector collection {folder} cannot be removed: {error.strerror}. Delete that folder yourself."
        ) from error


class EdgeVectorStore:
    """An index on this machine, held by a process of its own so that its work never stops the event loop.

    Every method raises `StoreError` when the index fails; a write that returned survives a kill.
    """

    def __init__(self, process: EdgeProcess, folder: Path) -> None:
        self._process = process
        self._folder = folder

    @classmethod
    async def open(cls, path: Path, dimension: int, *, fingerprint: str) -> EdgeVectorStore:
        """Opens the collection of an embedder, and makes it if need be.

        Args:
            path: Folder of the index; it holds one collection an embedder.
            dimension: Length of the dense vectors.
            fingerprint: The embedder's.

        Raises:
            StoreBusy: Another process holds it.
            StoreError: It cannot be opened.
        """
        folder = collection_folder(path, fingerprint)
        process = EdgeProcess(folder, dimension)
        await process.start()
        return cls(process, folder)

    async def upsert(self, points: Sequence[VectorPoint]) -> None:
        """Adds points or replaces those with the same id; visible at once."""
        for start in range(0, len(points), _SLICE):
            await self._process.call("upsert", batch_of(points[start : start + _SLICE]))

    async def delete(self, chunk_ids: Sequence[str]) -> None:
        """Removes points; unknown ids are ignored."""
        if chunk_ids:
            await self._process.call("delete", list(chunk_ids))

    async def flush(self) -> None:
        """Makes all writes so far durable, a power cut included; some 0.1 s, so once a batch."""
        await self._process.call("flush")

    async def optimise(self) -> None:
        """Lets the engine drop what was deleted or replaced, once that is a fifth of all points.

        Queries wait meanwhile, so it belongs at the end of an ingest; where little was deleted it does nothing.
        """
        await self._process.call("optimise")

    async def search_dense(self, vector: FloatArray, where: SearchFilter, limit: int) -> list[VectorHit]:
        """Nearest points by cosine, best first; a zero vector is near nothing."""
        if not vector.any():
            return []
        return list(map(VectorHit._make, await self._process.call("search_dense", vector, where, limit)))

    async def search_sparse(self, vector: SparseVector, where: SearchFilter, limit: int) -> list[VectorHit]:
        """Points by the sum of query weight x impact x IDF, best first."""
        if not len(vector.indices):
            return []
        return list(map(VectorHit._make, await self._process.call("search_sparse", vector, where, limit)))

    async def count(self, tenant: str | None = None) -> int:
        """Number of points."""
        return int(await self._process.call("count", tenant))

    async def ids(self) -> list[str]:
        """All chunk ids in the index, in no order."""
        return list(await self._process.call("ids"))

    async def clear(self) -> None:
        """Removes all points."""
        await self._process.call("clear")

    async def other_collections(self) -> list[str]:
        """Folders of the collections beside this one."""
        return await asyncio.to_thread(_collections_beside, self._folder)

    async def drop(self, fingerprint: str) -> None:
        """Removes the collection of another embedder; there need not be one."""
        folder = collection_folder(self._folder.parent, fingerprint)
        if folder == self._folder:
            raise StoreError(f"The vector collection {folder} is in use and is not removed.")
        await asyncio.to_thread(_remove, folder)

    async def close(self) -> None:
        """Flushes and releases the index."""
        await self._process.close()
