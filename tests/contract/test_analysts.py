"""Analysts keep the contract."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agents.factory import open_analyst
from agents.model_server import ModelServer
from agents.ports import QueryAnalyst
from agents.rules_analyst import RulesAnalyst
from graph.model import DEFAULT_TENANT
from graph.ports import GraphStore
from graph.stores.sqlite import SqliteGraphStore
from tests.contract.analyst import REWRITTEN, QueryAnalystContract
from tests.contract.world import put
from tests.servers.reading_model import reading_model
from tests.small_world import records


@pytest.fixture
async def graph(tmp_path: Path) -> AsyncIterator[GraphStore]:
    store = await SqliteGraphStore.open(tmp_path / "graph.sqlite")
    await put(store, *records())
    yield store
    await store.close()


class TestRules(QueryAnalystContract):
    """The suite on rules with a graph and a restorer."""

    @pytest.fixture
    def analyst(self, graph: GraphStore) -> QueryAnalyst:
        return open_analyst(ModelServer("rules:"), graph=graph, tenant=DEFAULT_TENANT)


class TestRulesAlone(QueryAnalystContract):
    """The suite on rules that can look up nothing."""

    @pytest.fixture
    def analyst(self) -> QueryAnalyst:
        return RulesAnalyst(None, None, "t")


class TestModel(QueryAnalystContract):
    """The suite on a chat model behind a server."""

    @pytest.fixture
    async def analyst(self, graph: GraphStore) -> AsyncIterator[QueryAnalyst]:
        async with reading_model(lambda _: REWRITTEN) as server:
            yield open_analyst(ModelServer(server.url, "stub"), graph=graph, tenant=DEFAULT_TENANT)


class TestModelThatRambles(QueryAnalystContract):
    """The suite where the model's rewriting is no question: the rules' stands."""

    @pytest.fixture
    async def analyst(self, graph: GraphStore) -> AsyncIterator[QueryAnalyst]:
        async with reading_model(lambda _: "Được thôi.\nCâu hỏi là:") as server:
            yield open_analyst(ModelServer(server.url, "stub"), graph=graph, tenant=DEFAULT_TENANT)
