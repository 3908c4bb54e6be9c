"""Searches keep the contract, whole and where a model fails."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from graph.cpu_work import CpuWork
from graph.embedding.static import StaticEmbedder
from graph.results import Passage
from graph.retrieval.ltr import LtrReranker
from graph.retrieval.options import PassageSearch
from graph.retrieval.retriever import Retriever
from tests.agent_doubles import Shelf, WordSearch
from tests.contract.search import PassageSearchContract
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
