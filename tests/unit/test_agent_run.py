"""The runner: steps, threads, history, closing, many at once."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import NoReturn

import pytest

from agents.context import AgentOptions
from agents.events import (
    Event,
    StatusEvent,
)
from agents.ports import Turn
from agents.run import AgentRunner
from graph.errors import InputError
from tests.agent_doubles import (
    KINGS,
    QUESTION,
    RIVER,
    Analyst,
    ExactChecker,
    ScriptedWriter,
    events_of,
    final,
    of_type,
    parts,
)


async def test_each_step_is_told() -> None:
    events = await events_of(AgentRunner(parts(ScriptedWriter([[KINGS]]))), QUESTION)
    nodes = [event.node for event in events if isinstance(event, StatusEvent)]
    assert nodes == ["understand", "route", "retrieve", "rerank", "grade", "generate", "verify", "finalise"]


async def test_no_step_waits_for_a_thread_of_the_loop() -> None:
    class Refusing(ThreadPoolExecutor):
        def submit(self, *_: object, **__: object) -> NoReturn:
            raise AssertionError("a step runs in a thread")

    asyncio.get_running_loop().set_default_executor(Refusing(1))
    runner = AgentRunner(parts(ScriptedWriter([[KINGS]])))
    assert not final(await events_of(runner, QUESTION, AgentOptions(rounds=2))).abstained


async def test_closing_the_events_closes_the_writer() -> None:
    writer = ScriptedWriter([[f"{KINGS} {RIVER}", 30.0]])
    events = AgentRunner(parts(writer)).answer(QUESTION)
    async for event in events:
        if event.type == "sentence":
            break
    await events.aclose()
    await asyncio.sleep(0)
    assert writer.closed == 1


async def test_history_reaches_the_analyst() -> None:
    analyst = Analyst()
    runner = AgentRunner(parts(ScriptedWriter([[KINGS]]), analyst=analyst))
    history = [Turn("user", "Vinh ở đâu?"), Turn("assistant", "Vinh ở Nghệ An.")]
    assert [event async for event in runner.answer(QUESTION, history=history)]
    assert analyst.heard == [tuple(history)]


async def test_a_thread_needs_a_checkpointer() -> None:
    with pytest.raises(InputError, match="VINAGRAPH_CHECKPOINT_URL"):
        await anext(AgentRunner(parts(ScriptedWriter([]))).answer(QUESTION, thread="t"))


async def test_many_agents_share_the_loop() -> None:
    async def ask() -> list[Event]:
        return await events_of(AgentRunner(parts(ScriptedWriter([[KINGS]]), checker=ExactChecker())), QUESTION)

    answers = await asyncio.gather(*(ask() for _ in range(50)))
    assert all(final(events).answer == KINGS for events in answers)
    assert len({of_type(events, "run")[0].model_dump()["id"] for events in answers}) == 50


async def test_runs_that_begin_together_start_in_turns() -> None:
    """Else the event loop does the first step of all before it does anything else."""
    count = 20
    analyst = Analyst()
    runner = AgentRunner(parts(ScriptedWriter([[KINGS]] * count), analyst=analyst))
    runs = [asyncio.create_task(events_of(runner, QUESTION)) for _ in range(count)]
    begun = [0]
    while len(analyst.heard) < count:
        await asyncio.sleep(0)
        begun.append(len(analyst.heard))
    await asyncio.gather(*runs)
    assert max(later - earlier for earlier, later in pairwise(begun)) <= 2


async def test_what_waits_for_rest_is_called_when_the_last_run_has_ended() -> None:
    ended: list[str] = []
    runner = AgentRunner(parts(ScriptedWriter([[KINGS], [KINGS]])), when_idle=lambda: ended.append("idle"))

    async def ask() -> None:
        ended.append(final(await events_of(runner, QUESTION)).type)

    await asyncio.gather(ask(), ask())
    assert ended.count("idle") == 1
    await ask()
    events = runner.answer(QUESTION)
    await anext(events)
    await anext(events)
    await events.aclose()  # who leaves counts as ended
    assert ended.count("idle") == 3
