"""Searches keep the contract, whole and where a model fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from graph.cpu_work import CpuWork
from graph.embedding.static import StaticEmbedder
from graph.errors import StoreError
from graph.ports import FloatArray
from graph.results import Passage
from graph.retrieval.ltr import LtrReranker
from graph.retrieval.options import PassageSearch, Stages
from graph.retrieval.retriever import Retriever
from tests.agent_doubles import Shelf, WordSearch
from tests.contract.search import PassageSearchContract, query
from tests.small_stores import NoEmbedder, NoReranker, Stores, small_stores
from tests.small_world import records


@pytest.fixture
async def stores(tmp_path: Path) -> AsyncIterator[Stores]:
    async with small_stores(tmp_path) as opened:
        yield opened


class TestWhole(PassageSearchContract):
    """The suite on all that ships."""

    @pytest.fixture
    def search(self, stores: Stores) -> PassageSearch:
        return Retriever(*stores, StaticEmbedder(), LtrReranker(), CpuWork())


class TestWithoutReranker(PassageSearchContract):
    """The suite with ``VINAGRAPH_RERANKER_URL=none:``."""

    @pytest.fixture
    def search(self, stores: Stores) -> PassageSearch:
        return Retriever(*stores, StaticEmbedder(), None, CpuWork())


class TestDegraded(PassageSearchContract):
    """The suite by words alone, in their own order."""

    @pytest.fixture
    def search(self, stores: Stores) -> PassageSearch:
        return Retriever(*stores, NoEmbedder(), NoReranker(), CpuWork())


class TestDouble(PassageSearchContract):
    """The suite on the search that the agent's tests use."""

    @pytest.fixture
    def search(self) -> PassageSearch:
        documents = [record.document for record in records()]
        return WordSearch(
            Shelf(
                [Passage(d.id, d.id, d.uri, d.uri, d.title, d.text, 0, len(d.text), source=d.source) for d in documents]
            )
        )


class _Held(StaticEmbedder):
    """Answers when told to."""

    def __init__(self) -> None:
        super().__init__()
        self.go = Event()

    def embed_query(self, text: str) -> FloatArray:
        self.go.wait()
        return super().embed_query(text)


async def test_what_a_search_waits_for_its_turn_is_not_counted(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.retrieval.retriever._AT_ONCE", 1)
    embedder = _Held()
    search = Retriever(*stores, embedder, LtrReranker(), CpuWork())
    patient = asyncio.create_task(search.search(query()))
    hurried = asyncio.create_task(search.search(replace(query(), within_s=2.0, stages=Stages(dense=False))))
    await asyncio.sleep(2.1)
    embedder.go.set()
    assert (await patient).passages
    assert (await hurried).passages


async def test_a_search_that_gets_no_turn_for_long_fails_in_words(
    stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.retrieval.retriever._AT_ONCE", 1)
    monkeypatch.setattr("graph.retrieval.retriever._PATIENCE_S", 0.1)
    embedder = _Held()
    search = Retriever(*stores, embedder, LtrReranker(), CpuWork())
    patient = asyncio.create_task(search.search(query()))
    await asyncio.sleep(0)
    with pytest.raises(StoreError, match="kept all others waiting"):
        await search.search(query())
    embedder.go.set()
    assert (await patient).passages
    assert (await search.search(query())).passages
