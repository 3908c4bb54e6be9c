"""What a crash in the middle of a write leaves in the two stores, and what the next run makes of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from graph.embedding.static import StaticEmbedder
from graph.errors import ModelUnavailable
from graph.model import DocumentRecord
from graph.ports import Embedder, SearchFilter, SparseVector
from graph.retrieval.sparse import SparseEncoder
from ingestion.vectors import points_of
from ingestion.writer import StoreWriter, delete_documents, reindex
from tests.integration.ingest_stores import Stores, open_stores

EVERYTHING = SearchFilter("default")
HUE = "Huế là thành phố ở miền Trung Việt Nam. Sông Hương chảy qua thành phố Huế. " * 30
VINH = "Vinh là thành phố của tỉnh Nghệ An. Thành phố Vinh nằm bên bờ sông Lam. " * 30


@pytest.fixture
async def stores(tmp_path: Path) -> AsyncIterator[Stores]:
    async with open_stores(tmp_path / "data") as opened:
        (tmp_path / "hue.txt").write_text(f"Huế\n\n{HUE}\n\n{VINH}", encoding="utf-8")
        (tmp_path / "khac.txt").write_text(f"Đà Lạt\n\nĐà Lạt nằm trên cao nguyên Lâm Viên, {HUE}", encoding="utf-8")
        await opened.ingest(tmp_path / "hue.txt", tmp_path / "khac.txt")
        yield opened


def read_anew(record: DocumentRecord) -> DocumentRecord:
    """The record as another chunker would cut it: the same ids, other texts."""
    first, *others = record.chunks
    assert others
    length = len(record.document.text)
    chunks = (replace(first, end=length // 3), *(replace(chunk, start=length // 2, end=length) for chunk in others))
    return replace(record, document=replace(record.document, fingerprint="newer"), chunks=chunks)


async def scores(stores: Stores) -> list[tuple[str, float]]:
    """How well each chunk answers a question, by both kinds of vectors."""
    embedder = StaticEmbedder()
    query = "Vinh nằm bên bờ sông nào ở tỉnh Nghệ An?"
    sparse: SparseVector = SparseEncoder().encode_query(query)
    hits = await stores.vectors.search_sparse(sparse, EVERYTHING, 50)
    hits += await stores.vectors.search_dense(np.asarray(embedder.embed_query(query)), EVERYTHING, 50)
    return sorted((hit.chunk_id, round(hit.score, 4)) for hit in hits)


async def crash_before_the_commit(stores: Stores) -> None:
    record = (await stores.contents())["hue.txt"]
    anew = read_anew(record)
    await stores.graph.stage([anew])
    await stores.vectors.upsert(points_of([anew], SparseEncoder(), StaticEmbedder()))
    await stores.vectors.flush()


async def test_vectors_of_a_reading_that_was_never_committed_are_replaced(stores: Stores) -> None:
    before = await scores(stores)
    await crash_before_the_commit(stores)
    assert await scores(stores) != before
    assert await StoreWriter(stores.graph, stores.vectors).recover(StaticEmbedder) == 1
    assert await scores(stores) == before
    await stores.assert_whole()


async def test_a_recovery_that_fails_can_be_tried_again(stores: Stores) -> None:
    before = await scores(stores)
    await crash_before_the_commit(stores)

    def absent() -> Embedder:
        raise ModelUnavailable("no model today")

    writer = StoreWriter(stores.graph, stores.vectors)
    with pytest.raises(ModelUnavailable):
        await writer.recover(absent)
    assert await writer.recover(StaticEmbedder) == 1
    assert await scores(stores) == before


async def test_deleting_and_reindexing_recover_too(stores: Stores) -> None:
    before = await scores(stores)
    await crash_before_the_commit(stores)
    await reindex(stores.graph, stores.vectors, StaticEmbedder())
    assert await scores(stores) == before
    await crash_before_the_commit(stores)
    other = await stores.graph.document("default", "khac.txt")
    assert await delete_documents(stores.graph, stores.vectors, StaticEmbedder(), "default", [other.id]) == 1
    await stores.assert_whole()
    hits = {chunk_id for chunk_id, _ in await scores(stores)}
    assert await scores(stores) != []
    assert hits <= {chunk_id for chunk_id, _ in before}
