"""The embedded graph store keeps the contract, and minds its file."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from graph.errors import StoreError, StoreFull, StoreTooNew
from graph.ports import GraphStore
from graph.stores import sqlite as sqlite_store
from graph.stores.sqlite import SqliteGraphStore
from graph.stores.sqlite.schema import APPLICATION_ID, MIGRATIONS
from tests.bench.made_corpus import Corpus
from tests.contract.drafts import TENANT, draft
from tests.contract.graph_store import GraphStoreContract
from tests.contract.world import HANOI, HUE, chunk_ids, put


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[GraphStore]:
    opened = await SqliteGraphStore.open(tmp_path / "new folder" / "graph.sqlite")
    yield opened
    await opened.close()


class TestSqlite(GraphStoreContract):
    """The suite on SQLite."""


async def test_it_keeps_what_was_committed_and_undoes_what_was_staged(tmp_path: Path) -> None:
    first = await SqliteGraphStore.open(tmp_path / "g.sqlite")
    await put(first, HANOI)
    await first.stage([HUE])
    await first.close()
    second = await SqliteGraphStore.open(tmp_path / "g.sqlite")
    assert await second.recover() == 1
    assert sorted(await second.outbox()) == sorted(chunk_ids(HUE))
    assert len(await second.passages(chunk_ids(HANOI))) == 2
    await second.close()


async def test_a_commit_that_nobody_waited_for_is_not_made_twice(tmp_path: Path) -> None:
    store = await SqliteGraphStore.open(tmp_path / "g.sqlite")
    staged = await store.stage([HANOI])
    task = asyncio.create_task(store.commit(staged))
    await asyncio.sleep(0)  # its thread has begun
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    with pytest.raises(StoreError, match="not staged"):
        await store.commit(staged)
    await store.recover()
    await put(store, HANOI)
    assert len(await store.passages(chunk_ids(HANOI))) == 2
    await store.close()


async def test_a_newer_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "g.sqlite"
    await (await SqliteGraphStore.open(path)).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreTooNew, match="99"):
        await SqliteGraphStore.open(path)


async def test_a_file_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "g.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript(
        f"{MIGRATIONS[0]} PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 1;"
        "INSERT INTO meta (key, value) VALUES ('kept', 'yes');"
    )
    connection.close()
    store = await SqliteGraphStore.open(path)
    signed = replace(HANOI, signature=bytes(range(256)))
    await put(store, signed)
    assert await store.get_meta("kept") == "yes"
    assert [len(found) for found in await store.alike(TENANT, [signed.signature])] == [1]
    await store.close()


async def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    with pytest.raises(StoreError, match="not one of VinaGraph"):
        await SqliteGraphStore.open(path)


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "g.sqlite"
    path.write_bytes("Không phải cơ sở dữ liệu. ".encode() * 100)
    with pytest.raises(StoreError, match="damaged") as refused:
        await SqliteGraphStore.open(path)
    assert refused.tb  # which keeps what the failed opening left behind
    assert str(path) not in {file.path for file in psutil.Process().open_files()}


async def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="cannot be made"):
        await SqliteGraphStore.open(tmp_path / "file" / "g.sqlite")


async def test_a_full_disk_keeps_nothing_of_the_write(tmp_path: Path) -> None:
    store = await SqliteGraphStore.open(tmp_path / "g.sqlite", max_bytes=2_000_000)
    await put(store, HANOI)
    before = await store.stats()
    big = draft("lon.txt", *("nhiều chữ " * 1000 for _ in range(300)))
    staged = await store.stage([big])
    with pytest.raises(StoreFull, match="nothing of this write was kept"):
        await store.commit(staged)
    assert await store.stats() == before
    await put(store, HUE)  # what fits still goes in
    assert (await store.stats()).documents == 2
    await store.close()


async def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = await SqliteGraphStore.open(tmp_path / "g.sqlite")
    await store.close()
    await store.close()
    with pytest.raises(StoreError, match="closed"):
        await store.stats()


async def test_reads_go_on_during_a_write_and_the_loop_never_stops(tmp_path: Path) -> None:
    store = await SqliteGraphStore.open(tmp_path / "g.sqlite")
    await put(store, HANOI)
    records = [record for batch in Corpus(600).records(600) for record in batch]
    staged = await store.stage(records)
    writing = asyncio.create_task(store.commit(staged))
    reads, longest, started = 0, 0.0, time.perf_counter()
    last = started
    while not writing.done():
        assert len(await store.passages(chunk_ids(HANOI))) == 2
        assert len(await store.documents("bench", limit=600)) in {0, 600}  # all of a commit or nothing
        reads += 1
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    await writing
    assert reads >= 5
    assert longest < (last - started) / 2  # no read waits for the write, however busy the machine
    assert (await store.stats("bench")).documents == 600
    assert (await store.stats(TENANT)).documents == 1
    await store.close()


def test_no_statement_numbers_its_parameters() -> None:
    """With a sequence of values that is deprecated from Python 3.12, which the tests do not run on."""
    modules = Path(sqlite_store.__file__).parent.glob("*.py")
    assert [module.name for module in modules if re.search(r"[= (|]\?\d", module.read_text("utf-8"))] == []
