"""Runs on the server: followed, left, cancelled, found again, kept in conversations, refused."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import pytest

from agents.context import AgentOptions
from agents.events import ErrorEvent, Event, FinalEvent
from agents.ports import Turn
from agents.run import AgentRunner
from app import runs as runs_module
from app.answering import open_checkpointer
from app.keys import Caller
from app.ports import AppStore, Role
from app.problem import Problem
from app.run import Run
from app.runs import Runs
from app.stores.factory import open_app_store
from graph.errors import InputError, NotFound, StoreFull
from tests.agent_doubles import KINGS, QUESTION, RIVER, Script, ScriptedWriter, parts

CALLER = Caller("công-ty", Role.READ)
OPTIONS = AgentOptions()
SLOW: Script = [f"{KINGS} {RIVER}", 30.0]
"""Its first sentence comes at once, then the writer is silent."""


@asynccontextmanager
async def opened(
    tmp_path: Path, writer: ScriptedWriter, *, at_once: int = 8
) -> AsyncIterator[tuple[Runs, AppStore, list[None]]]:
    """Runs over a real store and a real checkpointer, the store, and a note for each time that all was idle."""
    idle: list[None] = []
    async with open_checkpointer("sqlite:", tmp_path) as conversations:
        store = await open_app_store("sqlite:", tmp_path)
        runner = AgentRunner(parts(writer), conversations)
        runs = Runs(lambda _: runner, store, at_once=at_once, when_idle=lambda: idle.append(None))
        try:
            yield runs, store, idle
        finally:
            await runs.close()
            await store.close()


async def events_of(run: Run, after: int = 0) -> list[tuple[int, Event]]:
    return [item async for item in run.follow(after)]


async def until_sentence(run: Run) -> None:
    async with aclosing(run.follow()) as following:
        async for _, event in following:
            if event.type == "sentence":
                return


async def test_all_who_follow_read_the_same_from_where_they_ask(tmp_path: Path) -> None:
    async with opened(tmp_path, ScriptedWriter([[KINGS]])) as (runs, _, idle):
        run = runs.start(CALLER, QUESTION, options=OPTIONS)
        first, second = await asyncio.gather(events_of(run), events_of(run))
        assert first == second
        assert [number for number, _ in first] == list(range(1, len(first) + 1))
        assert first[0][1].model_dump() == {"type": "run", "id": run.id}
        assert isinstance(first[-1][1], FinalEvent)
        assert await events_of(run, after=3) == first[3:]
        assert await events_of(run, after=10_000) == []
        assert (await run.result())[0].type == "final"
        await run.stopped()
        await asyncio.sleep(0)
        assert runs.running == 0
        assert len(idle) == 1
        assert runs.get(CALLER.tenant, run.id) is run


async def test_who_waits_with_a_timeout_loses_no_event(tmp_path: Path) -> None:
    async with opened(tmp_path, ScriptedWriter([[KINGS, 0.2, f" {RIVER}"]])) as (runs, _, _):
        run = runs.start(CALLER, QUESTION, options=OPTIONS)
        read: list[tuple[int, Event]] = []
        waits = 0
        following = run.follow()
        while run.last is None or len(read) < len(run.events):
            try:
                async with asyncio.timeout(0.02):
                    read.append(await anext(following))
            except TimeoutError:
                waits += 1
        assert waits >= 3
        assert read == await events_of(run)


async def test_a_run_that_nobody_comes_back_for_stops_its_writer(tmp_path: Path) -> None:
    writer = ScriptedWriter([SLOW])
    async with opened(tmp_path, writer) as (runs, _, _):
        run = runs.start(CALLER, QUESTION, options=OPTIONS, grace_s=0.2)
        await until_sentence(run)
        await asyncio.sleep(0.1)
        assert run.finished is None, "The grace is not over."
        await asyncio.wait_for(run.stopped(), 1.0)
        assert isinstance(run.last, ErrorEvent)
        assert run.last.code == "cancelled"
        assert writer.closed == 1


async def test_who_comes_back_in_time_keeps_the_run(tmp_path: Path) -> None:
    async with opened(tmp_path, ScriptedWriter([[f"{KINGS} {RIVER}", 0.5, " Hết."]])) as (runs, _, _):
        run = runs.start(CALLER, QUESTION, options=OPTIONS, grace_s=0.2)
        await until_sentence(run)
        await asyncio.sleep(0.05)
        assert (await run.result())[0].type == "final"


async def test_a_forgotten_follower_has_left(tmp_path: Path) -> None:
    async with opened(tmp_path, ScriptedWriter([SLOW])) as (runs, _, _):
        run = runs.start(CALLER, QUESTION, options=OPTIONS, grace_s=0.05)
        async for _, event in run.follow():
            if event.type == "sentence":
                break
        await asyncio.wait_for(run.stopped(), 1.0)


async def test_cancelling_stops_the_writer_and_tells_all_who_follow(tmp_path: Path) -> None:
    writer = ScriptedWriter([SLOW])
    async with opened(tmp_path, writer) as (runs, _, _):
        run = runs.start(CALLER, QUESTION, options=OPTIONS)
        await until_sentence(run)
        following = asyncio.create_task(run.result())
        begun = time.monotonic()
        run.cancel()
        last, _ = await following
        await run.stopped()
        assert time.monotonic() - begun < 1.0
        assert isinstance(last, ErrorEvent)
        assert last.code == "cancelled"
        assert writer.closed == 1
        count = len(run.events)
        run.cancel()
        assert len(run.events) == count
        assert run.finished is not None


async def test_a_run_that_is_cancelled_before_it_began_is_over(tmp_path: Path) -> None:
    async with opened(tmp_path, ScriptedWriter([SLOW])) as (runs, _, _):
        run = runs.start(CALLER, QUESTION, options=OPTIONS)
        run.cancel()
        await run.stopped()
        await asyncio.sleep(0)
        assert [event.type for event in run.events] == ["error"]
        assert runs.running == 0


async def test_closing_stops_all(tmp_path: Path) -> None:
    writer = ScriptedWriter([SLOW, SLOW])
    async with opened(tmp_path, writer) as (runs, _, _):
        both = [runs.start(CALLER, QUESTION, options=OPTIONS) for _ in range(2)]
        for run in both:
            await until_sentence(run)
    assert writer.closed == 2
    assert all(run.last is not None for run in both)


async def test_more_than_may_run_are_refused_at_once(tmp_path: Path) -> None:
    async with opened(tmp_path, ScriptedWriter([SLOW, SLOW, [KINGS]]), at_once=2) as (runs, _, _):
        first, _ = (runs.start(CALLER, QUESTION, options=OPTIONS) for _ in range(2))
        with pytest.raises(Problem, match="VINAGRAPH_QUESTIONS_AT_ONCE") as refused:
            runs.start(CALLER, QUESTION, options=OPTIONS)
        assert refused.value.code == "overloaded"
        assert int(refused.value.headers["Retry-After"]) >= 1
        first.cancel()
        await first.stopped()
        await asyncio.sleep(0)
        runs.start(CALLER, QUESTION, options=OPTIONS)


async def test_the_answer_stands_in_the_conversation_before_it_is_told(tmp_path: Path) -> None:
    async with opened(tmp_path, ScriptedWriter([[KINGS], [RIVER]])) as (runs, store, _):
        run = runs.start(CALLER, QUESTION, options=OPTIONS, thread="huế")
        async for _, event in run.follow():
            if event.type == "final":
                break
        thread, (asked, answered) = await store.thread(CALLER.tenant, "huế")
        assert thread.title == asked.text == QUESTION
        assert (answered.role, answered.text, answered.run) == ("assistant", KINGS, run.id)
        assert [event["type"] for event in json.loads(answered.events)] == ["sources", "sentence", "final"]
        await run.stopped()

        again = runs.start(CALLER, "Sông nào chảy qua Huế?", options=OPTIONS, thread="huế")
        await again.result()
        _, messages = await store.thread(CALLER.tenant, "huế")
        assert [message.text for message in messages] == [QUESTION, KINGS, "Sông nào chảy qua Huế?", RIVER]
        with pytest.raises(NotFound):
            await store.thread("khác", "huế")


async def test_a_regenerated_answer_takes_the_place_of_the_last(tmp_path: Path) -> None:
    async with opened(tmp_path, ScriptedWriter([[KINGS], [RIVER]])) as (runs, store, _):
        await runs.start(CALLER, QUESTION, options=OPTIONS, thread="t").result()
        await asyncio.sleep(0.1)
        run = runs.start(CALLER, QUESTION, options=OPTIONS, thread="t", regenerate=True)
        await run.result()
        _, messages = await store.thread(CALLER.tenant, "t")
        assert [(message.text, message.run == run.id) for message in messages] == [(QUESTION, False), (RIVER, True)]


async def test_an_answer_that_cannot_be_kept_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(tmp_path, ScriptedWriter([[KINGS]])) as (runs, store, _):

        async def full(*_: object, **__: object) -> None:
            raise StoreFull("Đĩa đầy.")

        monkeypatch.setattr(store, "add_turn", full)
        last, events = await runs.start(CALLER, QUESTION, options=OPTIONS, thread="t").result()
        assert last.type == "final"
        assert [event.model_dump() for event in events if event.type == "degraded"] == [
            {
                "type": "degraded",
                "part": "thread",
                "missing": "Chưa lưu được câu hỏi và câu trả lời vào cuộc trò chuyện: Đĩa đầy.",
            }
        ]


async def test_a_cancelled_question_leaves_no_trace_in_the_conversation(tmp_path: Path) -> None:
    async with opened(tmp_path, ScriptedWriter([SLOW, [KINGS]])) as (runs, store, _):
        run = runs.start(CALLER, QUESTION, options=OPTIONS, thread="t")
        await until_sentence(run)
        with pytest.raises(Problem, match=run.id) as refused:
            runs.start(CALLER, "Còn sông?", options=OPTIONS, thread="t")
        assert refused.value.code == "conflict"
        elsewhere = runs.start(Caller("khác", Role.READ), QUESTION, options=OPTIONS, thread="t")
        await elsewhere.result()
        run.cancel()
        await run.stopped()
        with pytest.raises(NotFound):
            await store.thread(CALLER.tenant, "t")


async def test_a_thread_keeps_its_own_history(tmp_path: Path) -> None:
    async with opened(tmp_path, ScriptedWriter([])) as (runs, _, _):
        with pytest.raises(InputError, match="history"):
            runs.start(CALLER, QUESTION, options=OPTIONS, thread="t", history=[Turn("user", "Chào")])


async def test_runs_of_others_and_old_ones_are_not_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(tmp_path, ScriptedWriter([[KINGS]] * 4)) as (runs, _, _):
        old = runs.start(CALLER, QUESTION, options=OPTIONS)
        with pytest.raises(NotFound):
            runs.get("khác", old.id)
        await old.result()
        await old.stopped()
        await asyncio.sleep(0)
        with pytest.raises(NotFound):
            runs.get("khác", old.id)
        assert runs.get(CALLER.tenant, old.id) is old

        monkeypatch.setattr(runs_module, "_KEPT_RUNS", 2)
        new = [runs.start(CALLER, QUESTION, options=OPTIONS) for _ in range(2)]
        for run in new:
            await run.result()
            await run.stopped()
        await asyncio.sleep(0)
        with pytest.raises(NotFound, match="ten minutes"):
            runs.get(CALLER.tenant, old.id)
        assert all(runs.get(CALLER.tenant, run.id) is run for run in new)
        monkeypatch.setattr(runs_module, "_KEPT_S", 0.0)
        with pytest.raises(NotFound):
            runs.get(CALLER.tenant, new[1].id)


async def test_events_of_runs_that_are_over_take_bounded_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs_module, "_KEPT_CHARACTERS", 3_000)
    async with opened(tmp_path, ScriptedWriter([[KINGS]] * 6)) as (runs, _, _):
        asked = [runs.start(CALLER, QUESTION, options=OPTIONS) for _ in range(6)]
        for run in asked:
            await run.result()
            await run.stopped()
        await asyncio.sleep(0)
        kept = [run for run in asked if run.id in runs._over]
        assert 0 < len(kept) < 6


async def test_a_question_that_breaks_the_agent_ends_with_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(tmp_path, ScriptedWriter([[KINGS]])) as (runs, store, _):

        async def broken(*_: object, **__: object) -> None:
            raise RuntimeError("một lỗi")

        monkeypatch.setattr(store, "add_turn", broken)
        last, _ = await runs.start(CALLER, QUESTION, options=OPTIONS, thread="t").result()
        assert isinstance(last, ErrorEvent)
        assert last.code == "other"
        await asyncio.sleep(0.01)
        assert "một lỗi" in caplog.text
