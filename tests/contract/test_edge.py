"""The embedded vector store keeps the contract, and minds its process."""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest

from graph.errors import StoreBusy, StoreError
from graph.ports import VectorStore
from graph.stores.edge import EdgeVectorStore
from graph.stores.edge.wire import Reply
from tests.contract.vector_store import ALL, DIMENSION, FINGERPRINT, VectorStoreContract, direction, point


async def open_edge(folder: Path, dimension: int = DIMENSION, fingerprint: str = FINGERPRINT) -> EdgeVectorStore:
    """Opens the index of a test."""
    return await EdgeVectorStore.open(folder / "vectors", dimension, fingerprint=fingerprint)


@pytest.fixture
async def vectors(tmp_path: Path) -> AsyncIterator[VectorStore]:
    opened = await open_edge(tmp_path)
    yield opened
    await opened.close()


class TestEdge(VectorStoreContract):
    """The suite on Qdrant Edge."""


def index_processes() -> list[psutil.Process]:
    """Index processes that this test started."""
    children = psutil.Process().children()
    return [child for child in children if "graph.stores.edge.process" in child.cmdline()]


async def test_it_keeps_its_points(tmp_path: Path) -> None:
    first = await open_edge(tmp_path)
    await first.upsert([point(n) for n in range(10)])
    await first.close()
    assert index_processes() == []
    second = await open_edge(tmp_path)
    assert await second.count() == 10
    assert (await second.search_dense(direction(3), ALL, 1))[0].chunk_id == point(3).chunk_id
    await second.close()


async def test_each_embedder_has_its_own_collection(tmp_path: Path) -> None:
    first, second = await open_edge(tmp_path), await open_edge(tmp_path, fingerprint="test:2")
    await first.upsert([point(1)])
    assert await second.count() == 0
    await second.close()
    await first.close()
    again = await open_edge(tmp_path)
    assert await again.count() == 1
    await again.close()


async def test_dropping_a_collection_removes_its_folder_and_nothing_else(tmp_path: Path) -> None:
    first, second = await open_edge(tmp_path), await open_edge(tmp_path, fingerprint="test:2")
    await second.close()
    before = set(os.listdir(tmp_path / "vectors"))
    os.mkdir(tmp_path / "vectors" / "notes")  # of somebody else
    [other] = await first.other_collections()
    await first.drop("test:2")
    assert await first.other_collections() == []
    assert set(os.listdir(tmp_path / "vectors")) == before - {Path(other).name} | {"notes"}
    await first.close()


async def test_a_held_index_says_so(tmp_path: Path) -> None:
    holder = await open_edge(tmp_path)
    with pytest.raises(StoreBusy, match="Another process"):
        await open_edge(tmp_path)
    assert len(index_processes()) == 1
    await holder.close()


async def test_another_dimension_asks_for_a_reindex(tmp_path: Path) -> None:
    await (await open_edge(tmp_path)).close()
    with pytest.raises(StoreError, match="reindex"):
        await open_edge(tmp_path, dimension=16)


async def test_a_bad_point_fails_alone(tmp_path: Path) -> None:
    store = await open_edge(tmp_path)
    with pytest.raises(StoreError, match="failed"):
        await store.upsert([replace(point(1), chunk_id="not a UUID")])
    with pytest.raises(StoreError, match="expected dim"):
        await store.upsert([replace(point(1), dense=np.ones(3, dtype=np.float32))])
    await store.upsert([point(2)])
    assert await store.count() == 1
    await store.close()


async def test_a_killed_process_is_started_again_with_all_it_acknowledged(tmp_path: Path) -> None:
    store = await open_edge(tmp_path)
    for start in range(0, 1000, 100):
        await store.upsert([point(n) for n in range(start, start + 100)])
    waiting = [asyncio.ensure_future(store.upsert([point(n) for n in range(1000, 3000)])) for _ in range(3)]
    await asyncio.sleep(0.01)
    [process] = index_processes()
    process.kill()
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert any(isinstance(outcome, StoreError) for outcome in outcomes)
    assert await store.count() >= 1000
    ids = set(await store.ids())
    assert {point(n).chunk_id for n in range(1000)} <= ids
    await store.close()


async def test_requests_fail_when_the_process_dies_and_its_folder_is_gone(tmp_path: Path) -> None:
    store = await open_edge(tmp_path)
    [process] = index_processes()
    process.suspend()
    waiting = [asyncio.ensure_future(store.count()) for _ in range(3)]
    await asyncio.sleep(0.01)
    shutil.rmtree(tmp_path / "vectors")
    process.kill()
    outcomes = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 10)
    assert [type(outcome) for outcome in outcomes] == [StoreError] * 3
    await store.close()


async def test_requests_fail_when_a_reply_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = await open_edge(tmp_path)

    def broken(_: bytes) -> Reply:
        raise ValueError("no reply")

    monkeypatch.setattr("graph.stores.edge.client.decode", broken)
    waiting = [asyncio.ensure_future(store.count()) for _ in range(3)]
    outcomes = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 10)
    assert [type(outcome) for outcome in outcomes] == [StoreError] * 3
    monkeypatch.undo()
    assert await store.count() == 0  # the next request starts it again
    await store.close()


async def test_a_cancelled_request_harms_no_other(tmp_path: Path) -> None:
    store = await open_edge(tmp_path)
    cancelled = asyncio.ensure_future(store.upsert([point(n) for n in range(200)]))
    await asyncio.sleep(0)
    cancelled.cancel()
    await asyncio.gather(cancelled, return_exceptions=True)
    await store.upsert([point(500)])
    assert (await store.search_sparse(point(500).sparse, ALL, 1))[0].chunk_id == point(500).chunk_id
    await store.close()


async def test_the_event_loop_goes_on_during_a_large_write(tmp_path: Path) -> None:
    store = await open_edge(tmp_path)
    points = [point(n) for n in range(3000)]
    writing = asyncio.ensure_future(store.upsert(points))
    longest, started = 0.0, time.perf_counter()
    last = started
    while not writing.done():
        await asyncio.sleep(0.001)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    await writing
    assert longest < (last - started) / 3  # the loop does not wait for the write, however busy the machine
    await store.close()


async def test_a_closed_index_says_so(tmp_path: Path) -> None:
    store = await open_edge(tmp_path)
    await store.close()
    await store.close()
    with pytest.raises(StoreError, match="closed"):
        await store.count()
