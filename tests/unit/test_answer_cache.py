"""What is answered from the cache, and what is never kept there."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from agents.context import AgentOptions
from agents.events import DegradedEvent, ErrorEvent, Event, FinalEvent, RunEvent, StatusEvent, Usage
from app.answer_cache import CachedAnswers
from app.stores.memory_cache import MemoryCache
from graph.stores.sqlite import SqliteGraphStore
from tests.contract.world import HANOI, put

FINAL = FinalEvent(
    answer="Năm 1765.", short_answer=None, abstained=False, usage=Usage(tokens=7, rounds=2), seconds={"retrieve": 1.0}
)
STATUS = StatusEvent(node="retrieve", detail="Tìm")
OPTIONS = AgentOptions()


class Asked:
    """Answers through the cache; counts how often the agent had to."""

    def __init__(self, graph: SqliteGraphStore) -> None:
        self.looks: list[bool] = []
        self.asked = 0
        self.answers = CachedAnswers(MemoryCache(), graph, "parts", lambda *, hit: self.looks.append(hit))

    async def __call__(
        self, *told: Event, question: str = "Ai?", options: AgentOptions = OPTIONS, until: int = 99
    ) -> list[Event]:
        events: list[Event] = []
        stream = self.answers.events(f"run {len(self.looks)}", question, options, self._agent(told))
        async for event in stream:
            events.append(event)
            if len(events) == until:
                break
        await stream.aclose()
        return events

    async def _agent(self, told: tuple[Event, ...]) -> AsyncGenerator[Event, None]:
        self.asked += 1
        yield RunEvent(id="run of the agent")
        for event in told:
            yield event


@pytest.fixture
async def graph(tmp_path: Path) -> AsyncIterator[SqliteGraphStore]:
    store = await SqliteGraphStore.open(tmp_path / "g.sqlite")
    yield store
    await store.close()


async def test_the_same_question_is_answered_once_at_no_cost(graph: SqliteGraphStore) -> None:
    ask = Asked(graph)
    assert (await ask(STATUS, FINAL))[1:] == [STATUS, FINAL]
    run, final = await ask(STATUS, FINAL, question=" Ai?  ")
    assert run == RunEvent(id="run 1")
    assert final == FINAL.model_copy(update={"usage": Usage(rounds=2, cached=True), "seconds": {}})
    assert (ask.asked, ask.looks) == (1, [False, True])


async def test_another_tenant_or_option_or_collection_is_another_question(graph: SqliteGraphStore) -> None:
    ask = Asked(graph)
    await ask(FINAL)
    await ask(FINAL, options=replace(OPTIONS, tenant="khác"))
    await ask(FINAL, options=replace(OPTIONS, sources=("luật",)))
    await ask(FINAL, question="ai?")
    await put(graph, HANOI)
    await ask(FINAL)
    assert ask.looks == [False] * 5
    await ask(FINAL)
    assert ask.looks[-1]


async def test_what_is_not_whole_is_not_kept(graph: SqliteGraphStore) -> None:
    ask = Asked(graph)
    await ask(DegradedEvent(part="writer", missing="…"), FINAL)
    await ask(ErrorEvent(code="model", message="…"))
    await ask(STATUS, FINAL, until=2)
    await ask()
    assert (ask.asked, ask.looks) == (4, [False] * 4)
    assert (await ask(FINAL))[-1] == FINAL


async def test_without_its_graph_the_agent_is_asked_and_tells_of_it(tmp_path: Path) -> None:
    store = await SqliteGraphStore.open(tmp_path / "g.sqlite")
    await store.close()
    ask = Asked(store)
    error = ErrorEvent(code="store", message="…")
    for _ in range(2):
        assert (await ask(error))[-1] == error
    await ask(FINAL)
    await ask(FINAL)
    assert ask.looks == [False] * 4
