"""Runs on the server: followed, left, cancelled, found again, refused."""

from __future__ import annotations

import asyncio
import time
import uuid
from dataclasses import replace
from pathlib import Path

import pytest

from agents.events import ErrorEvent, Event, FinalEvent
from agents.run import AgentRunner
from app import runs as runs_module
from app.kept_events import KeptEvents
from app.keys import Caller
from app.ports import Role
from app.problem import Problem
from app.run import Run
from app.runs import Runs
from graph.errors import NotFound, StoreError
from tests.agent_doubles import KINGS, QUESTION, RIVER, ScriptedWriter
from tests.running import CALLER, OPTIONS, SLOW, events_of, opened, until_sentence


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
    async with opened(tmp_path, ScriptedWriter([[KINGS, 0.5, f" {RIVER}"]])) as (runs, _, _):
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
        assert waits >= 1
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


async def test_a_tenant_leaves_others_a_place(tmp_path: Path) -> None:
    flood, other = Caller("lũ", Role.READ, "một"), Caller("khác", Role.READ, "hai")
    async with opened(tmp_path, ScriptedWriter([SLOW, SLOW]), at_once=2) as (runs, _, _):
        runs.start(flood, QUESTION, options=OPTIONS)
        with pytest.raises(Problem, match="its share of the 2") as refused:
            runs.start(replace(flood, key="ba"), QUESTION, options=OPTIONS)
        assert refused.value.code == "rate_limited"
        assert int(refused.value.headers["Retry-After"]) >= 1
        runs.start(other, QUESTION, options=OPTIONS)


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

        monkeypatch.setattr(runs_module, "_KEPT_S", 0.0)
        with pytest.raises(NotFound, match="ten minutes at most"):
            runs.get(CALLER.tenant, old.id)


async def test_events_of_runs_that_are_over_take_bounded_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs_module, "_MOST_BYTES", 20_000)
    async with opened(tmp_path, ScriptedWriter([[KINGS]] * 6)) as (runs, _, _):
        asked = [runs.start(CALLER, QUESTION, options=OPTIONS) for _ in range(6)]
        for run in asked:
            await run.result()
            await run.stopped()
        await asyncio.sleep(0)
        kept = [run for run in asked if run.id in runs._over]
        assert 0 < len(kept) < 6


async def test_what_a_run_told_is_the_same_once_it_is_put_away(tmp_path: Path) -> None:
    async with opened(tmp_path, ScriptedWriter([[KINGS]])) as (runs, _, _):
        run = runs.start(CALLER, QUESTION, options=OPTIONS)
        last, told = await run.result()
        await run.stopped()
        await asyncio.sleep(0)
        assert isinstance(run.events, KeptEvents), "objects of thousands of answers would hold up the collector"
        assert tuple(run.events) == told
        assert run.events[1:] == list(told[1:])
        assert run.last == last
        assert [event async for _, event in run.follow(2)] == list(told[2:])


async def test_runs_of_the_last_minute_may_take_more_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs_module, "_KEPT_BYTES", 3_000)
    async with opened(tmp_path, ScriptedWriter([[KINGS]] * 2)) as (runs, _, _):
        asked = [runs.start(CALLER, QUESTION, options=OPTIONS) for _ in range(2)]
        for run in asked:
            await run.stopped()
        await asyncio.sleep(0)
        assert all(runs.get(CALLER.tenant, run.id) is run for run in asked)
        monkeypatch.setattr(runs_module, "_SURELY_KEPT_S", 0.0)
        with pytest.raises(NotFound, match="less long"):
            runs.get(CALLER.tenant, asked[0].id)
        assert runs._size == 0


async def test_many_short_runs_are_all_kept_and_count_for_something(tmp_path: Path) -> None:
    async with opened(tmp_path, ScriptedWriter([])) as (runs, _, _):
        first = run_that_is_over(runs)
        for _ in range(1_000):
            run_that_is_over(runs)
        assert runs.get(CALLER.tenant, first.id) is first
        assert runs._size >= 1_001 * 1_000


def run_that_is_over(runs: Runs) -> Run:
    run = Run(str(uuid.uuid4()), CALLER.tenant, QUESTION, thread=None, grace_s=1.0)
    runs._running[run.id] = run
    run.cancel()
    runs._end(run)
    return run


async def test_a_run_that_cannot_begin_takes_no_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(tmp_path, ScriptedWriter([[KINGS]]), at_once=1) as (runs, _, _):
        runner = runs._runner

        def broken(_: str) -> AgentRunner:
            raise StoreError("The names of the graph cannot be read.")

        monkeypatch.setattr(runs, "_runner", broken)
        for _ in range(2):
            with pytest.raises(StoreError):
                runs.start(CALLER, QUESTION, options=OPTIONS)
        assert runs.running == 0
        monkeypatch.setattr(runs, "_runner", runner)
        assert (await runs.start(CALLER, QUESTION, options=OPTIONS).result())[0].type == "final"


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
