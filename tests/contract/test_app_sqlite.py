"""The embedded app store keeps the contract, and minds its file."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import threading
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from app.ports import AppStore, Feedback, Job, Thread
from app.stores import sqlite as app_sqlite
from app.stores.factory import open_app_store
from app.stores.sqlite import SqliteAppStore
from app.stores.sqlite import threads as threads_module
from graph.errors import StoreError, StoreTooNew
from graph.stores.sqlite import SqliteGraphStore
from graph.stores.sqlite.database import READERS
from tests.contract.app_store import OURS, AppStoreContract, job, judgement, key, say


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[AppStore]:
    opened = await open_app_store("sqlite:", tmp_path / "new folder")
    yield opened
    await opened.close()


class TestAppSqlite(AppStoreContract):
    """The suite on SQLite."""


async def test_everything_outlives_the_program(tmp_path: Path) -> None:
    first = await SqliteAppStore.open(tmp_path / "app.sqlite")
    await first.add_key(key("a"), b"x")
    await say(first, "t", "Một?")
    await first.save_job(job("j"))
    await first.add_feedback(judgement("r"))
    await first.close()
    second = await SqliteAppStore.open(tmp_path / "app.sqlite")
    assert await second.find_key("a") == (key("a"), b"x")
    assert len((await second.thread(OURS, "t"))[1]) == 2
    assert list(await second.unfinished_jobs()) == [job("j")]
    assert list(await second.feedback(OURS)) == [judgement("r")]
    await second.close()


async def test_keys_are_read_however_many_search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()

    def slow(*_: object) -> list[Thread]:
        assert over.wait(30)
        return []

    monkeypatch.setattr(threads_module, "_threads", slow)
    store = await SqliteAppStore.open(tmp_path / "app.sqlite")
    await store.add_key(key("a"), b"x")
    searches = [asyncio.create_task(store.threads(OURS, query="một")) for _ in range(3 * READERS)]
    await asyncio.sleep(0.1)
    try:
        assert await asyncio.wait_for(store.find_key("a"), 3) == (key("a"), b"x")
    finally:
        over.set()
    assert await asyncio.gather(*searches) == [[]] * len(searches)
    await store.close()


async def test_a_file_of_the_first_version_is_brought_up(tmp_path: Path) -> None:
    path = tmp_path / "app.sqlite"
    await (await SqliteAppStore.open(path)).close()
    with sqlite3.connect(path) as connection:
        connection.execute("DROP INDEX messages_by_run")
        connection.execute("ALTER TABLE messages DROP COLUMN state")
        connection.execute("INSERT INTO threads VALUES (?, 'cũ', 'Một?', 'mot?', 0, 0)", (OURS,))
        connection.executemany(
            "INSERT INTO messages VALUES (?, 'cũ', ?, ?, ?, ?, 'r', '[]', 0)",
            [(OURS, 0, "user", "Một?", "mot?"), (OURS, 1, "assistant", "Hai.", "hai.")],
        )
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    store = await SqliteAppStore.open(path)
    await say(store, "t", "Một?")
    assert await store.has_run(OURS, "run-t-0")
    _, kept = await store.thread(OURS, "cũ")
    assert [(message.text, message.state) for message in kept] == [("Một?", "done"), ("Hai.", "done")]
    await store.close()


async def test_a_newer_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "app.sqlite"
    await (await SqliteAppStore.open(path)).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreTooNew, match="99"):
        await SqliteAppStore.open(path)


async def test_the_file_of_the_graph_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "graph.sqlite"
    await (await SqliteGraphStore.open(path)).close()
    with pytest.raises(StoreError, match="VINAGRAPH_APP_URL"):
        await SqliteAppStore.open(path)


def test_no_statement_numbers_its_parameters() -> None:
    """With a sequence of values that is deprecated from Python 3.12, which the tests do not run on."""
    modules = Path(app_sqlite.__file__).parent.glob("*.py")
    assert [module.name for module in modules if re.search(r"[= (|]\?\d", module.read_text("utf-8"))] == []


class Trusting(SqliteAppStore):
    """Keeps no tenants apart."""

    async def job(self, tenant: str, job_id: str) -> Job:
        return next(job for job in await self.unfinished_jobs() if job.id == job_id)


class Yielding(SqliteAppStore):
    """Takes back what was taken back."""

    async def revoke_key(self, key_id: str, when: datetime) -> bool:
        await super().revoke_key(key_id, when)
        return True


class Literal(SqliteAppStore):
    """Finds words only as they were written."""

    async def threads(self, tenant: str, *, query: str = "", offset: int = 0, limit: int = 50) -> Sequence[Thread]:
        found = await super().threads(tenant, offset=offset, limit=limit)
        return [thread for thread in found if query.strip() in thread.title]


class Hoarding(SqliteAppStore):
    """Keeps every judgement."""

    async def add_feedback(self, feedback: Feedback) -> None:
        await super().add_feedback(replace(feedback, run=f"{feedback.run}{feedback.rating}"))


@pytest.mark.parametrize(
    ("broken", "test", "arguments"),
    [
        (Trusting, "test_a_job_is_its_tenants_alone", {}),
        (Yielding, "test_a_key_is_taken_back_once_and_still_known", {}),
        (Literal, "test_words_are_found_with_and_without_diacritics", {"query": "dien bien"}),
        (Hoarding, "test_the_last_judgement_on_a_run_counts", {}),
    ],
)
async def test_the_suite_sees_a_broken_store(
    tmp_path: Path, broken: type[SqliteAppStore], test: str, arguments: dict[str, str]
) -> None:
    store = await broken.open(tmp_path / "app.sqlite")
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        await getattr(AppStoreContract(), test)(store, **arguments)
    await store.close()
