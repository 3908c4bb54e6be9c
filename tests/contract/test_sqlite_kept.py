"""What the embedded graph store keeps of its reads: one commit at a time, and no more than it may."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from graph.errors import StoreError
from graph.results import Fact
from graph.stores.sqlite import read_facts
from graph.stores.sqlite.database import Database
from graph.stores.sqlite.kept import KeptReads
from graph.stores.sqlite.kept_graph import KeptGraph
from graph.stores.sqlite.store import SqliteGraphStore

_MOST = 3


class Counted:
    """Reads values of the store's key-value table, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def __call__(self, connection: sqlite3.Connection, keys: Sequence[str]) -> dict[str, str]:
        """Values by key."""
        self.asked.append(list(keys))
        rows = connection.execute("SELECT key, value FROM meta")
        return {key: value for key, value in rows if key in keys}


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(tmp_path / "g.sqlite")
    yield opened
    await opened.close()


@pytest.fixture
def work() -> Counted:
    return Counted()


@pytest.fixture
def kept(database: Database, work: Counted) -> KeptReads[str, str]:
    return KeptReads[str, str](database, work, _MOST, len)


def _set(connection: sqlite3.Connection, /, **values: str) -> None:
    connection.executemany("REPLACE INTO meta (key, value) VALUES (?, ?)", values.items())


async def test_the_same_is_read_once(database: Database, kept: KeptReads[str, str], work: Counted) -> None:
    await database.write(_set, a="1", b="2")
    assert list((await kept.read(["b", "x", "a"])).items()) == [("b", "2"), ("a", "1")]
    assert await kept.read(["a", "b", "x"]) == {"a": "1", "b": "2"}
    assert work.asked == [["b", "x", "a"]]


async def test_no_more_is_kept_than_may_be(database: Database, kept: KeptReads[str, str], work: Counted) -> None:
    await database.write(_set, a="1", b="2", c="44")
    await kept.read(["a", "b"])
    await kept.read(["a"])
    await kept.read(["c"])
    await kept.read(["a", "c"])
    assert work.asked == [["a", "b"], ["c"]]
    await kept.read(["b"])
    assert work.asked[-1] == ["b"]


async def test_many_keys_at_once_are_not_kept(database: Database, kept: KeptReads[str, str], work: Counted) -> None:
    """They would drive out what others ask for."""
    await database.write(_set, a="1", b="2")
    await kept.read(["a"])
    many = ["b", *map(str, range(1_000))]
    assert await kept.read(many) == {"b": "2"}
    await kept.read(["a"])
    await kept.read(["b"])
    assert work.asked == [["a"], many, ["b"]]


async def test_facts_of_many_entities_are_not_kept(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A search for paths names a thousand at each step, which take more room than what is found."""
    read: list[int] = []

    def facts(connection: sqlite3.Connection, entity_ids: Sequence[str], *_: object) -> list[Fact]:
        read.append(len(entity_ids))
        return []

    monkeypatch.setattr(read_facts, "facts", facts)
    kept = KeptGraph(database)
    for many in (50, 51, 50, 51):
        assert await kept.facts([str(number) for number in range(many)], None, ("head",), 10) == []
    assert read == [50, 51, 51]


async def test_the_evidence_of_a_relation_is_read_once(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each search asks what ends the instruments that it found, by the sentences that say so."""
    read: list[str] = []

    def evidence(connection: sqlite3.Connection, relation_id: str) -> list[Fact]:
        read.append(relation_id)
        return []

    monkeypatch.setattr(read_facts, "evidence", evidence)
    kept = KeptGraph(database)
    for relation in ("r1", "r2", "r1"):
        assert await kept.evidence(relation) == []
    assert read == ["r1", "r2"]


async def test_a_commit_between_two_reads_leaves_no_mixture(database: Database, work: Counted) -> None:
    """What is kept is of before the commit, what is read of after it: all of it is read again."""
    kept = KeptReads[str, str](database, work, _MOST, len)
    await database.write(_set, a="1", b="1")
    await kept.read(["a"])
    reading = kept.read(["a", "b"])
    original = database.read

    async def read_late(*args: object) -> object:
        await database.write(_set, a="2", b="2")
        database.read = original  # type: ignore[method-assign]
        return await original(*args)  # type: ignore[arg-type]

    database.read = read_late  # type: ignore[assignment, method-assign]
    assert await reading == {"a": "2", "b": "2"}
    assert await kept.read(["a"]) == {"a": "2"}
    assert work.asked == [["a"], ["b"], ["a", "b"], ["a"]]


async def test_what_is_kept_outlives_a_commit_aside(
    database: Database, kept: KeptReads[str, str], work: Counted
) -> None:
    await database.write(_set, a="1")
    await kept.read(["a"])
    assert await database.write_aside(lambda connection: connection.execute("DELETE FROM staged").rowcount) == 0
    assert await kept.read(["a"]) == {"a": "1"}
    assert work.asked == [["a"]]


async def test_what_is_only_staged_leaves_what_is_kept(tmp_path: Path) -> None:
    """Each batch of an upload commits three times, of which one changes what is current."""
    database = Database(tmp_path / "g.sqlite")
    store = SqliteGraphStore(database)
    try:
        await store.stage([])
        await store.clear_outbox(["c1"])
        await store.recover()
        await store.set_meta("k", "v")
        assert database.version == 0
        await store.delete_documents("t", ["d1"])
        assert database.version == 1
    finally:
        await store.close()


async def test_nothing_kept_outlives_the_file(database: Database, kept: KeptReads[str, str]) -> None:
    await kept.read(["a"])
    await database.close()
    with pytest.raises(StoreError, match="closed"):
        await kept.read(["a"])
