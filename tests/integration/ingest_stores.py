"""Opens the embedded stores of a folder, for tests of ingestion."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from graph.embedding.factory import open_embedder
from graph.model import DocumentRecord
from graph.stores.edge import EdgeVectorStore
from graph.stores.sqlite import SqliteGraphStore
from ingestion.pipeline import IngestOptions, IngestSummary, ingest

EMBEDDER = "static:"


@dataclass(frozen=True, slots=True)
class Stores:
    """Both stores of a folder."""

    graph: SqliteGraphStore
    vectors: EdgeVectorStore

    async def ingest(self, *paths: Path | str, options: IngestOptions | None = None) -> IngestSummary:
        """Ingests with one worker."""
        return await ingest(
            paths,
            options or IngestOptions(workers=1),
            graph=self.graph,
            vectors=self.vectors,
            embedder_url=EMBEDDER,
        )

    async def contents(self) -> dict[str, DocumentRecord]:
        """Everything that is current, by URI."""
        found: dict[str, DocumentRecord] = {}
        last = ""
        while records := await self.graph.records(after=last):
            found.update((record.document.uri, record) for record in records)
            last = records[-1].document.id
        return found

    async def assert_whole(self) -> None:
        """Each document has its text, its chunks lie in it, and the index holds exactly these chunks."""
        chunk_ids: list[str] = []
        for record in (await self.contents()).values():
            text = record.document.text
            covered = "".join(text[chunk.start : chunk.end] for chunk in record.chunks)
            assert "".join(covered.split()) == "".join(text.split())
            chunk_ids += [chunk.id for chunk in record.chunks]
        assert sorted(await self.vectors.ids()) == sorted(chunk_ids)
        assert await self.graph.outbox() == []


@asynccontextmanager
async def open_stores(folder: Path) -> AsyncIterator[Stores]:
    """Opens the stores, and closes them at the end."""
    embedder = open_embedder(EMBEDDER)
    graph = await SqliteGraphStore.open(folder / "graph.db")
    vectors = await EdgeVectorStore.open(folder / "vectors", embedder.dimension, fingerprint=embedder.fingerprint)
    try:
        yield Stores(graph, vectors)
    finally:
        await vectors.close()
        await graph.close()
